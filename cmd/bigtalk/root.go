package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"

	"bigtalk/adapters"
	"bigtalk/adapters/render"
	"bigtalk/bot"
	"bigtalk/config"
	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/show"
)

// An environment is what commands share: the streams and the global flags.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	cacheDir       func() (string, error)
	platforms      []adapters.Platform

	archive    string // --archive
	configFile string // --config
	config     config.Config
	log        *slog.Logger // of serve; nil is text on stderr
}

func newRoot(env *environment) *cobra.Command {
	root := &cobra.Command{
		Use:   "bigtalk",
		Short: "Answers questions from a Q&A archive, with the episode cited",
		Long: "bigtalk answers questions from the archive of 《Istio 大咖说》, or from yours,\n" +
			"in the archive's own words and with the place cited. It never guesses.",
		Version:       buildVersion(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.PersistentFlags().StringVar(&env.archive, "archive", "",
		"Markdown file, FAQ table (.csv, .jsonl) or folder to answer from (default: the embedded show)")
	root.PersistentFlags().StringVar(&env.configFile, "config", "", "configuration file (default: $BIGTALK_CONFIG)")
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return env.configure() }
	root.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usageError("no command %q; a question goes to: bigtalk ask %q; see bigtalk --help", args[0], args[0])
		}
		return nil
	}
	root.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError("%w; see %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(newAsk(env), newChat(env), newExplain(env), newArchive(env), newEpisodes(env), newEval(env), newServe(env), newVersion(env))
	for _, p := range env.platforms {
		root.AddCommand(newPlatform(env, p))
	}
	return root
}

// exactArgs refuses other numbers of arguments as a usage error.
func exactArgs(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usageError("%s takes %d arguments, not %d; see %s --help", cmd.CommandPath(), n, len(args), cmd.CommandPath())
		}
		return nil
	}
}

// configure reads the configuration: the file, the environment on top of it,
// the flags on top of both.
func (env *environment) configure() error {
	file := cmp.Or(env.configFile, env.getenv("BIGTALK_CONFIG"))
	c := config.Default()
	var err error
	if file != "" {
		if c, err = config.ReadFile(file); err != nil {
			return err
		}
	}
	if env.config, err = c.Override(env.getenv); err != nil {
		return err
	}
	if env.archive != "" {
		env.config.Archive = env.archive
	}
	if env.config.CacheDir == "" {
		if dir, err := env.cacheDir(); err == nil {
			env.config.CacheDir = filepath.Join(dir, "bigtalk")
		}
	}
	return nil
}

// store loads the configured archive.
func (env *environment) store(ctx context.Context) (*knowledge.Store, error) {
	if env.config.Archive == "" {
		return knowledge.LoadFS(ctx, show.FS())
	}
	return knowledge.Load(ctx, env.config.Archive)
}

// A reduction takes something from what is about to be opened.
type reduction func(*knowledge.Store, *knowledge.Options) *knowledge.Store

// open loads and indexes the archive, and returns when its vectors are there too.
// Close the matcher.
func (env *environment) open(ctx context.Context, reductions ...reduction) (*knowledge.Matcher, error) {
	m, err := env.openSoon(ctx, knowledge.Options{}, reductions...)
	if err != nil {
		return nil, err
	}
	if err := m.Wait(ctx); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

// openSoon loads and indexes the archive, and returns when it can be asked. Close
// the matcher.
func (env *environment) openSoon(ctx context.Context, opts knowledge.Options, reductions ...reduction) (*knowledge.Matcher, error) {
	s, err := env.store(ctx)
	if err != nil {
		return nil, err
	}
	if s.Len() == 0 {
		return nil, fmt.Errorf("%s has no question with an answer; why: bigtalk archive lint --archive %[1]s", env.config.Archive)
	}
	if opts, err = env.options(opts); err != nil {
		return nil, err
	}
	for _, reduce := range reductions {
		s = reduce(s, &opts)
	}
	return knowledge.Open(ctx, s, opts)
}

// options adds what the configuration says of matching.
func (env *environment) options(opts knowledge.Options) (knowledge.Options, error) {
	opts.CacheDir, opts.Logger = env.config.CacheDir, env.logger()
	opts.ShippedVectors = show.Vectors() // which have the group talk of every archive
	if env.config.Archive == "" {
		opts.Shipped = show.Index()
	}
	var err error
	if opts.Encoder, err = env.encoder(); err != nil {
		return opts, err
	}
	opts.Fit, err = env.fit()
	return opts, err
}

// logger tells the operator, on standard error, what is no reply.
func (env *environment) logger() *slog.Logger {
	if env.log != nil {
		return env.log
	}
	return slog.New(slog.NewTextHandler(env.stderr, nil))
}

// bot wires a matcher to the decisions and texts.
func (env *environment) bot(m *knowledge.Matcher, opts bot.Options) *bot.Bot {
	opts.Title, opts.Version = m.Store().Title(), m.Store().Version()
	opts.Episodes = m.Store().Episodes()
	opts.Glossary = m.Store().Glossary()
	opts.Examples = examples(m.Store())
	opts.Topics = topicsOf(m.Store())
	opts.Logger = env.logger()
	if opts.Language == "" {
		opts.Language = bot.Language(env.config.Language)
	}
	return bot.New(m, opts)
}

// examples suggests the archive's first question, in each language that it has.
func examples(s *knowledge.Store) map[bot.Language]string {
	for e := range s.All() {
		if s.Annotation(e.ID).Kind == knowledge.KindNonAnswer {
			continue
		}
		list := map[bot.Language]string{bot.LanguageOf(e.Question): render.Line(e.Question)}
		for _, lang := range []bot.Language{bot.Chinese, bot.English} {
			if title := s.Annotation(e.ID).TitleIn(string(lang)); title != "" {
				list[lang] = title
			}
		}
		return list
	}
	return nil
}

// topicsOf are the archive's topics, each with the best of its examples that no
// topic before it has.
func topicsOf(s *knowledge.Store) []bot.Topic {
	var out []bot.Topic
	taken := make(map[string]bool)
	for _, t := range s.Topics() {
		topic := bot.Topic{Entries: len(t.Entries), Name: make(map[bot.Language]string), Example: make(map[bot.Language]string)}
		at := max(0, slices.IndexFunc(t.Entries, func(e *archive.Entry) bool { return !taken[e.ID] }))
		example := t.Entries[at]
		taken[example.ID] = true
		for _, lang := range []bot.Language{bot.Chinese, bot.English} {
			topic.Name[lang] = t.NameIn(string(lang))
			topic.Example[lang] = cmp.Or(s.Annotation(example.ID).TitleIn(string(lang)), render.Line(example.Question))
		}
		out = append(out, topic)
	}
	return out
}

func newVersion(env *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  exactArgs(0),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(env.stdout, "bigtalk", buildVersion())
			return err
		},
	}
}

// buildVersion is the released version, or what the toolchain knows of the build.
func buildVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
