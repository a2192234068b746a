package passive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bigtalk/adapters"
)

// latePrefix begins the key and the conversation of a late reply, which the inbox
// keeps like a message that is put off until nobody wants it any more.
const latePrefix = "late:"

func lateConversation(e adapters.Event) string { return latePrefix + e.Conversation }

// setAside pushes a reply that no try has taken, or keeps it for the person's next
// message. Then the message is done.
func (d *Desk) setAside(ctx context.Context, e adapters.Event, reply []byte) error {
	if len(reply) > 0 && !d.pushed(ctx, e, reply) {
		late := adapters.Event{Key: latePrefix + e.Key, Conversation: lateConversation(e), Person: e.Person, Payload: reply}
		if _, err := d.Inbox.Accept(ctx, d.Adapter, late); err != nil {
			return fmt.Errorf("keep late reply: %w", err)
		}
	}
	if err := d.Inbox.Done(ctx, d.Adapter, e.Key); err != nil {
		return fmt.Errorf("end message: %w", err)
	}
	return nil
}

func (d *Desk) pushed(ctx context.Context, e adapters.Event, reply []byte) bool {
	if d.Push == nil {
		return false
	}
	err := d.Push(ctx, e, reply)
	if err != nil {
		d.Logger.WarnContext(ctx, "late reply not sent, it is kept for the next message", "adapter", d.Adapter, "event", e.Key, "err", err)
	}
	return err == nil
}

// upkeep works on messages that an earlier run has left, and ends late replies that
// nobody has asked for in time.
func (d *Desk) upkeep(ctx context.Context) error {
	d.forgetFlights()
	for {
		events, err := d.Inbox.Due(ctx, d.Adapter, batch)
		if err != nil {
			return fmt.Errorf("read backlog of %s: %w", d.Adapter, err)
		}
		late := 0
		for _, e := range events {
			if !strings.HasPrefix(e.Key, latePrefix) {
				d.begin(e, d.Tries)
				continue
			}
			late++
			if until := e.Received.Add(keepLate); time.Now().Before(until) {
				err = errors.Join(err, d.Inbox.PutOff(ctx, d.Adapter, e.Key, until, 0))
			} else {
				err = errors.Join(err, d.Inbox.Done(ctx, d.Adapter, e.Key))
			}
		}
		if err != nil {
			return fmt.Errorf("look after late replies of %s: %w", d.Adapter, err)
		}
		if late == 0 || len(events) < batch {
			return nil
		}
	}
}

func (d *Desk) forgetFlights() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for key, f := range d.flights {
		if f.endedBefore(time.Now().Add(-remember)) {
			delete(d.flights, key)
		}
	}
}

// reserve returns the late replies of a conversation that nobody else is giving.
func (d *Desk) reserve(ctx context.Context, conversation string) ([]adapters.Event, error) {
	d.mu.Lock()
	defer d.mu.Unlock() // while it is read, so that what another has given is not read before
	list, err := d.Inbox.Undone(ctx, d.Adapter, conversation)
	if err != nil {
		return nil, fmt.Errorf("read late replies: %w", err)
	}
	list = slices.DeleteFunc(list, func(e adapters.Event) bool { return d.giving[e.Key] })
	for _, e := range list {
		d.giving[e.Key] = true
	}
	return list, nil
}

func (d *Desk) release(late []adapters.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, e := range late {
		delete(d.giving, e.Key)
	}
}
