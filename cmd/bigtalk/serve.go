package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"bigtalk/adapters"
	"bigtalk/bot"
	"bigtalk/bot/journal"
	"bigtalk/knowledge"
)

func newServe(env *environment) *cobra.Command {
	var format, level string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer in chats, as the configuration says",
		Long: "serve answers in the chats that the configuration names until it is told to end, by SIGTERM\n" +
			"or Ctrl-C; what is under way is then finished. What it has accepted it answers after a\n" +
			"restart too. With listen it serves /healthz and /readyz over HTTP, and what chats call.\n\n" +
			"The log goes to standard error. No message is in it, unless its level is debug.",
		Example: "  bigtalk serve --config bigtalk.yaml",
		Args:    exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := env.setLog(format, level); err != nil {
				return err
			}
			return env.serve(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&format, "log-format", "text", "text or json")
	cmd.Flags().StringVar(&level, "log-level", "info", "debug, info, warn or error")
	return cmd
}

// setLog sets how the program logs.
func (env *environment) setLog(format, level string) error {
	if !slices.Contains([]string{"text", "json"}, format) {
		return usageError("--log-format is text or json, not %q", format)
	}
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	l, ok := levels[level]
	if !ok {
		return usageError("--log-level is debug, info, warn or error, not %q", level)
	}
	if o := (&slog.HandlerOptions{Level: l}); format == "json" {
		env.log = slog.New(slog.NewJSONHandler(env.stderr, o))
	} else {
		env.log = slog.New(slog.NewTextHandler(env.stderr, o))
	}
	return nil
}

// serve answers in the configured chats until ctx is done.
func (env *environment) serve(ctx context.Context) (err error) {
	path := env.journalPath()
	if path == "" {
		return errors.New("there is no cache directory to keep the journal in: set journal in the configuration, or BIGTALK_JOURNAL, to a file")
	}
	kept, err := journal.Open(ctx, path, journal.Options{Logger: env.logger()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	unlock, err := serveAlone(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	var m *knowledge.Matcher // there before a door runs
	doors, err := env.openDoors(adapters.Host{
		Journal: kept, Logger: env.logger(),
		About: func(ctx context.Context) (adapters.About, error) { return env.about(ctx, m) },
	})
	if err != nil {
		return err
	}
	var listener net.Listener
	if env.config.Listen != "" {
		// Before the archive is read: an address that is taken is said at once.
		if listener, err = new(net.ListenConfig).Listen(ctx, "tcp", env.config.Listen); err != nil {
			return fmt.Errorf("listen: %w", err)
		}
		defer listener.Close()
	}
	if m, err = env.openSoon(ctx, knowledge.Options{}); err != nil {
		return err
	}
	defer m.Close()
	b := env.bot(m, bot.Options{
		Memory: bot.NewMemory(bot.MemoryOptions{}), Journal: kept, Recall: kept.Last, Names: []string{"bigtalk"},
		Overhears: func(bot.Message) bool { return true }, // adapters hand on only what may be overheard
	})
	g, ctx := errgroup.WithContext(ctx)
	for _, d := range doors {
		g.Go(func() error { return d.Run(ctx, b) })
	}
	address := ""
	if listener != nil {
		address = listener.Addr().String()
		g.Go(func() error { return env.serveHTTP(ctx, listener, doors) })
	}
	env.logger().InfoContext(ctx, "serving", "version", buildVersion(), "archive", m.Store().Title(), "entries", m.Store().Len(), "listen", address)
	err = g.Wait()
	env.logger().InfoContext(ctx, "ended")
	return err
}

// openDoors opens every platform that is configured, one at least.
func (env *environment) openDoors(h adapters.Host) ([]adapters.Door, error) {
	var doors []adapters.Door
	for _, p := range env.platforms {
		d, err := p.Open(env.config, h)
		if err != nil {
			return nil, err
		}
		if d != nil {
			doors = append(doors, d)
		}
	}
	if len(doors) == 0 {
		return nil, errUnconfigured(env.platforms)
	}
	return doors, nil
}

// serveAlone keeps other processes from serving with the same journal: two would both
// answer what is in it. The lock ends with the process.
func serveAlone(journal string) (unlock func() error, err error) {
	lock := flock.New(journal+".serve", flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	switch {
	case err != nil:
		return nil, fmt.Errorf("lock journal: %w", err)
	case !ok:
		return nil, fmt.Errorf("another bigtalk serves with the journal %s: end it, or give each its own", journal)
	}
	return lock.Close, nil
}

const (
	// headerTimeout and requestTimeout end requests that trickle in. Slack sends its
	// own, of some kilobytes, at once, and gives up after 3 s itself.
	headerTimeout  = 5 * time.Second
	requestTimeout = 10 * time.Second
	// idleTimeout is how long a connection waits for the next request.
	idleTimeout = 2 * time.Minute
	// maxHeader bounds the header of a request, in bytes; Slack's has less than 1 kB.
	maxHeader = 16 << 10
	// shutdownTimeout is how long requests may still take once the program ends.
	shutdownTimeout = 5 * time.Second
)

// serveHTTP answers probes, and what platforms call, until ctx is done.
//
//	GET /healthz   200 while the program runs
//	GET /readyz    200 while all platforms take messages, otherwise 503
func (env *environment) serveHTTP(ctx context.Context, l net.Listener, doors []adapters.Door) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answerProbe(w, true) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		unready := slices.ContainsFunc(doors, func(d adapters.Door) bool { return !d.Ready() })
		answerProbe(w, !unready && ctx.Err() == nil)
	})
	for _, d := range doors {
		for pattern, handler := range d.Routes() {
			mux.Handle(pattern, handler)
		}
	}
	server := &http.Server{
		Handler: mux, ReadHeaderTimeout: headerTimeout, ReadTimeout: requestTimeout, WriteTimeout: requestTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(env.logger().Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve HTTP: %w", err)
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		env.logger().WarnContext(ctx, "requests were cut off", "err", err)
		return server.Close()
	}
	return nil
}

func answerProbe(w http.ResponseWriter, well bool) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if !well {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "not ready\n") // who asked may have gone
		return
	}
	_, _ = io.WriteString(w, "ok\n")
}
