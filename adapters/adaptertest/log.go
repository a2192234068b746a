package adaptertest

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"sync"
)

// everything is below each level that a line may have.
const everything = slog.Level(-1 << 20)

// A logbook keeps what is logged at any level, line by line.
type logbook struct {
	mu   sync.Mutex
	list []line
}

// A line of the log.
type line struct {
	level slog.Level
	text  string // with all attributes
}

func (b *logbook) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: everything}))
}

// Write implements io.Writer for a [slog.TextHandler], which writes each line whole.
func (b *logbook) Write(p []byte) (int, error) {
	l := line{level: everything, text: string(bytes.TrimSpace(p))}
	_, rest, _ := strings.Cut(l.text, slog.LevelKey+"=")
	name, _, _ := strings.Cut(rest, " ")
	if err := l.level.UnmarshalText([]byte(name)); err != nil {
		return 0, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.list = append(b.list, l)
	return len(p), nil
}

func (b *logbook) lines() []line {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.list)
}

// warnings are the lines that an operator sees who asks for trouble alone.
func (b *logbook) warnings() []string {
	var out []string
	for _, l := range b.lines() {
		if l.level >= slog.LevelWarn {
			out = append(out, l.text)
		}
	}
	return out
}

// contained returns those of the words that are in one of the texts.
func contained(words []string, texts ...string) []string {
	var out []string
	for _, w := range words {
		if slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(t, w) }) {
			out = append(out, w)
		}
	}
	return out
}
