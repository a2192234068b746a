package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"bigtalk/adapters"
	"bigtalk/bot"
	"bigtalk/config"
)

// A lockedBuffer is read while the program writes to it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// A porch is a platform whose people call at /ask and hear the answer there.
type porch struct {
	host  adapters.Host
	fault error // that Run ends with

	mu      sync.Mutex
	handler bot.Handler // once it runs
}

func (p *porch) Run(ctx context.Context, h bot.Handler) error {
	if p.fault != nil {
		return p.fault
	}
	p.mu.Lock()
	p.handler = h
	p.mu.Unlock()
	<-ctx.Done()
	return nil
}

func (p *porch) Ready() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.handler != nil
}

func (p *porch) Routes() map[string]http.Handler {
	return map[string]http.Handler{"GET /ask": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reply, err := p.handler.Handle(r.Context(), bot.Message{ID: "1", Text: r.FormValue("q"), Direct: true, Addressed: true})
		about, aboutErr := p.host.About(r.Context())
		if err := errors.Join(err, aboutErr, json.NewEncoder(w).Encode(map[string]any{"decision": reply.Decision, "title": about.Title})); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})}
}

func (p *porch) platform() adapters.Platform {
	return adapters.Platform{
		Name: "porch", Needs: "porch: set archive",
		Open: func(c config.Config, h adapters.Host) (adapters.Door, error) {
			if c.Archive == "" {
				return nil, nil
			}
			p.host = h
			return p, nil
		},
	}
}

// served is a run of serve under way.
type served struct {
	log  lockedBuffer
	stop context.CancelFunc
	done chan error
}

func startServe(t *testing.T, c config.Config, list ...adapters.Platform) *served {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	s := &served{stop: stop, done: make(chan error, 1)}
	c.CacheDir = t.TempDir()
	env := &environment{stdout: io.Discard, stderr: &s.log, config: c, platforms: list}
	if err := env.setLog("json", "info"); err != nil {
		t.Fatal(err)
	}
	go func() { s.done <- env.serve(ctx) }()
	return s
}

// end waits for the end of the run and returns its error.
func (s *served) end(t *testing.T) error {
	t.Helper()
	select {
	case err := <-s.done:
		return err
	case <-time.After(time.Minute):
		t.Fatalf("serve does not end; its log:\n%s", s.log.String())
		return nil
	}
}

var listensAt = regexp.MustCompile(`"listen":"(127\.0\.0\.1:\d+)"`)

// get returns the status and the body of a page, once the server is there.
func (s *served) get(t *testing.T, path string) (int, string) {
	t.Helper()
	for range 600 {
		if m := listensAt.FindStringSubmatch(s.log.String()); m != nil {
			r, err := http.Get("http://" + m[1] + path)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Body.Close()
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Fatal(err)
			}
			return r.StatusCode, string(body)
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no HTTP server; the log:\n%s", s.log.String())
	return 0, ""
}

// faq is an archive of one question.
func faq(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "faq.csv")
	if err := os.WriteFile(path, []byte("question,answer\nHow do I reset the router?,Hold the button.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestServe serves a platform until it is told to end.
func TestServe(t *testing.T) {
	s := startServe(t, config.Config{Archive: faq(t), Listen: "127.0.0.1:0"}, new(porch).platform())
	for range 100 {
		if code, _ := s.get(t, "/readyz"); code == http.StatusOK {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/nowhere": 404} {
		if code, _ := s.get(t, path); code != want {
			t.Errorf("GET %s: %d, want %d", path, code, want)
		}
	}
	if code, body := s.get(t, "/ask?q=how+do+I+reset+the+router"); code != 200 || !strings.Contains(body, `"decision":"answer"`) {
		t.Errorf("GET /ask: %d %s", code, body)
	}
	s.stop()
	if err := s.end(t); err != nil {
		t.Error(err)
	}
	for line := range strings.Lines(s.log.String()) {
		if !json.Valid([]byte(line)) || strings.Contains(line, "router") {
			t.Errorf("log line %q", line)
		}
	}
}

// TestServeFaults ends with what is wrong.
func TestServeFaults(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	file := faq(t)
	for _, tt := range []struct {
		name   string
		fault  error // of the platform
		config config.Config
		want   string
	}{
		{"no platform is configured", nil, config.Config{}, "no chat platform is configured; porch: set archive"},
		{"the address is taken", nil, config.Config{Archive: file, Listen: taken.Addr().String()}, "listen: "},
		{"the platform refuses", errors.New("token refused"), config.Config{Archive: file}, "token refused"},
		{"the journal is a folder", nil, config.Config{Archive: file, Journal: filepath.Dir(file)}, "open journal: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := startServe(t, tt.config, (&porch{fault: tt.fault}).platform()).end(t); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("serve: %v, want %q", err, tt.want)
			}
		})
	}
}

// TestGrace gives serve, and nothing else, the time to finish what is under way.
func TestGrace(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want time.Duration
	}{
		{[]string{"serve"}, serveGrace},
		{[]string{"--config", "ask", "serve", "--log-format", "json"}, serveGrace},
		{[]string{"--archive=x", "serve"}, serveGrace},
		{[]string{"ask", "serve"}, stopGrace},
		{[]string{"--config", "serve", "chat"}, stopGrace},
		{nil, stopGrace},
	} {
		if got := graceOf(newRoot(&environment{}), tt.args); got != tt.want {
			t.Errorf("graceOf(%q) = %v, want %v", tt.args, got, tt.want)
		}
	}
}
