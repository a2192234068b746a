package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"bigtalk/adapters/render"
	"bigtalk/knowledge/eval"
)

func newEval(env *environment) *cobra.Command {
	var output, against, save string
	cmd := &cobra.Command{
		Use:   "eval FILE...",
		Short: "Measure the answers on labelled questions",
		Long: "eval asks the labelled questions of the files and prints hit@1, hit@3 and MRR by\n" +
			"language and kind. With --against it also lists the questions that got better or\n" +
			"worse since a saved report.",
		Example: "  bigtalk eval knowledge/eval/testdata/dev/answerable.jsonl --save before.json\n" +
			"  bigtalk eval knowledge/eval/testdata/dev/answerable.jsonl --against before.json",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError("%s needs a file of labelled questions; see %s --help", cmd.CommandPath(), cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, files []string) error {
			if output != "text" && output != "json" {
				return usageError("--output is text or json, not %q", output)
			}
			questions, err := eval.ReadFiles(files...)
			if err != nil {
				return err
			}
			m, err := env.open(cmd.Context())
			if err != nil {
				return err
			}
			defer m.Close()
			known := func(id string) bool { _, ok := m.Store().Get(id); return ok }
			if err := eval.CheckEntries(questions, known); err != nil {
				return err
			}
			report, err := eval.Run(cmd.Context(), m, questions)
			if err != nil {
				return err
			}
			return env.writeEval(report, output, against, save)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&output, "output", "o", "text", "text or json")
	flags.StringVar(&against, "against", "", "saved report to compare with")
	flags.StringVar(&save, "save", "", "file to save the report to")
	return cmd
}

func (env *environment) writeEval(report eval.Report, output, against, save string) (err error) {
	if output == "json" {
		err = eval.WriteReport(env.stdout, report)
	} else {
		err = env.inert(func(w io.Writer) error { return eval.WriteText(w, report) })
	}
	if err != nil {
		return err
	}
	if against != "" {
		f, err := os.Open(against)
		if err != nil {
			return fmt.Errorf("--against: %w", err)
		}
		before, err := eval.ReadReport(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("--against %s: %w", against, err)
		}
		changes := eval.Compare(before, report)
		if err := env.inert(func(w io.Writer) error { return eval.WriteChanges(w, changes) }); err != nil {
			return err
		}
	}
	if save == "" {
		return nil
	}
	f, err := os.Create(save)
	if err != nil {
		return fmt.Errorf("--save: %w", err)
	}
	return errors.Join(eval.WriteReport(f, report), f.Close())
}

// inert prints what write writes with its control characters made harmless: the
// questions are somebody else's.
func (env *environment) inert(write func(io.Writer) error) error {
	var b strings.Builder
	if err := write(&b); err != nil {
		return err
	}
	_, err := io.WriteString(env.stdout, render.Inert(b.String()))
	return err
}
