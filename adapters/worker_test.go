package adapters_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"bigtalk/adapters"
)

// A backlog in memory.
type backlog struct {
	mu     sync.Mutex
	events []adapters.Event
	until  map[string]time.Time
	done   []string
	err    error
	full   int // how many writes fail
}

func (b *backlog) Due(_ context.Context, _ string, n int) ([]adapters.Event, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []adapters.Event
	seen := make(map[string]bool)
	for _, e := range b.events {
		if len(out) < n && !seen[e.Conversation] && !slices.Contains(b.done, e.Key) && !b.until[e.Key].After(time.Now()) {
			seen[e.Conversation] = true
			out = append(out, e)
		}
	}
	return out, b.err
}

func (b *backlog) Done(_ context.Context, _, key string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.full > 0 {
		b.full--
		return errors.New("disk full")
	}
	b.done = append(b.done, key)
	return nil
}

func (b *backlog) PutOff(_ context.Context, _, key string, until time.Time, attempt int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.until[key] = until
	for i := range b.events {
		if b.events[i].Key == key {
			b.events[i].Attempt = attempt
		}
	}
	return nil
}

func newBacklog(conversations, each int) *backlog {
	b := &backlog{until: make(map[string]time.Time)}
	for n := range each {
		for c := range conversations {
			b.events = append(b.events, adapters.Event{Key: fmt.Sprintf("c%d.%d", c, n), Conversation: fmt.Sprint("c", c), Received: time.Now()})
		}
	}
	return b
}

func TestWorkerKeepsTheOrderOfAConversation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBacklog(40, 5)
		ctx, cancel := context.WithCancel(t.Context())
		var mu sync.Mutex
		order := make(map[string][]string)
		running, most := 0, 0
		w := &adapters.Worker{Adapter: "test", Backlog: b, Limit: 8}
		w.Work = func(_ context.Context, e adapters.Event) error {
			mu.Lock()
			running++
			most = max(most, running)
			order[e.Conversation] = append(order[e.Conversation], e.Key)
			mu.Unlock()
			time.Sleep(50 * time.Millisecond)
			mu.Lock()
			running--
			mu.Unlock()
			return nil
		}
		ended := make(chan error)
		go func() { ended <- w.Run(ctx) }()
		time.Sleep(time.Minute)
		cancel()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if len(b.done) != 200 || most != 8 {
			t.Errorf("%d events done, want 200; %d at a time, want 8", len(b.done), most)
		}
		want := []string{"c7.0", "c7.1", "c7.2", "c7.3", "c7.4"}
		if diff := cmp.Diff(want, order["c7"]); diff != "" {
			t.Errorf("order (-want +got):\n%s", diff)
		}
	})
}

type limited struct{ wait time.Duration }

func (l limited) Error() string             { return "slow down" }
func (l limited) RetryAfter() time.Duration { return l.wait }

func TestWorkerTriesAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		fails func(n int) error // the n-th attempt, from 0
		want  []time.Duration   // between the attempts, to the second
	}{
		"waits grow": {
			func(n int) error { return errIf(n < 3, errors.New("no")) },
			[]time.Duration{2 * time.Second, 8 * time.Second, 32 * time.Second},
		},
		"the platform says how long": {
			func(n int) error { return errIf(n < 1, fmt.Errorf("post: %w", limited{90 * time.Second})) },
			[]time.Duration{90 * time.Second},
		},
		"a platform that is busy uses no attempts up": {
			func(n int) error { return errIf(n < 20, limited{time.Second}) },
			slices.Repeat([]time.Duration{time.Second}, 20),
		},
		"a failure after that is the second attempt": {
			func(n int) error {
				return errors.Join(errIf(n < 3, limited{time.Second}), errIf(n == 3, errors.New("no")))
			},
			[]time.Duration{1e9, 1e9, 1e9, 8e9},
		},
		"what cannot be mended": {func(int) error { return fmt.Errorf("gone: %w", adapters.ErrGiveUp) }, nil},
		"for ever": {
			func(int) error { return errors.New("no") },
			[]time.Duration{2e9, 8e9, 32e9, 128e9, 512e9, 2048e9, 3600e9},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBacklog(1, 1)
				ctx, cancel := context.WithCancel(t.Context())
				var times []time.Time
				w := &adapters.Worker{Adapter: "test", Backlog: b, Work: func(context.Context, adapters.Event) error {
					times = append(times, time.Now())
					return tt.fails(len(times) - 1)
				}}
				ended := make(chan error)
				go func() { ended <- w.Run(ctx) }()
				time.Sleep(6 * time.Hour)
				cancel()
				if err := <-ended; err != nil {
					t.Fatal(err)
				}
				var got []time.Duration
				for i := range times[1:] {
					got = append(got, times[i+1].Sub(times[i]).Truncate(time.Second))
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("waits (-want +got):\n%s", diff)
				}
				if len(b.done) != 1 {
					t.Errorf("done %v, want the event once", b.done)
				}
			})
		})
	}
}

