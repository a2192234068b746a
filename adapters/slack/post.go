package slack

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"bigtalk/adapters"
	"bigtalk/bot"
)

// metadataType marks the messages that answer an event; see
// https://docs.slack.dev/messaging/message-metadata.
const metadataType = "bigtalk_reply"

// Keys of the metadata's payload.
const (
	metadataKey   = "key"   // of the event that is answered
	metadataReply = "reply" // ID of the bot's reply
	metadataAsker = "asker" // the user's ID
	metadataPart  = "part"  // number of the message, from 0
)

// A posting is an event on its way to a reply.
type posting struct {
	adapter  *Adapter
	task     task
	key      string // of the event
	received time.Time
	repeated bool // an earlier attempt may have posted the reply
}

// post sends a reply to a channel, in a thread unless that is empty. Of a repeated
// event it sends only what is not there yet.
func (p posting) post(ctx context.Context, channel, thread string, r bot.Reply) error {
	if r.Decision == bot.Silence {
		return nil
	}
	if r.Retracts != "" {
		if err := p.retract(ctx, channel, thread, r.Retracts); err != nil {
			return err
		}
	}
	return p.deliver(ctx, channel, thread, r, messages(r), 0)
}

// deliver posts the messages of a reply from the one of number first.
func (p posting) deliver(ctx context.Context, channel, thread string, r bot.Reply, list []message, first int) error {
	if p.repeated && first < len(list) {
		there, err := p.posted(ctx, channel, thread)
		if err != nil {
			return err
		}
		first = max(first, there)
	}
	for i := first; i < len(list); i++ {
		options := append(list[i].options(), p.metadata(r, i))
		if thread != "" {
			options = append(options, slack.MsgOptionTS(thread))
		}
		if err := p.adapter.send(ctx, channel, options); err != nil {
			return err
		}
	}
	return nil
}

// metadata marks the message of a number as part of the reply to the event.
func (p posting) metadata(r bot.Reply, part int) slack.MsgOption {
	return slack.MsgOptionMetadata(slack.SlackMetadata{
		EventType:    metadataType,
		EventPayload: map[string]any{metadataKey: p.key, metadataReply: r.ID, metadataAsker: p.task.User, metadataPart: part},
	})
}

// send posts a message, unless Slack has asked not to for now.
func (a *Adapter) send(ctx context.Context, channel string, options []slack.MsgOption) error {
	err := a.pause.check(channel)
	if err == nil {
		_, _, err = a.api.PostMessageContext(ctx, channel, options...)
		a.pause.heed(channel, err)
	}
	return explain("chat.postMessage", err)
}

const (
	// lookedAt is how many messages of a conversation are looked at for a reply: a bot
	// that comes back after an hour finds it among them.
	lookedAt = 200
	// clockSkew is how far Slack's clock may be behind ours.
	clockSkew = time.Minute
)

// posted returns the number of the first message of the event's reply that does not
// stand in the conversation.
func (p posting) posted(ctx context.Context, channel, thread string) (int, error) {
	since := fmt.Sprintf("%d.000000", p.received.Add(-clockSkew).Unix())
	list, err := p.adapter.messagesIn(ctx, channel, thread, since)
	if err != nil {
		return 0, err
	}
	next := 0
	for _, m := range list {
		if m.Metadata.EventType == metadataType && m.Metadata.EventPayload[metadataKey] == p.key {
			part, _ := m.Metadata.EventPayload[metadataPart].(float64) // 0 where somebody has changed it
			next = max(next, int(part)+1)
		}
	}
	return next, nil
}

// retract deletes what a person has taken back with words, where it can be found.
func (p posting) retract(ctx context.Context, channel, thread, replyID string) error {
	list, err := p.adapter.messagesIn(ctx, channel, thread, "")
	if err != nil {
		return err
	}
	for _, m := range list {
		payload := m.Metadata.EventPayload
		if m.Metadata.EventType == metadataType && payload[metadataReply] == replyID && payload[metadataAsker] == p.task.User {
			if err := p.adapter.remove(ctx, channel, m.Timestamp); err != nil && !errors.Is(err, adapters.ErrGiveUp) { // it may be gone
				return err
			}
		}
	}
	return nil
}

