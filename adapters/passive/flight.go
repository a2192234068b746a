package passive

import (
	"context"
	"sync"
	"time"

	"bigtalk/adapters"
)

// A flight is a message between its first try and the end of its reply.
type flight struct {
	event adapters.Event
	ready chan struct{} // closed when there is a reply
	reply []byte        // to be read once it is

	mu      sync.Mutex
	moved   chan struct{} // of one: something below has changed
	tries   int
	lastTry time.Time
	here    int  // tries that wait for it
	taken   bool // a try gives the reply, or has given it
	given   bool
	late    bool      // it is no try's any more
	ended   time.Time // zero while it flies
}

func newFlight(e adapters.Event, tries int) *flight {
	return &flight{event: e, ready: make(chan struct{}), moved: make(chan struct{}, 1), tries: tries, lastTry: time.Now()}
}

// try counts a try, but no copy of one, and reports whether it is the last. It is here
// until it calls gone.
func (f *flight) try(most int) (last bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.here++
	if now := time.Now(); f.tries == 0 || now.Sub(f.lastTry) > copyWithin {
		f.tries++
		f.lastTry = now
	}
	return f.tries >= most
}

func (f *flight) gone() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.here--
}

// leave postpones the reply where no try waits for it.
func (f *flight) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.here == 0 && !f.taken {
		f.late = true
		f.move()
	}
}

// take reserves the reply for a try. It is not ok when another has it.
func (f *flight) take() (ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ok = !f.taken && !f.late
	f.taken = f.taken || ok
	return ok
}

// handed says what became of the reply that was taken.
func (f *flight) handed(ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.taken, f.given = ok, ok
	f.move()
}

// postpone takes the reply from tries. It is not ok when it has been taken.
func (f *flight) postpone() (ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ok = !f.taken && !f.late
	f.late = f.late || ok
	f.move()
	return ok
}

func (f *flight) move() {
	select {
	case f.moved <- struct{}{}:
	default:
	}
}

// awaitHanded waits until a try has given the reply, and reports that; or until none
// will, or ctx is done.
func (f *flight) awaitHanded(ctx context.Context) bool {
	for {
		f.mu.Lock()
		given, late, taken, left := f.given, f.late, f.taken, time.Until(f.lastTry.Add(abandoned))
		if !taken && !given && left <= 0 {
			f.late, late = true, true
		}
		f.mu.Unlock()
		if given || late {
			return given
		}
		if taken { // handed tells
			left = lapse
		}
		timer := time.NewTimer(left)
		select {
		case <-f.moved:
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return false
		}
		timer.Stop()
	}
}

func (f *flight) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = time.Now()
}

// endedBefore reports a flight that is over since before a time.
func (f *flight) endedBefore(t time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.ended.IsZero() && f.ended.Before(t)
}