func errIf(b bool, err error) error {
	if b {
		return err
	}
	return nil
}

func TestWorkerDrains(t *testing.T) {
	for name, tt := range map[string]struct {
		takes time.Duration
		done  int
	}{"in time": {3 * time.Second, 1}, "too slow": {time.Hour, 0}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBacklog(1, 2)
				ctx, cancel := context.WithCancel(t.Context())
				w := &adapters.Worker{Adapter: "test", Backlog: b, Work: func(ctx context.Context, _ adapters.Event) error {
					select {
					case <-time.After(tt.takes):
						return nil
					case <-ctx.Done():
						return ctx.Err()
					}
				}}
				ended := make(chan error)
				go func() { ended <- w.Run(ctx) }()
				time.Sleep(time.Second)
				cancel()
				begun := time.Now()
				if err := <-ended; err != nil {
					t.Fatal(err)
				}
				if len(b.done) != tt.done || time.Since(begun) > adapters.DefaultDrain {
					t.Errorf("%d events done in %v, want %d within %v", len(b.done), time.Since(begun), tt.done, adapters.DefaultDrain)
				}
			})
		})
	}
}

func TestWorkerWakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBacklog(0, 0)
		wake := make(chan struct{}, 1)
		ctx, cancel := context.WithCancel(t.Context())
		begun := time.Now()
		var after time.Duration
		w := &adapters.Worker{Adapter: "test", Backlog: b, Wake: wake, Work: func(context.Context, adapters.Event) error {
			after = time.Since(begun)
			return nil
		}}
		ended := make(chan error)
		go func() { ended <- w.Run(ctx) }()
		time.Sleep(100 * time.Millisecond)
		b.mu.Lock()
		b.events = append(b.events, adapters.Event{Key: "k", Conversation: "c"})
		b.mu.Unlock()
		wake <- struct{}{}
		time.Sleep(time.Minute)
		cancel()
		if err := <-ended; err != nil || after != 100*time.Millisecond {
			t.Errorf("worked on after %v (%v), want 100ms", after, err)
		}
	})
}

func TestWorkerEndsWithoutABacklog(t *testing.T) {
	b := newBacklog(1, 1)
	b.err = errors.New("disk gone")
	w := &adapters.Worker{Adapter: "test", Backlog: b, Work: func(context.Context, adapters.Event) error { return nil }}
	if err := w.Run(t.Context()); !errors.Is(err, b.err) {
		t.Errorf("error %v, want that of the backlog", err)
	}
}

// TestWorkerBearsAPanic tries a message again at which the program has panicked, and
// works on others meanwhile.
func TestWorkerBearsAPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBacklog(3, 1)
		ctx, cancel := context.WithCancel(t.Context())
		tries := 0
		w := &adapters.Worker{Adapter: "test", Backlog: b, Work: func(_ context.Context, e adapters.Event) error {
			if e.Conversation == "c1" {
				if tries++; tries == 1 {
					panic("a fault of the program")
				}
			}
			return nil
		}}
		ended := make(chan error)
		go func() { ended <- w.Run(ctx) }()
		time.Sleep(time.Minute)
		cancel()
		if err := <-ended; err != nil || tries != 2 || len(b.done) != 3 {
			t.Errorf("%d tries, done %v, %v", tries, b.done, err)
		}
	})
}

// TestWorkerBooksAgain works once on an event whose end cannot be written down at first.
func TestWorkerBooksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBacklog(1, 1)
		b.full = 5
		ctx, cancel := context.WithCancel(t.Context())
		tries := 0
		w := &adapters.Worker{Adapter: "test", Backlog: b, Work: func(context.Context, adapters.Event) error { tries++; return nil }}
		ended := make(chan error)
		go func() { ended <- w.Run(ctx) }()
		time.Sleep(10 * time.Minute)
		cancel()
		if err := <-ended; err != nil || tries != 1 || len(b.done) != 1 {
			t.Errorf("%d tries, done %v, %v", tries, b.done, err)
		}
	})
}
