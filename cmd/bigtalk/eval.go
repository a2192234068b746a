package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"bigtalk/adapters/render"
	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/eval"
)

type evalFlags struct {
	output    string
	against   string
	save      string
	page      string
	overheard bool
	ablate    bool
	without   string

	left []string // the parts of without
}

func newEval(env *environment) *cobra.Command {
	var f evalFlags
	cmd := &cobra.Command{
		Use:   "eval FILE...",
		Short: "Measure the answers on labelled questions",
		Long: "eval asks the labelled questions of the files as a person would and prints what\n" +
			"came of it: answers, choices and refusals, the ranking, and what the confidence is\n" +
			"worth, by language and kind. With --against it also lists the questions that got\n" +
			"better or worse since a saved report.",
		Example: "  bigtalk eval knowledge/eval/testdata/dev/answerable.jsonl --save before.json\n" +
			"  bigtalk eval knowledge/eval/testdata/dev/answerable.jsonl --against before.json\n" +
			"  bigtalk eval knowledge/eval/testdata/dev/*.jsonl --html report.html\n" +
			"  bigtalk eval knowledge/eval/testdata/dev/chatter.jsonl --overheard",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError("%s needs a file of labelled questions; see %s --help", cmd.CommandPath(), cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, files []string) error {
			if err := f.check(); err != nil {
				return err
			}
			before, err := f.before()
			if err != nil {
				return err
			}
			questions, err := eval.ReadFiles(files...)
			if err != nil {
				return err
			}
			if f.ablate {
				return env.evalAblations(cmd.Context(), f, questions)
			}
			report, err := env.evaluate(cmd.Context(), f, f.left, questions)
			if err != nil {
				return err
			}
			return env.writeEval(report, before, f)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.output, "output", "o", "text", "text or json")
	flags.StringVar(&f.against, "against", "", "saved report to compare with")
	flags.StringVar(&f.save, "save", "", "file to save the report to")
	flags.StringVar(&f.page, "html", "", "file to write the report to as a page with plots")
	flags.BoolVar(&f.overheard, "overheard", false, "ask as group talk that does not address the bot")
	f.addAblationFlags(flags)
	cmd.AddCommand(newEvalFit(env), newEvalDialogues(env))
	return cmd
}

func (f *evalFlags) check() (err error) {
	if f.output != "text" && f.output != "json" {
		return usageError("--output is text or json, not %q", f.output)
	}
	if f.left, err = parseWithout(f.without, ablationParts()); err != nil {
		return err
	}
	if !f.ablate {
		return nil
	}
	for _, other := range []struct{ name, value string }{
		{"--against", f.against}, {"--save", f.save}, {"--html", f.page}, {"--output", strings.TrimPrefix(f.output, "text")},
	} {
		if other.value != "" {
			return usageError("--ablate prints one table of several runs: leave out %s", other.name)
		}
	}
	return nil
}

// evaluate asks the questions of the program without some of its parts.
func (env *environment) evaluate(ctx context.Context, f evalFlags, without []string, questions []eval.Question) (eval.Report, error) {
	m, err := env.open(ctx, less(without))
	if err != nil {
		return eval.Report{}, err
	}
	defer m.Close()
	known := func(id string) bool { _, ok := m.Store().Get(id); return ok }
	if err := eval.CheckEntries(questions, known); err != nil {
		return eval.Report{}, err
	}
	return eval.Run(ctx, env.asker(m, f.overheard), questions)
}

// asker asks the bot, so that what is measured is what a person gets.
func (env *environment) asker(m *knowledge.Matcher, overheard bool) eval.Asker {
	b := env.bot(m, bot.Options{Limit: eval.Depth, Overhears: func(bot.Message) bool { return overheard }})
	return eval.AskerFunc(func(ctx context.Context, text string) (eval.Answer, error) {
		r, err := b.Handle(ctx, askFlags{overheard: overheard}.message("1", text))
		if err != nil {
			return eval.Answer{}, err
		}
		a := eval.Answer{
			Matches: r.Matches, Confidence: r.Confidence, Helps: r.Helps,
			Decision: eval.Decision(r.Decision), Version: r.Version,
		}
		for _, c := range r.Choices {
			a.Choices = append(a.Choices, c.ID)
		}
		return a, nil
	})
}

// before reads the report to compare with; nil is none.
func (f *evalFlags) before() (*eval.Report, error) {
	if f.against == "" {
		return nil, nil
	}
	file, err := os.Open(f.against)
	if err != nil {
		return nil, fmt.Errorf("--against: %w", err)
	}
	defer file.Close()
	report, err := eval.ReadReport(file)
	if err != nil {
		return nil, fmt.Errorf("--against %s: %w", f.against, err)
	}
	return &report, nil
}

func (env *environment) writeEval(report eval.Report, before *eval.Report, f evalFlags) (err error) {
	if f.output == "json" {
		err = eval.WriteReport(env.stdout, report)
	} else {
		err = env.inert(func(w io.Writer) error { return eval.WriteText(w, report) })
	}
	if err != nil {
		return err
	}
	if before != nil {
		changes := eval.Compare(*before, report)
		// Standard output holds nothing but the report where a program reads it.
		out := env.stdout
		if f.output == "json" {
			out = env.stderr
		}
		if err := inertTo(out, func(w io.Writer) error { return eval.WriteChanges(w, changes) }); err != nil {
			return err
		}
	}
	for _, file := range []struct {
		flag, name string
		encode     func(io.Writer) error
	}{
		{"--save", f.save, func(w io.Writer) error { return eval.WriteReport(w, report) }},
		{"--html", f.page, func(w io.Writer) error {
			return inertTo(w, func(w io.Writer) error { return eval.WritePage(w, report) })
		}},
	} {
		if file.name == "" {
			continue
		}
		if err := writeFile(file.name, file.encode); err != nil {
			return fmt.Errorf("%s: %w", file.flag, err)
		}
	}
	return nil
}

// inert prints what write writes with its control characters made harmless: the
// questions are somebody else's.
func (env *environment) inert(write func(io.Writer) error) error {
	return inertTo(env.stdout, write)
}

func inertTo(out io.Writer, write func(io.Writer) error) error {
	var b strings.Builder
	if err := write(&b); err != nil {
		return err
	}
	_, err := io.WriteString(out, render.Inert(b.String()))
	return err
}
