package adaptertest

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"sync"
)

// A record is a line of the log.
type record struct {
	level slog.Level
	text  string // with all attributes
}

// records is a [slog.Handler] that keeps what it is told, at every level.
type records struct {
	mu   sync.Mutex
	list []record
}

func (r *records) all() []record {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.list)
}

// Enabled implements slog.Handler.
func (r *records) Enabled(context.Context, slog.Level) bool { return true }

// Handle implements slog.Handler.
func (r *records) Handle(ctx context.Context, in slog.Record) error {
	return r.with(nil).Handle(ctx, in)
}

// WithAttrs implements slog.Handler.
func (r *records) WithAttrs(attrs []slog.Attr) slog.Handler { return r.with(attrs) }

// WithGroup implements slog.Handler.
func (r *records) WithGroup(string) slog.Handler { return r.with(nil) }

func (r *records) with(attrs []slog.Attr) slog.Handler { return child{r, attrs} }

// A child is records with attributes.
type child struct {
	records *records
	attrs   []slog.Attr
}

func (c child) Enabled(context.Context, slog.Level) bool { return true }

func (c child) Handle(ctx context.Context, in slog.Record) error {
	var line bytes.Buffer
	h := slog.NewTextHandler(&line, &slog.HandlerOptions{Level: slog.LevelDebug}).WithAttrs(c.attrs)
	if err := h.Handle(ctx, in); err != nil {
		return err
	}
	c.records.mu.Lock()
	defer c.records.mu.Unlock()
	c.records.list = append(c.records.list, record{in.Level, line.String()})
	return nil
}

func (c child) WithAttrs(attrs []slog.Attr) slog.Handler {
	return child{c.records, slices.Concat(c.attrs, attrs)}
}

func (c child) WithGroup(string) slog.Handler { return c }
