package passive_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bigtalk/adapters"
	"bigtalk/adapters/passive"
)

// An inbox in memory.
type inbox struct {
	mu     sync.Mutex
	events []adapters.Event
	until  map[string]time.Time
	done   map[string]bool
}

func newInbox() *inbox { return &inbox{until: map[string]time.Time{}, done: map[string]bool{}} }

func (b *inbox) Accept(_ context.Context, _ string, e adapters.Event) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if slices.ContainsFunc(b.events, func(known adapters.Event) bool { return known.Key == e.Key }) {
		return false, nil
	}
	e.Received = time.Now()
	b.events = append(b.events, e)
	return true, nil
}

func (b *inbox) undone(keep func(adapters.Event) bool) []adapters.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []adapters.Event
	for _, e := range b.events {
		if !b.done[e.Key] && keep(e) {
			out = append(out, e)
		}
	}
	return out
}

func (b *inbox) Due(context.Context, string, int) ([]adapters.Event, error) {
	return b.undone(func(e adapters.Event) bool { return !b.until[e.Key].After(time.Now()) }), nil
}

func (b *inbox) Undone(_ context.Context, _, conversation string) ([]adapters.Event, error) {
	return b.undone(func(e adapters.Event) bool { return e.Conversation == conversation }), nil
}

func (b *inbox) Done(_ context.Context, _, key string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done[key] = true
	return nil
}

func (b *inbox) PutOff(_ context.Context, _, key string, until time.Time, _ int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.until[key] = until
	return nil
}

// A platform brings messages to a desk as WeChat does, and keeps what people see.
type platform struct {
	desk *passive.Desk

	mu   sync.Mutex
	seen map[string][]string // by conversation
}

// bring delivers a message up to three times, until a response comes within 5 s.
func (p *platform) bring(e adapters.Event) {
	for range 3 {
		if p.try(e) {
			return
		}
	}
}

// try delivers once and reports whether a response came in time.
func (p *platform) try(e adapters.Event) bool {
	ctx, hangUp := context.WithTimeout(context.Background(), 5*time.Second)
	defer hangUp()
	answered := make(chan bool, 1)
	go func() {
		given := false
		err := p.desk.Serve(ctx, e, func(reply []byte) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			given = true
			p.mu.Lock()
			defer p.mu.Unlock()
			if len(reply) > 0 {
				p.seen[e.Conversation] = append(p.seen[e.Conversation], string(reply))
			}
			return nil
		})
		answered <- given && err == nil
	}()
	select {
	case ok := <-answered:
		if !ok {
			<-ctx.Done() // a connection that is cut is not answered
		}
		return ok
	case <-ctx.Done():
		return false
	}
}

const later = "later"

// open starts a desk whose reply to a message takes as long as delays says.
func open(b *inbox, delays func(key string) time.Duration) (p *platform, stop func()) {
	d := &passive.Desk{
		Adapter: "test", Inbox: b,
		Work: func(ctx context.Context, e adapters.Event) ([]byte, error) {
			select {
			case <-time.After(delays(e.Key)):
				return []byte("re:" + e.Key), nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		},
		Join: func(late [][]byte, reply []byte) []byte {
			return bytes.Join(append(late, reply), []byte(" "))
		},
		Later: func(adapters.Event) []byte { return []byte(later) },
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		_ = d.Run(ctx)
		close(ended)
	}()
	synctest.Wait()
	return &platform{desk: d, seen: map[string][]string{}}, func() { cancel(); <-ended }
}

func event(conversation, key string) adapters.Event {
	return adapters.Event{Conversation: conversation, Key: key, Person: conversation}
}

// TestDelays gives each reply once, on the first try that is there, or with the next
// message.
func TestDelays(t *testing.T) {
	for _, tt := range []struct {
		delay time.Duration
		want  []string
		after time.Duration // when the person sees the first
	}{
		{0, []string{"re:a", "re:b"}, 0},
		{3 * time.Second, []string{"re:a", "re:b"}, 3 * time.Second},
		{7 * time.Second, []string{"re:a", "re:b"}, 7 * time.Second},
		{12 * time.Second, []string{"re:a", "re:b"}, 12 * time.Second},
		{14 * time.Second, []string{"re:a", "re:b"}, 14 * time.Second},
		{15 * time.Second, []string{later, "re:a re:b"}, 14500 * time.Millisecond},
		{time.Minute, []string{later, "re:a re:b"}, 14500 * time.Millisecond},
	} {
		t.Run(tt.delay.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, stop := open(newInbox(), func(key string) time.Duration {
					if key == "a" {
						return tt.delay
					}
					return 0
				})
				defer stop()
				begun := time.Now()
				p.bring(event("ann", "a"))
				if got := time.Since(begun); got != tt.after {
					t.Errorf("response after %v, want %v", got, tt.after)
				}
				time.Sleep(2 * time.Minute)
				p.bring(event("ann", "b"))
				if got := p.seen["ann"]; !slices.Equal(got, tt.want) {
					t.Errorf("ann sees %q, want %q", got, tt.want)
				}
			})
		})
	}
}

