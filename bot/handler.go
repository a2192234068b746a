package bot

import "context"

// A Handler answers one message. A Reply whose Decision is [Silence] is not sent.
type Handler interface {
	Handle(ctx context.Context, m Message) (Reply, error)
}

// A HandlerFunc is a function that is a Handler.
type HandlerFunc func(ctx context.Context, m Message) (Reply, error)

// Handle calls f.
func (f HandlerFunc) Handle(ctx context.Context, m Message) (Reply, error) { return f(ctx, m) }
