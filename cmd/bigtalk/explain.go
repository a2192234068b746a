package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"bigtalk/bot"
	"bigtalk/knowledge"
)

func newExplain(env *environment) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "explain ID | QUESTION... | ID QUESTION...",
		Short: "Tell why a reply came out as it did",
		Long: "explain shows what a question was read as, what each match got its place for and how\n" +
			"sure that is. A reply's ID is reply_id in the JSON that ask and chat print.\n\n" +
			"With an ID alone the question is one that was asked at this terminal, in its\n" +
			"conversation. With a question it is explained as asked alone. With both, explain also\n" +
			"says whether the ID is that of the question, of this content and asked alone: so a\n" +
			"reply of another place can be looked into.",
		Example: "  bigtalk explain k3xqa7bdfe\n" +
			"  bigtalk explain \"sidecar 内存占用太高怎么办\"\n" +
			"  bigtalk explain k3xqa7bdfe \"sidecar 内存占用太高怎么办\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkExplain(args, limit); err != nil {
				return err
			}
			return env.explain(cmd.Context(), args, limit)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", knowledge.DefaultLimit, fmt.Sprintf("matches to explain, 1 to %d", maxLimit))
	return cmd
}

func checkExplain(args []string, limit int) error {
	question := strings.TrimSpace(strings.Join(args, " "))
	switch {
	case limit < 1 || limit > maxLimit:
		return usageError("--limit is 1 to %d, not %d", maxLimit, limit)
	case question == "":
		return usageError("explain needs the ID of a reply, a question or both; see bigtalk explain --help")
	case len(question) > knowledge.MaxQueryBytes:
		return usageError("the question is longer than %d bytes, which nothing searches for: shorten it", knowledge.MaxQueryBytes)
	}
	return nil
}

// replyID is how [bot.ReplyID] writes one.
var replyID = regexp.MustCompile(`^[a-z2-7]{10}$`)

// explain tells why the reply of an ID, or to a question, came out as it did.
func (env *environment) explain(ctx context.Context, args []string, limit int) error {
	// As ask opens it, so that the same is found.
	m, err := env.openSoon(ctx, knowledge.Options{Brief: true})
	if err != nil {
		return err
	}
	defer m.Close()
	x := explainer{env: env, matcher: m, limit: limit}
	first, rest := strings.TrimSpace(args[0]), strings.TrimSpace(strings.Join(args[1:], " "))
	if !replyID.MatchString(first) {
		return x.question(ctx, strings.Join(args, " "))
	}
	recorded, known, err := env.recorded(ctx, first)
	switch {
	case err != nil:
		return err
	case known && rest == "":
		return x.record(ctx, recorded)
	case rest == "":
		complain(env.stderr, fmt.Sprintf("no reply %s is known here; it is taken as a question", first))
		return x.question(ctx, first)
	default:
		return x.pair(ctx, first, rest, recorded, known)
	}
}

// recorded looks a reply up in the terminal's journal.
func (env *environment) recorded(ctx context.Context, id string) (q bot.Asked, known bool, err error) {
	j := env.journal()
	if j == nil {
		return bot.Asked{}, false, nil
	}
	q, known, err = j.Lookup(ctx, id)
	return q, known, errors.Join(err, j.Close())
}
