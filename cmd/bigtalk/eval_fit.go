package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"bigtalk/adapters/render"
	"bigtalk/knowledge"
	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/eval"
	"bigtalk/knowledge/eval/dialogue"
	"bigtalk/knowledge/eval/fit"
)

// Where the repository has what it is fitted to, and the fit.
const (
	developmentQuestions = "knowledge/eval/testdata/dev/*.jsonl"
	developmentDialogues = "knowledge/eval/testdata/dialogues/"
	developmentFit       = "knowledge/fit.json"
)

type fitFlags struct {
	output  string
	without string
}

func newEvalFit(env *environment) *cobra.Command {
	var f fitFlags
	cmd := &cobra.Command{
		Use:   "fit [FILE...]",
		Short: "Find the weights, probabilities and thresholds from labelled questions",
		Long: "fit asks the labelled questions of the files, and the held-out quarter of the\n" +
			"annotations' phrasings, and writes what it learned to a file: weights of the ranking,\n" +
			"the probability that an answer is right, and the thresholds. It prints held-out\n" +
			"figures. The same input gives the same file. Without FILE it reads the repository's\n" +
			"development questions (" + developmentQuestions + ") and writes " + developmentFit + ",\n" +
			"which the next build embeds. The configuration's key fit makes the program use another.\n\n" +
			"How a question of a conversation is read is learned from the repository's dialogues\n" +
			"(development.jsonl and written.jsonl in " + developmentDialogues + "), without\n" +
			"FILE alone: a fit of other questions keeps what the program has learned of that.",
		Example: "  bigtalk eval fit\n" +
			"  bigtalk eval fit questions.jsonl --output fit.json",
		RunE: func(cmd *cobra.Command, files []string) error {
			return env.evalFit(cmd.Context(), f, files)
		},
	}
	cmd.Flags().StringVar(&f.output, "output", "", "file to write (default: "+developmentFit+" for the development questions, else fit.json)")
	cmd.Flags().StringVar(&f.without, "without", "", "signals to leave out, by commas, to see what they are worth; see docs/design.md")
	return cmd
}

func (env *environment) evalFit(ctx context.Context, f fitFlags, files []string) error {
	without, err := parseWithout(f.without, knowledge.SignalNames(knowledge.ProfileAnnotated))
	if err != nil {
		return err
	}
	output := f.output
	var learned []string // files of dialogues
	if len(files) == 0 {
		if files, err = filepath.Glob(developmentQuestions); err != nil || len(files) == 0 {
			return usageError("name files of labelled questions, or run in the repository, where %s are", developmentQuestions)
		}
		if output == "" {
			output = developmentFit
		}
		learned = []string{developmentDialogues + "development.jsonl", developmentDialogues + "written.jsonl"}
	}
	if output == "" {
		output = "fit.json"
	}
	questions, err := eval.ReadFiles(files...)
	if err != nil {
		return err
	}
	dialogues, err := dialogue.ReadFiles(learned...)
	if err != nil {
		return err
	}
	s, err := env.store(ctx)
	if err != nil {
		return err
	}
	known := func(id string) bool { _, ok := s.Get(id); return ok }
	if err := errors.Join(eval.CheckEntries(questions, known), dialogue.CheckEntries(dialogues, known)); err != nil {
		return err
	}
	matching, err := env.options(knowledge.Options{})
	if err != nil {
		return err
	}
	fitted, err := fit.Run(ctx, fit.Options{
		Store: s, Encoder: matching.Encoder, Matching: matching, Questions: questions, Dialogues: dialogues, Without: without,
		Date: time.Now().Format(time.DateOnly),
	})
	if err != nil {
		return err
	}
	if err := writeFit(output, fitted); err != nil {
		return err
	}
	return env.printFit(output, fitted)
}

// writeFit writes the fit. One that differs from what the file has in nothing but
// the date leaves it as it is.
func writeFit(path string, f calibration.File) error {
	if data, err := os.ReadFile(path); err == nil {
		if old, err := calibration.Read(data); err == nil {
			same := f
			same.Date = old.Date
			var b bytes.Buffer
			if err := calibration.Write(&b, same); err == nil && bytes.Equal(b.Bytes(), data) {
				return nil
			}
		}
	}
	if err := writeFile(path, func(w io.Writer) error { return calibration.Write(w, f) }); err != nil {
		return fmt.Errorf("fit: %w", err)
	}
	return nil
}

func (env *environment) printFit(path string, f calibration.File) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: fitted to data %s", path, f.Data)
	if f.Encoder != "" {
		fmt.Fprintf(&b, ", encoder %s", f.Encoder)
	}
	b.WriteByte('\n')
	for _, name := range knowledge.Profiles() {
		p, _ := f.Profile(name)
		fmt.Fprintf(&b, "\n%s: answer from %.3f, choices from %.3f, overheard from %.4f\n",
			name, p.Thresholds.Answer, p.Thresholds.Choices, p.Thresholds.Overheard)
		for _, figure := range slices.Sorted(maps.Keys(p.Metrics)) {
			fmt.Fprintf(&b, "  %-36s %.4f\n", strings.ReplaceAll(figure, "_", " "), p.Metrics[figure])
		}
	}
	b.WriteString("\nfollow-ups:\n")
	for _, figure := range slices.Sorted(maps.Keys(f.FollowUps.Metrics)) {
		fmt.Fprintf(&b, "  %-36s %.4f\n", strings.ReplaceAll(figure, "_", " "), f.FollowUps.Metrics[figure])
	}
	_, err := io.WriteString(env.stdout, render.Inert(b.String()))
	return err
}
