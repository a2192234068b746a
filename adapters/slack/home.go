package slack

import (
	"context"
	"errors"
	"strings"

	"github.com/slack-go/slack"

	"bigtalk/adapters"
	"bigtalk/bot"
)

const (
	// recentQuestions is how many of a person's own questions the Home tab shows.
	recentQuestions = 5
	// maxPrompts is the most that the assistant's pane takes.
	maxPrompts = 4
)

// showHome fills the Home tab of a person: what can be asked, and what they asked.
// It is in both languages, because nothing says which one they read.
func (a *Adapter) showHome(ctx context.Context, p posting) error {
	about, err := a.about(ctx)
	if err != nil {
		return err
	}
	var list []bot.Block
	for _, lang := range []bot.Language{bot.Chinese, bot.English} {
		t := textsIn(lang)
		list = append(list, bot.TextBlock{Text: t.home + about.Title}, bot.TextBlock{Text: t.howTo})
		if topics := about.Topics[lang]; topics != "" {
			list = append(list, bot.TextBlock{Text: topics})
		}
	}
	recent, err := a.recent(ctx, p.task.User)
	if err != nil {
		return err
	}
	if len(recent) > 0 {
		t := textsIn(bot.LanguageOf(recent[0]))
		list = append(list, bot.TextBlock{Text: t.recent + "\n• " + strings.Join(recent, "\n• ")})
	}
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab}
	for _, m := range messages(bot.Reply{Decision: bot.Smalltalk, Blocks: list}) {
		view.Blocks.BlockSet = append(view.Blocks.BlockSet, m.blocks...)
	}
	_, err = a.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: p.task.User, View: view})
	return explain("views.publish", err)
}

func (a *Adapter) about(ctx context.Context) (adapters.About, error) {
	if a.opts.About == nil {
		return adapters.About{}, nil
	}
	return a.opts.About(ctx)
}

func (a *Adapter) recent(ctx context.Context, user string) ([]string, error) {
	if a.opts.Past == nil {
		return nil, nil
	}
	return a.opts.Past.Questions(ctx, name, user, recentQuestions)
}

// suggestPrompts offers questions in the assistant's pane, which has a thread only in
// apps with the older assistant_view. A workspace without panes refuses it, which is
// no reason to try again: who opened the pane has gone on.
func (a *Adapter) suggestPrompts(ctx context.Context, p posting) error {
	about, err := a.about(ctx)
	if err != nil {
		return err
	}
	prompts := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: p.task.Channel, ThreadTS: p.task.Thread}
	for _, q := range about.Prompts[:min(maxPrompts, len(about.Prompts))] {
		prompts.Prompts = append(prompts.Prompts, slack.AssistantThreadsPrompt{Title: beginning(q, maxLabel), Message: q})
	}
	if len(prompts.Prompts) == 0 {
		return nil
	}
	err = a.api.SetAssistantThreadsSuggestedPromptsContext(ctx, prompts)
	if _, refused := errors.AsType[slack.SlackErrorResponse](err); refused {
		a.log.DebugContext(ctx, "prompts not suggested", "err", explain("assistant.threads.setSuggestedPrompts", err))
		return nil
	}
	return explain("assistant.threads.setSuggestedPrompts", err)
}

// setStatus says in the pane that the question is worked on. A workspace without
// panes refuses it, which is no reason not to answer.
func (a *Adapter) setStatus(ctx context.Context, t task, lang bot.Language) {
	err := a.api.SetAssistantThreadsStatusContext(ctx, slack.AssistantThreadsSetStatusParameters{
		ChannelID: t.Channel, ThreadTS: t.Thread, Status: textsIn(lang).status,
	})
	if err != nil {
		a.log.DebugContext(ctx, "status not set", "err", explain("assistant.threads.setStatus", err))
	}
}
