package passive

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"bigtalk/adapters"
)

const (
	// DefaultTries is how often WeChat and WeCom bring a message.
	DefaultTries = 3
	// DefaultWait leaves half a second of the 5 s after which they hang up.
	DefaultWait = 4500 * time.Millisecond
	// lapse is how long a try is held that is left to lapse: the platform hangs up
	// before.
	lapse = 8 * time.Second
	// copyWithin tells a copy of a try from the next one, which comes after 5 s.
	copyWithin = 3 * time.Second
	// abandoned is how long after a try another would have come.
	abandoned = 7 * time.Second
	// remember is how long it is known without the inbox that a message was answered.
	remember = time.Minute
	// keepLate is how long a reply waits for the person's next message. WeChat lets
	// accounts write to a person for as long (48 h after their last message).
	keepLate = 48 * time.Hour
	// upkeepEvery is how often what became of kept replies is looked after.
	upkeepEvery = time.Minute
	// batch is how many events are read at once.
	batch = 100
)

// ErrLapsed is returned for a try that is to end without a response, so that the
// platform brings the message again.
var ErrLapsed = errors.New("no reply yet")

// An Inbox is what a Desk keeps messages and late replies in.
type Inbox interface {
	adapters.Inbox
	adapters.Backlog
	// Undone returns the events of a conversation that are not done, in the order they
	// were received.
	Undone(ctx context.Context, adapter, conversation string) ([]adapters.Event, error)
}

// A Desk gives each message its reply. Set the first fields, then Run it once and
// call Serve for every try. It is safe for concurrent use.
type Desk struct {
	Adapter string
	Inbox   Inbox
	// Work makes the reply to a message, nil for none. An error leaves the message for
	// the next run. Its context outlives Run's by Drain.
	Work func(ctx context.Context, e adapters.Event) ([]byte, error)
	// Join puts late replies in front of one, which may be nil.
	Join func(late [][]byte, reply []byte) []byte
	// Later tells a person that the reply will come later.
	Later func(e adapters.Event) []byte

	// Push sends a late reply. Where it is nil or fails, the reply is kept.
	Push   func(ctx context.Context, e adapters.Event, reply []byte) error
	Tries  int           // DefaultTries when 0
	Wait   time.Duration // how long the last try is held; DefaultWait when 0
	Drain  time.Duration // adapters.DefaultDrain when 0
	Logger *slog.Logger  // nothing is logged when nil

	mu      sync.Mutex
	work    context.Context // nil until Run
	flights map[string]*flight
	giving  map[string]bool // keys of late replies that are being given
	running sync.WaitGroup
}

// Run works on what an earlier run has left, and looks after late replies, until ctx
// is done. Then what is under way is finished.
func (d *Desk) Run(ctx context.Context) error {
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	d.start(working)
	tick := time.NewTicker(upkeepEvery)
	defer tick.Stop()
	for {
		if err := d.upkeep(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
			d.drain(stop)
			return nil
		case <-tick.C:
		}
	}
}

func (d *Desk) start(working context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Tries == 0 {
		d.Tries = DefaultTries
	}
	if d.Wait == 0 {
		d.Wait = DefaultWait
	}
	if d.Drain == 0 {
		d.Drain = adapters.DefaultDrain
	}
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	d.work, d.flights, d.giving = working, make(map[string]*flight), make(map[string]bool)
}

// Ready reports whether Serve may be called.
func (d *Desk) Ready() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.work != nil
}

// drain lets flights end, those that wait for another try at once.
func (d *Desk) drain(stop func()) {
	d.mu.Lock()
	for _, f := range d.flights {
		f.leave()
	}
	d.mu.Unlock()
	done := make(chan struct{})
	go func() {
		d.running.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(d.Drain):
		d.Logger.Warn("messages are still under way and will be worked on again", "adapter", d.Adapter)
		stop()
		<-done
	}
}

