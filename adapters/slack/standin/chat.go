package standin

import (
	"fmt"
	"slices"
	"strings"
)

// postable is the channel of a call that posts into it.
func (w *Workspace) postable(args Args) (*channel, *failure) {
	c := w.find(args["channel"])
	switch {
	case c == nil:
		return nil, fail("channel_not_found")
	case c.archived:
		return nil, fail("is_archived")
	case !slices.Contains(c.Members, BotUserID) && !slices.Contains(w.tokens[BotToken].scopes, "chat:write.public"):
		return nil, fail("not_in_channel")
	}
	return c, nil
}

// parent resolves thread_ts. A thread whose parent is gone is none: Slack posts such a
// reply into the channel. It may not name a reply.
func (c *channel) parent(ts string) (string, *failure) {
	if ts == "" {
		return "", nil
	}
	if !validTS(ts) {
		return "", fail("invalid_thread_ts")
	}
	m := c.message(ts)
	switch {
	case m == nil:
		return "", nil
	case m.ThreadTS != "" && m.ThreadTS != m.TS:
		return "", fail("cannot_reply_to_message")
	}
	return ts, nil
}

// postMessage is chat.postMessage.
func (w *Workspace) postMessage(args Args) (object, *failure) {
	c, f := w.postable(args)
	if f != nil {
		return nil, f
	}
	say, f := parseContent(args)
	switch {
	case f != nil:
		return nil, f
	case !say.given:
		return nil, fail("no_text")
	}
	threadTS, f := c.parent(args["thread_ts"])
	if f != nil {
		return nil, f
	}
	text, cut := cutText(say.text)
	m := &Message{
		User: BotUserID, BotID: BotID, Text: text, ThreadTS: threadTS,
		Blocks: orNil(say.blocks), Metadata: orNil(say.metadata), Via: "chat.postMessage",
	}
	if threadTS != "" && args.flag("reply_broadcast") {
		m.Broadcast, m.Subtype = true, "thread_broadcast"
	}
	w.store(c, m)
	body := object{"channel": c.ID, "ts": m.TS, "message": w.view(m, true)}
	if cut {
		body["warning"] = "message_truncated"
		body["response_metadata"] = object{"warnings": []string{"message_truncated"}}
	}
	return body, nil
}

// postEphemeral is chat.postEphemeral.
func (w *Workspace) postEphemeral(args Args) (object, *failure) {
	c, f := w.postable(args)
	if f != nil {
		return nil, f
	}
	say, f := parseContent(args)
	switch {
	case f != nil:
		return nil, f
	case !say.given:
		return nil, fail("no_text")
	case !slices.Contains(c.Members, args["user"]):
		return nil, fail("user_not_in_channel")
	}
	threadTS, f := c.parent(args["thread_ts"])
	if f != nil {
		return nil, f
	}
	text, _ := cutText(say.text)
	m := &Message{
		User: BotUserID, BotID: BotID, Text: text, ThreadTS: threadTS, Blocks: orNil(say.blocks),
		EphemeralTo: args["user"], Via: "chat.postEphemeral",
	}
	w.store(c, m)
	return object{"message_ts": m.TS}, nil
}

// own is the stored message of the app that a call names; denied is the error for one
// that belongs to somebody else.
func (w *Workspace) own(args Args, denied string) (*channel, *Message, *failure) {
	c := w.find(args["channel"])
	if c == nil {
		return nil, nil, fail("channel_not_found")
	}
	m := c.message(args["ts"])
	switch {
	case m == nil || m.Subtype == tombstone:
		return nil, nil, fail("message_not_found")
	case m.BotID != BotID:
		return nil, nil, fail(denied)
	}
	return c, m, nil
}

// updateMessage is chat.update. Blocks stay only where neither text nor blocks are
// given; metadata stays unless it is.
func (w *Workspace) updateMessage(args Args) (object, *failure) {
	c, m, f := w.own(args, "cant_update_message")
	if f != nil {
		return nil, f
	}
	if c.archived {
		return nil, fail("is_inactive")
	}
	say, f := parseContent(args)
	switch {
	case f != nil:
		return nil, f
	case !say.given && say.metadata == nil && say.blocks == nil:
		return nil, fail("no_text")
	case args["markdown_text"] == "" && len(say.text) > maxUpdateText:
		return nil, fail("msg_too_long")
	}
	if say.hasText {
		m.Text = say.text
	}
	if say.hasText || say.blocks != nil {
		m.Blocks = orNil(say.blocks)
		m.Edited = m.Blocks == nil
	}
	if say.metadata != nil {
		m.Metadata = orNil(say.metadata)
	}
	return object{"channel": c.ID, "ts": m.TS, "text": m.Text, "message": w.view(m, true)}, nil
}

// deleteMessage is chat.delete.
func (w *Workspace) deleteMessage(args Args) (object, *failure) {
	c, m, f := w.own(args, "cant_delete_message")
	if f != nil {
		return nil, f
	}
	c.remove(m)
	return object{"channel": c.ID, "ts": args["ts"]}, nil
}

// getPermalink is chat.getPermalink.
func (w *Workspace) getPermalink(args Args) (object, *failure) {
	c := w.find(args["channel"])
	if c == nil {
		return nil, fail("channel_not_found")
	}
	m := c.message(args["message_ts"])
	if m == nil {
		return nil, fail("message_not_found")
	}
	link := fmt.Sprintf("https://%s.slack.com/archives/%s/p%s", TeamDomain, c.ID, strings.ReplaceAll(m.TS, ".", ""))
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + c.ID
	}
	return object{"channel": c.ID, "permalink": link}, nil
}