// TestCopies answers one of three copies at once.
func TestCopies(t *testing.T) {
	for _, delay := range []time.Duration{0, 2 * time.Second, 9 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			p, stop := open(newInbox(), func(string) time.Duration { return delay })
			defer stop()
			var all sync.WaitGroup
			for range 3 {
				all.Go(func() { p.bring(event("ann", "a")) })
			}
			all.Wait()
			p.bring(event("ann", "a")) // and once more, much later
			if got := p.seen["ann"]; !slices.Equal(got, []string{"re:a"}) {
				t.Errorf("delay %v: ann sees %q", delay, got)
			}
		})
	}
}

// TestThousand loses and doubles nothing of a thousand messages of a hundred people,
// whose replies take up to 12 s.
func TestThousand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		random := rand.New(rand.NewPCG(1, 2))
		delays := make(map[string]time.Duration)
		for i := range 1000 {
			delays[fmt.Sprint("m", i)] = time.Duration(random.Int64N(int64(20 * time.Second)))
		}
		b := newInbox()
		p, stop := open(b, func(key string) time.Duration { return delays[key] })
		var all sync.WaitGroup
		for i := range 1000 {
			time.Sleep(time.Duration(random.Int64N(int64(100 * time.Millisecond))))
			for range 1 + random.IntN(3) {
				all.Go(func() { p.bring(event(fmt.Sprint("p", i%100), fmt.Sprint("m", i))) })
			}
		}
		all.Wait()
		time.Sleep(time.Minute)
		for i := range 100 {
			key := fmt.Sprint("last", i)
			p.bring(event(fmt.Sprint("p", i), key))
		}
		stop()
		count := make(map[string]int)
		for _, list := range p.seen {
			for _, text := range list {
				for word := range bytes.SplitSeq([]byte(text), []byte(" ")) {
					count[string(word)]++
				}
			}
		}
		for key := range delays {
			if n := count["re:"+key]; n != 1 {
				t.Errorf("%s, which takes %v, is answered %d times", key, delays[key], n)
			}
		}
		if left := b.undone(func(adapters.Event) bool { return true }); len(left) > 0 {
			t.Errorf("%d events are not done, such as %+v", len(left), left[0])
		}
	})
}

// TestRestart answers with the next message what an earlier run had accepted.
func TestRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newInbox()
		p, stop := open(b, func(string) time.Duration { return time.Hour })
		go p.try(event("ann", "a"))
		time.Sleep(time.Second)
		stop()
		p, stop = open(b, func(string) time.Duration { return 0 })
		defer stop()
		time.Sleep(time.Minute)
		p.bring(event("ann", "b"))
		if got := p.seen["ann"]; !slices.Equal(got, []string{"re:a re:b"}) {
			t.Errorf("ann sees %q", got)
		}
	})
}

// TestRestartBetweenTries answers the try that comes after the restart.
func TestRestartBetweenTries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newInbox()
		p, stop := open(b, func(string) time.Duration { return time.Hour })
		go p.try(event("ann", "a"))
		time.Sleep(time.Second)
		stop()
		p, stop = open(b, func(string) time.Duration { return time.Second })
		defer stop()
		p.try(event("ann", "a"))
		time.Sleep(time.Minute)
		p.bring(event("ann", "b"))
		if got := p.seen["ann"]; !slices.Equal(got, []string{"re:a", "re:b"}) {
			t.Errorf("ann sees %q", got)
		}
	})
}

// TestStopWithATryThere finishes it.
func TestStopWithATryThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, stop := open(newInbox(), func(string) time.Duration { return 2 * time.Second })
		go func() {
			time.Sleep(time.Second)
			stop()
		}()
		p.bring(event("ann", "a"))
		if got := p.seen["ann"]; !slices.Equal(got, []string{"re:a"}) {
			t.Errorf("ann sees %q", got)
		}
		time.Sleep(time.Minute)
	})
}

// TestPush sends a late reply where the platform lets it, and keeps it where not.
func TestPush(t *testing.T) {
	for _, refused := range []error{nil, errors.New("48001")} {
		synctest.Test(t, func(t *testing.T) {
			p, stop := open(newInbox(), func(key string) time.Duration {
				if key == "a" {
					return time.Minute
				}
				return 0
			})
			defer stop()
			var pushed []string
			p.desk.Push = func(_ context.Context, e adapters.Event, reply []byte) error {
				if refused == nil {
					pushed = append(pushed, e.Conversation+" "+string(reply))
				}
				return refused
			}
			p.bring(event("ann", "a"))
			time.Sleep(2 * time.Minute)
			p.bring(event("ann", "b"))
			want, wantPushed := []string{later, "re:b"}, []string{"ann re:a"}
			if refused != nil {
				want, wantPushed = []string{later, "re:a re:b"}, nil
			}
			if !slices.Equal(p.seen["ann"], want) || !slices.Equal(pushed, wantPushed) {
				t.Errorf("ann sees %q, and is sent %q", p.seen["ann"], pushed)
			}
		})
	}
}

// TestLateEnds drops a late reply that nobody has asked for in two days.
func TestLateEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, stop := open(newInbox(), func(key string) time.Duration {
			if key == "a" {
				return time.Minute
			}
			return 0
		})
		defer stop()
		p.bring(event("ann", "a"))
		time.Sleep(49 * time.Hour)
		p.bring(event("ann", "b"))
		if got := p.seen["ann"]; !slices.Equal(got, []string{later, "re:b"}) {
			t.Errorf("ann sees %q", got)
		}
	})
}