// messagesIn returns the messages of a thread, or of a channel since a time.
func (a *Adapter) messagesIn(ctx context.Context, channel, thread, since string) ([]slack.Message, error) {
	if thread != "" {
		list, _, _, err := a.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: channel, Timestamp: thread, Limit: lookedAt, IncludeAllMetadata: true, Oldest: since, Inclusive: true,
		})
		return list, explain("conversations.replies", err)
	}
	history, err := a.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: channel, Limit: lookedAt, IncludeAllMetadata: true, Oldest: since, Inclusive: true,
	})
	if err != nil {
		return nil, explain("conversations.history", err)
	}
	return history.Messages, nil
}

// replace puts a reply in the place of the message whose button its asker has pressed.
// What does not fit into one message follows it. What somebody else has pressed is a
// reply of its own.
func (p posting) replace(ctx context.Context, r bot.Reply) error {
	m, ok, err := p.adapter.messageAt(ctx, p.task.Channel, p.task.TS)
	if err != nil {
		return err
	}
	shown, asker := replyIn(m)
	if r.ID == "" {
		r.ID = shown // the original of the same answer
	}
	list := messages(r)
	if !ok || asker != p.task.User || len(list) == 0 {
		return p.post(ctx, p.task.Channel, p.task.replyThread(), r)
	}
	options := append(list[0].options(), p.metadata(r, 0))
	if _, _, _, err := p.adapter.api.UpdateMessageContext(ctx, p.task.Channel, p.task.TS, options...); err != nil {
		return explain("chat.update", err)
	}
	return p.deliver(ctx, p.task.Channel, p.task.replyThread(), r, list, 1)
}

// messageAt returns a message as it stands now; not ok where it is gone.
func (a *Adapter) messageAt(ctx context.Context, channel, ts string) (m slack.Message, ok bool, err error) {
	list, _, _, err := a.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
		ChannelID: channel, Timestamp: ts, Latest: ts, Oldest: ts, Inclusive: true, Limit: 1, IncludeAllMetadata: true,
	})
	if err != nil {
		return slack.Message{}, false, explain("conversations.replies", err)
	}
	for _, m := range list {
		if m.Timestamp == ts {
			return m, true, nil
		}
	}
	return slack.Message{}, false, nil
}

// replyIn is the ID of the reply that a message of ours shows, and who asked for it;
// empty when it is none.
func replyIn(m slack.Message) (reply, asker string) {
	if m.Metadata.EventType == metadataType {
		reply, _ = m.Metadata.EventPayload[metadataReply].(string)
		asker, _ = m.Metadata.EventPayload[metadataAsker].(string)
	}
	return reply, asker
}

func (a *Adapter) remove(ctx context.Context, channel, ts string) error {
	_, _, err := a.api.DeleteMessageContext(ctx, channel, ts)
	return explain("chat.delete", err)
}

// reactTimeout is how long an answer waits for the reaction that promises it.
const reactTimeout = time.Second

// react sets or takes away the reaction that says that a question is worked on. One
// that fails is no reason not to answer.
func (a *Adapter) react(ctx context.Context, t task, on bool) {
	ctx, cancel := context.WithTimeout(ctx, reactTimeout)
	defer cancel()
	ref := slack.NewRefToMessage(t.Channel, t.TS)
	var err error
	if on {
		err = explain("reactions.add", a.api.AddReactionContext(ctx, a.opts.Working, ref))
	} else {
		err = explain("reactions.remove", a.api.RemoveReactionContext(ctx, a.opts.Working, ref))
	}
	if err != nil {
		a.log.DebugContext(ctx, "reaction not set", "err", err)
	}
}
