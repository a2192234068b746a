package webhook

import (
	"container/list"
	"crypto/sha256"
	"sync"
	"time"
)

const (
	// keepReplays is how long a request that comes again gets its answer again: as long
	// as senders repeat themselves by the specification's schedule, and as the inbox
	// knows keys.
	keepReplays = 24 * time.Hour
	// maxReplays bounds how many answers are kept. One has some 3 kB, so that all have
	// 6 MB.
	maxReplays = 2000
)

// replays keep the answers of requests, so that one that comes again, be it at the
// same time, is answered once. They are in memory alone: after a restart a message that
// is answered in the response is answered anew, and one that is answered by callback is
// known to the inbox. They are safe for concurrent use.
type replays struct {
	now func() time.Time

	mu    sync.Mutex
	byKey map[string]*list.Element // of *replay
	order list.List                // the oldest first
}

// A replay is the answer of one request.
type replay struct {
	key  string
	sum  [sha256.Size]byte // of the message
	at   time.Time
	done chan struct{} // closed when result is there

	result result
}

func newReplays(now func() time.Time) *replays {
	return &replays{now: now, byKey: make(map[string]*list.Element)}
}

// begin returns the replay of a request. Who is first must finish it; all others wait
// until it is done.
func (s *replays) begin(key string, sum [sha256.Size]byte) (r *replay, first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	for e := s.order.Front(); e != nil; e = s.order.Front() {
		if old := e.Value.(*replay); len(s.byKey) < maxReplays && now.Sub(old.at) < keepReplays {
			break
		}
		s.remove(e)
	}
	if e, ok := s.byKey[key]; ok {
		return e.Value.(*replay), false
	}
	r = &replay{key: key, sum: sum, at: now, done: make(chan struct{})}
	s.byKey[key] = s.order.PushBack(r)
	return r, true
}

// finish gives the result to all who wait, and keeps it where it is for good.
func (s *replays) finish(r *replay, res result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.result = res
	close(r.done)
	if e, ok := s.byKey[r.key]; ok && e.Value == r && !res.kept {
		s.remove(e)
	}
}

func (s *replays) remove(e *list.Element) {
	delete(s.byKey, e.Value.(*replay).key)
	s.order.Remove(e)
}
