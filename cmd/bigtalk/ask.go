package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"bigtalk/adapters/cli"
	"bigtalk/adapters/render"
	"bigtalk/bot"
	"bigtalk/knowledge"
)

type askFlags struct {
	output    string
	batch     string
	limit     int
	explain   bool
	overheard bool
	language  string

	isBatch, outputSet bool // whether the flag was given
	converses          bool // of chat
}

const maxLimit = knowledge.MaxMatches

func newAsk(env *environment) *cobra.Command {
	var f askFlags
	cmd := &cobra.Command{
		Use:   "ask [question]",
		Short: "Answer a question, or each line of standard input",
		Long: "ask answers one question. Without a question it reads them from a terminal\n" +
			"prompt, or from standard input line by line.\n\n" +
			"Exit codes: 0 answered or smalltalk; 3 choices, refusal or silence; 2 usage; 1 failure.",
		Example: "  bigtalk ask \"sidecar 内存占用太高怎么办\"\n" +
			"  bigtalk ask --output json \"which Istio version should I run?\"\n" +
			"  bigtalk ask --batch questions.jsonl",
		RunE: func(cmd *cobra.Command, args []string) error {
			f.isBatch, f.outputSet = cmd.Flags().Changed("batch"), cmd.Flags().Changed("output")
			if err := f.check(args); err != nil {
				return err
			}
			return ask(cmd.Context(), env, f, args)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.output, "output", "o", "text", "text, json or markdown")
	flags.StringVar(&f.batch, "batch", "", "file of JSON lines with id and question (- for standard input); answers in JSON lines")
	flags.IntVar(&f.limit, "limit", knowledge.DefaultLimit, fmt.Sprintf("matches to list, 1 to %d", maxLimit))
	flags.BoolVar(&f.explain, "explain", false, "also print why: terms, signals, contributions")
	flags.BoolVar(&f.overheard, "overheard", false, "treat the question as group talk that does not address the bot")
	flags.StringVar(&f.language, "language", "", "language of the reply: zh or en (default: the question's)")
	return cmd
}

// check refuses what does not go together.
func (f askFlags) check(args []string) error {
	if !slices.Contains([]string{"text", "json", "markdown"}, f.output) {
		return usageError("--output is text, json or markdown, not %q", f.output)
	}
	if f.limit < 1 || f.limit > maxLimit {
		return usageError("--limit is 1 to %d, not %d", maxLimit, f.limit)
	}
	if !slices.Contains([]string{"", "zh", "en"}, f.language) {
		return usageError("--language is zh or en, not %q", f.language)
	}
	switch {
	case f.isBatch && f.batch == "":
		return usageError("--batch needs a file, or - for standard input")
	case f.isBatch && len(args) > 0:
		return usageError("--batch reads its questions from the file: leave out %q", args[0])
	case f.isBatch && f.explain:
		return usageError("--explain works on a single question, not with --batch")
	case f.isBatch && f.outputSet && f.output != "json":
		return usageError("--batch writes JSON lines: leave out --output %s", f.output)
	case f.isBatch || f.converses || len(args) > 0:
		return nil
	case f.output != "text":
		return usageError("--output %s needs a question; many questions go through --batch", f.output)
	case f.explain:
		return usageError("--explain needs a question on the command line")
	case f.overheard:
		return usageError("--overheard needs a question or --batch")
	}
	return nil
}

// terminalUser is who asks at the terminal, by ask and in a conversation: what one
// of them forgets is forgotten.
const terminalUser = "cli"

func (f askFlags) message(id, text string) bot.Message {
	return bot.Message{
		ID: id, Platform: "cli", Conversation: "cli", User: terminalUser, Text: text,
		Direct: !f.overheard, Addressed: !f.overheard,
	}
}

func ask(ctx context.Context, env *environment, f askFlags, args []string) error {
	// One question does not wait for the vectors of a large archive, nor does a
	// conversation; a batch does, so that its answers do not depend on the time.
	m, err := env.openSoon(ctx, knowledge.Options{Brief: len(args) > 0})
	if err != nil {
		return err
	}
	defer m.Close()
	opts := bot.Options{Limit: f.limit, Language: bot.Language(f.language), Overhears: func(bot.Message) bool { return true }}
	converses := len(args) == 0 && !f.isBatch && env.atTerminal() // as a person at a prompt does
	if converses {
		opts.Memory = bot.NewMemory(bot.MemoryOptions{})
	}
	if converses || len(args) > 0 && !f.overheard {
		defer env.keep(ctx, &opts, len(args) > 0)()
	}
	if len(args) > 0 {
		return askOne(ctx, env, m, opts, f, strings.Join(args, " "))
	}
	b := env.bot(m, opts)
	if !f.isBatch {
		return env.converse(ctx, b, f)
	}
	if err := m.Wait(ctx); err != nil {
		return err
	}
	return env.answerBatch(ctx, f.batch, func(ctx context.Context, line inputLine) ([]any, error) {
		return askLine(ctx, b, f, line)
	})
}

// askOne answers one question; the exit code tells what came of it.
func askOne(ctx context.Context, env *environment, m *knowledge.Matcher, opts bot.Options, f askFlags, question string) error {
	heard := &listener{next: opts.Journal}
	if f.explain {
		opts.Journal = heard
	}
	r, err := env.bot(m, opts).Handle(ctx, f.message(messageIDs()(), question))
	if err != nil {
		return err
	}
	if err := env.print(f, question, r); err != nil {
		return err
	}
	if f.explain {
		out := env.stdout
		if f.output == "json" { // which stays one object
			out = env.stderr
		}
		if _, err := io.WriteString(out, "\n"); err != nil {
			return err
		}
		if err := (explainer{env: env, matcher: m, limit: f.limit}).reply(ctx, out, question, r, heard.asked()); err != nil {
			return err
		}
	}
	if r.Decision != bot.Answer && r.Decision != bot.Smalltalk {
		return &exitError{code: exitNoAnswer}
	}
	return nil
}

// print writes a reply in the output format.
func (env *environment) print(f askFlags, question string, r bot.Reply) error {
	switch f.output {
	case "json":
		return writeJSON(env.stdout, toJSON("1", question, r))
	case "markdown":
		if r.Decision == bot.Silence {
			return nil
		}
		_, err := io.WriteString(env.stdout, render.Markdown(r))
		return err
	default:
		if r.Decision == bot.Silence {
			return nil
		}
		_, err := io.WriteString(env.stdout, render.Text(r, render.TextOptions{Color: env.color()}))
		return err
	}
}

// converse answers standard input: a prompt on a terminal, line by line elsewhere.
func (env *environment) converse(ctx context.Context, b *bot.Bot, f askFlags) error {
	history := ""
	if dir := env.config.CacheDir; dir != "" {
		history = filepath.Join(dir, "history")
	}
	c := cli.New(cli.Options{
		In: env.stdin, Out: env.stdout, Terminal: env.atTerminal(),
		Color: env.color(), HistoryFile: history, Language: bot.Language(cmp.Or(f.language, env.config.Language)),
		Converses: f.converses, User: terminalUser, NextID: messageIDs(), Logger: env.logger(),
	})
	return c.Run(ctx, b)
}

// color reports whether standard output wants ANSI styles: a terminal, and
// NO_COLOR (no-color.org) unset or empty.
func (env *environment) color() bool {
	return isTerminal(env.stdout) && env.getenv("NO_COLOR") == "" && env.getenv("TERM") != "dumb"
}

// atTerminal reports whether a person sits before the program.
func (env *environment) atTerminal() bool { return isTerminal(env.stdin) && isTerminal(env.stdout) }

func isTerminal(v any) bool {
	f, ok := v.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
