package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"bigtalk/adapters"
	"bigtalk/adapters/render"
	"bigtalk/bot"
	"bigtalk/config"
	"bigtalk/knowledge"
)

// newPlatform is the command of a chat platform: what its adapter adds, and check.
func newPlatform(env *environment, p adapters.Platform) *cobra.Command {
	check := &cobra.Command{
		Use:   "check",
		Short: "Check the platform's side: tokens, permissions, connection",
		Long: "check looks at the platform's side with the configured tokens and prints a line for each\n" +
			"thing: ok, or what is wrong and how to mend it. It posts nothing and reads no message.\n\n" +
			"Exit codes: 0 all is well; 1 something is wrong.",
		RunE: func(cmd *cobra.Command, _ []string) error { return env.check(cmd.Context(), p) },
	}
	list := append(p.Commands(env.program()), check)
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = c.Name()
		c.Args = exactArgs(0)
	}
	either := strings.Join(names, " or ")
	cmd := &cobra.Command{
		Use:   p.Name,
		Short: "Set up the bot in " + p.Title + ": " + strings.Join(names, ", "),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError("no command %q; say %s", args[0], either)
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error { return usageError("say what to do: %s", either) },
	}
	cmd.AddCommand(list...)
	return cmd
}

// check prints what the platform's check finds.
func (env *environment) check(ctx context.Context, p adapters.Platform) error {
	if door, err := p.Open(env.config, adapters.Host{Logger: env.logger()}); err == nil && door == nil {
		return errUnconfigured([]adapters.Platform{p})
	}
	findings, err := p.Check(ctx, env.config)
	if err != nil {
		return err
	}
	wrong := false
	for _, f := range findings {
		wrong = wrong || f.Fault != nil
		if _, err := fmt.Fprintln(env.stdout, render.Inert(f.String())); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if wrong {
		return &exitError{code: exitFailure}
	}
	return nil
}

// errUnconfigured says that none of the platforms is configured, and what each needs.
func errUnconfigured(list []adapters.Platform) error {
	needs := make([]string, len(list))
	for i, p := range list {
		needs[i] = p.Needs
	}
	return fmt.Errorf("no chat platform is configured; %s", strings.Join(needs, "\n"))
}

// program is what a platform's commands use.
func (env *environment) program() adapters.Program {
	return adapters.Program{
		Config: func() config.Config { return env.config },
		Prompts: func(ctx context.Context) ([]string, error) {
			s, err := env.store(ctx)
			if err != nil {
				return nil, err
			}
			return env.prompts(s), nil
		},
	}
}

// about is what platforms say of the archive.
func (env *environment) about(ctx context.Context, m *knowledge.Matcher) (adapters.About, error) {
	a := adapters.About{Title: m.Store().Title(), Prompts: env.prompts(m.Store()), Topics: make(map[bot.Language]string)}
	if len(m.Store().Topics()) == 0 {
		return a, nil
	}
	for _, lang := range []bot.Language{bot.Chinese, bot.English} {
		r, err := env.bot(m, bot.Options{Language: lang}).Handle(ctx, bot.Message{Text: "topics", Direct: true, Addressed: true})
		if err != nil {
			return a, err
		}
		a.Topics[lang] = render.Text(r, render.TextOptions{})
	}
	return a, nil
}

// prompts are questions to suggest: an example of each topic, the largest first, in
// the configured language or in Chinese and English by turns.
func (env *environment) prompts(s *knowledge.Store) []string {
	languages := []bot.Language{bot.Chinese, bot.English}
	if l := bot.Language(env.config.Language); l != "" {
		languages = []bot.Language{l}
	}
	var out []string
	for i, topic := range topicsOf(s) {
		out = append(out, topic.Example[languages[i%len(languages)]])
	}
	if example := examples(s); len(out) == 0 && len(example) > 0 {
		out = append(out, cmp.Or(example[languages[0]], example[bot.English], example[bot.Chinese]))
	}
	return out
}
