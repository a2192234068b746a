package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/jsonline"
)

func newChat(env *environment) *cobra.Command {
	f := askFlags{output: "text", converses: true}
	cmd := &cobra.Command{
		Use:   "chat",
		Short: "Converse in the terminal, as people do with the bot in a chat",
		Long: "chat answers message by message and remembers what was said: reply with the number\n" +
			"of an option, ask \"why?\", or say help, topics, original, language en, forget me.\n" +
			"Standard input that is no terminal is read line by line, as one conversation.\n\n" +
			"With --batch it plays dialogues, JSON lines with id and turns[].user, and prints a\n" +
			"JSON line for each turn.",
		Example: "  bigtalk chat\n" +
			"  bigtalk chat --batch dialogues.jsonl",
		Args: exactArgs(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.isBatch = cmd.Flags().Changed("batch")
			if err := f.check(args); err != nil {
				return err
			}
			return env.chat(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.batch, "batch", "", "file of JSON lines with id and turns (- for standard input); a JSON line a turn")
	flags.IntVar(&f.limit, "limit", knowledge.DefaultLimit, fmt.Sprintf("matches to list in the output of --batch, 1 to %d", maxLimit))
	flags.StringVar(&f.language, "language", "", "language of the replies: zh or en (default: that of each message)")
	return cmd
}

func (env *environment) chat(ctx context.Context, f askFlags) error {
	m, err := env.openSoon(ctx, knowledge.Options{})
	if err != nil {
		return err
	}
	defer m.Close()
	memory := bot.MemoryOptions{}
	if f.isBatch {
		memory.People = 1 // a dialogue is over when the next begins
	}
	opts := bot.Options{Limit: f.limit, Language: bot.Language(f.language), Memory: bot.NewMemory(memory)}
	if !f.isBatch {
		defer env.keep(ctx, &opts, false)()
		return env.converse(ctx, env.bot(m, opts), f)
	}
	if err := m.Wait(ctx); err != nil {
		return err
	}
	b := env.bot(m, opts)
	return env.answerBatch(ctx, f.batch, func(ctx context.Context, line inputLine) ([]any, error) {
		return playLine(ctx, b, line)
	})
}

// dialogueLine is a line of chat --batch.
type dialogueLine struct {
	ID    json.RawMessage `json:"id"`
	Turns []struct {
		User *string `json:"user"`
	} `json:"turns"`
}

// playLine says the turns of one dialogue, which is a conversation of its own.
func playLine(ctx context.Context, h bot.Handler, line inputLine) ([]any, error) {
	var d dialogueLine
	if err := jsonline.DecodeLoosely(line.text, &d); err != nil {
		return nil, err
	}
	if len(d.Turns) == 0 {
		return nil, errors.New(`no "turns"`)
	}
	for i, t := range d.Turns {
		if t.User == nil {
			return nil, fmt.Errorf(`turn %d has no "user"`, i+1)
		}
	}
	id := idOf(d.ID)
	var out []any
	for i, t := range d.Turns {
		r, err := h.Handle(ctx, bot.Message{
			ID: fmt.Sprintf("%d.%d", line.number, i+1), Platform: "cli", Conversation: fmt.Sprintf("line %d", line.number), User: "cli",
			Text: *t.User, Direct: true, Addressed: true,
		})
		if err != nil {
			return nil, fmt.Errorf("turn %d: %w", i+1, err)
		}
		a := toJSON(id, *t.User, r)
		a.Turn = i + 1
		out = append(out, a)
	}
	return out, nil
}
