package slack

import (
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"bigtalk/adapters"
	"bigtalk/bot"
)

const (
	responseEphemeral = "ephemeral"
	responseInChannel = "in_channel"
)

// respond sends a reply to the response URL of a command or a button, with tail behind
// it. A choice takes the place of the message that offers it. What was sent there
// cannot be looked up: after a crash in between it is sent again.
func (p posting) respond(ctx context.Context, r bot.Reply, to string, tail []slack.Block) error {
	for i, m := range messages(r, tail...) {
		no := false
		err := slack.PostWebhookCustomHTTPContext(ctx, p.task.ResponseURL, p.adapter.opts.HTTPClient, &slack.WebhookMessage{
			Text: m.text, Blocks: &slack.Blocks{BlockSet: m.blocks}, ResponseType: to,
			ReplaceOriginal: p.task.ephemeral() && p.task.replaces() && r.Decision != bot.Refusal && i == 0, UnfurlLinks: &no, UnfurlMedia: &no,
		})
		if err != nil {
			return explain(responseURL, err)
		}
	}
	return nil
}

// payloadShare begins the payload of the button that shows an answer to all.
const payloadShare = "share:"

// sharing is a button that shows an answer to the channel, none for other replies: what
// it shares is one entry.
func sharing(r bot.Reply) []slack.Block {
	if r.Decision != bot.Answer || len(r.Matches) == 0 || len(r.Parts) > 0 {
		return nil
	}
	label := slack.NewTextBlockObject(slack.PlainTextType, textsIn(r.Language).share, true, false)
	button := slack.NewButtonBlockElement(actionShare+"1", payloadShare+r.Matches[0].Entry.ID, label)
	return []slack.Block{slack.NewActionBlock(fmt.Sprintf("share_%s_%s_0", r.ID, r.Language), button)}
}

// share moves an answer to the channel in which its user alone has seen it, by the
// response URL where the bot is no member.
func (p posting) share(ctx context.Context, r bot.Reply) error {
	if r.Decision != bot.Answer || !p.task.ephemeral() { // the entry is gone, or it is no button of ours
		return p.respond(ctx, r, responseEphemeral, nil)
	}
	err := p.post(ctx, p.task.Channel, p.task.Thread, r)
	if errors.Is(err, adapters.ErrGiveUp) {
		err = p.respond(ctx, r, responseInChannel, nil)
	}
	if err != nil {
		return err
	}
	gone := &slack.WebhookMessage{DeleteOriginal: true}
	return explain(responseURL, slack.PostWebhookCustomHTTPContext(ctx, p.task.ResponseURL, p.adapter.opts.HTTPClient, gone))
}
