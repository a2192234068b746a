package adapters

import (
	"context"
	"time"

	"bigtalk/bot/journal"
)

// An Event is something that a platform sent and that is to be worked on once,
// however often it is delivered.
type Event = journal.Event

var (
	_ Inbox   = (*journal.DB)(nil)
	_ Backlog = (*journal.DB)(nil)
)

// An Inbox accepts events, so that they can be acknowledged.
type Inbox interface {
	// Accept keeps the event for good before it returns. It is not fresh when an
	// event of that key has been accepted before, be that done or not.
	Accept(ctx context.Context, adapter string, e Event) (fresh bool, err error)
}

// A Backlog hands out what an Inbox has accepted.
type Backlog interface {
	// Due returns up to n events that are to be worked on now: of each conversation
	// the one received first, these in the order they were received. It returns one
	// again until that is done or put off.
	Due(ctx context.Context, adapter string, n int) ([]Event, error)
	// Done ends an event. Its payload is forgotten, its key is not.
	Done(ctx context.Context, adapter, key string) error
	// PutOff leaves an event until a time, as one that was worked on attempt times.
	PutOff(ctx context.Context, adapter, key string, until time.Time, attempt int) error
}