// Serve answers one try at a message. It calls give once with what to respond, nil for
// an empty response, unless it returns an error before: [ErrLapsed] or that of ctx,
// which is to end when the platform hangs up, or one of the inbox. give returns an
// error when the platform did not take it.
func (d *Desk) Serve(ctx context.Context, e adapters.Event, give func([]byte) error) error {
	arrived := time.Now()
	fresh, err := d.Inbox.Accept(ctx, d.Adapter, e)
	if err != nil {
		return fmt.Errorf("accept message: %w", err)
	}
	f, err := d.join(ctx, e, fresh)
	if err != nil {
		return err
	}
	if f == nil { // answered long ago
		return give(nil)
	}
	last := f.try(d.Tries)
	defer f.gone()
	hold := lapse
	if last {
		hold = d.Wait - time.Since(arrived)
	}
	timer := time.NewTimer(hold)
	defer timer.Stop()
	select {
	case <-f.ready:
	case <-ctx.Done():
	case <-timer.C:
		if !last {
			return ErrLapsed
		}
		if f.postpone() {
			return give(d.Later(e))
		}
		return give(nil) // a copy has said so
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !f.take() {
		return give(nil)
	}
	err = d.hand(ctx, f, give)
	f.handed(err == nil)
	return err
}

// join returns the flight of a message, which it begins where there is none. It is nil
// for a message that was answered long ago.
func (d *Desk) join(ctx context.Context, e adapters.Event, fresh bool) (*flight, error) {
	if f := d.flight(e.Key); f != nil {
		return f, nil
	}
	if !fresh {
		list, err := d.Inbox.Undone(ctx, d.Adapter, e.Conversation)
		if err != nil {
			return nil, fmt.Errorf("look a message up: %w", err)
		}
		if !slices.ContainsFunc(list, func(known adapters.Event) bool { return known.Key == e.Key }) {
			return nil, nil
		}
	}
	tries := 0
	if !fresh { // of an earlier run: this may be the last
		tries = d.Tries
	}
	return d.begin(e, tries), nil
}

func (d *Desk) flight(key string) *flight {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.flights[key]
}

// begin works on a message, unless somebody does.
func (d *Desk) begin(e adapters.Event, tries int) *flight {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f := d.flights[e.Key]; f != nil {
		return f
	}
	f := newFlight(e, tries)
	d.flights[e.Key] = f
	work := d.work
	d.running.Go(func() { d.fly(work, f) })
	return f
}

// fly makes a reply and sees to it that the person gets it.
func (d *Desk) fly(ctx context.Context, f *flight) {
	defer f.end()
	var reply []byte
	err := adapters.Guard(func() (err error) {
		reply, err = d.Work(ctx, f.event)
		return err
	})
	if err != nil {
		d.Logger.ErrorContext(ctx, "message not answered, it will be worked on again", "adapter", d.Adapter, "event", f.event.Key, "err", err)
		return
	}
	f.reply = reply
	close(f.ready)
	if f.awaitHanded(ctx) {
		return
	}
	if err := d.setAside(ctx, f.event, reply); err != nil && ctx.Err() == nil {
		d.Logger.ErrorContext(ctx, "late reply not kept, it will be made again", "adapter", d.Adapter, "event", f.event.Key, "err", err)
	}
}

// hand gives the reply of a flight with the late ones of its conversation.
func (d *Desk) hand(ctx context.Context, f *flight, give func([]byte) error) error {
	late, err := d.reserve(ctx, lateConversation(f.event))
	defer d.release(late)
	if err != nil {
		return err
	}
	reply := f.reply
	if len(late) > 0 {
		texts := make([][]byte, len(late))
		for i, l := range late {
			texts[i] = l.Payload
		}
		reply = d.Join(texts, reply)
	}
	if err := give(reply); err != nil {
		return fmt.Errorf("give reply: %w", err)
	}
	booking := context.WithoutCancel(ctx) // given is given
	for _, e := range append(late, f.event) {
		if err := d.Inbox.Done(booking, d.Adapter, e.Key); err != nil {
			d.Logger.ErrorContext(ctx, "reply given but not booked: it may be given again", "adapter", d.Adapter, "event", e.Key, "err", err)
		}
	}
	return nil
}
