package main

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/eval"
	"bigtalk/knowledge/eval/dialogue"
)

func newEvalDialogues(env *environment) *cobra.Command {
	var alone bool
	cmd := &cobra.Command{
		Use:   "dialogues FILE...",
		Short: "Measure conversations on labelled dialogues",
		Long: "dialogues plays the labelled dialogues of the files as a person would write them and\n" +
			"prints how many turns came out as they should, and those that did not.\n\n" +
			"With --alone the files hold labelled questions as eval takes them: each is asked after\n" +
			"one that has nothing to do with it, and its first match should be what it is alone.\n" +
			"Those of the kind context_free lean on something, and are left out.",
		Example: "  bigtalk eval dialogues knowledge/eval/testdata/dialogues/development.jsonl\n" +
			"  bigtalk eval dialogues --alone knowledge/eval/testdata/dev/answerable.jsonl",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError("%s needs a file; see %s --help", cmd.CommandPath(), cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, files []string) error {
			if alone {
				return env.evalAlone(cmd.Context(), files)
			}
			return env.evalDialogues(cmd.Context(), files)
		},
	}
	cmd.Flags().BoolVar(&alone, "alone", false, "the files hold questions that stand alone: ask each after an unrelated one")
	return cmd
}

func (env *environment) evalDialogues(ctx context.Context, files []string) error {
	dialogues, err := dialogue.ReadFiles(files...)
	if err != nil {
		return err
	}
	m, err := env.open(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	known := func(id string) bool { _, ok := m.Store().Get(id); return ok }
	if err := dialogue.CheckEntries(dialogues, known); err != nil {
		return err
	}
	report, err := dialogue.Play(ctx, env.player(m), dialogues)
	if err != nil {
		return err
	}
	return env.inert(func(w io.Writer) error { return dialogue.WriteText(w, report) })
}

func (env *environment) evalAlone(ctx context.Context, files []string) error {
	questions, err := eval.ReadFiles(files...)
	if err != nil {
		return err
	}
	questions = slices.DeleteFunc(questions, func(q eval.Question) bool { return q.Kind == eval.KindContextFree })
	m, err := env.open(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	same, changed, err := dialogue.PlayAlone(ctx, env.player(m), alone(env.bot(m, bot.Options{})), dialogue.Unrelated(questions, questions))
	if err != nil {
		return err
	}
	return env.inert(func(w io.Writer) error { return dialogue.WriteAlone(w, same, changed) })
}

// alone puts a question to a bot that remembers nothing.
func alone(h bot.Handler) func(ctx context.Context, text string) (dialogue.Outcome, error) {
	return func(ctx context.Context, text string) (dialogue.Outcome, error) {
		return say(ctx, h, bot.Message{Text: text, Direct: true, Addressed: true})
	}
}

// player converses with the bot, one conversation a dialogue, so that what is
// measured is what a person gets.
func (env *environment) player(m *knowledge.Matcher) dialogue.Player {
	b := env.bot(m, bot.Options{Memory: bot.NewMemory(bot.MemoryOptions{})})
	return dialogue.PlayerFunc(func(ctx context.Context, id, text string) (dialogue.Outcome, error) {
		return say(ctx, b, bot.Message{Platform: "cli", Conversation: id, User: "cli", Text: text, Direct: true, Addressed: true})
	})
}

func say(ctx context.Context, h bot.Handler, message bot.Message) (dialogue.Outcome, error) {
	r, err := h.Handle(ctx, message)
	if err != nil {
		return dialogue.Outcome{}, err
	}
	o := dialogue.Outcome{Decision: string(r.Decision), Picked: r.Picked, FollowUp: r.FollowUp, Confidence: r.Confidence}
	if len(r.Matches) > 0 {
		o.First = append(o.First, r.Matches[0].Entry.ID)
		for _, d := range r.Matches[0].Duplicates {
			o.First = append(o.First, d.ID)
		}
	}
	for _, c := range r.Choices {
		o.Choices = append(o.Choices, c.ID)
	}
	return o, nil
}
