package standin

import (
	"encoding/base64"
	"slices"
	"strings"
)

// The most messages that a call returns at once; of replies, the default too.
const (
	maxReplies = 1000
	maxHistory = 999
)

// readable is the channel of a call that reads it.
func (w *Workspace) readable(args Args) (*channel, *failure) {
	c := w.find(args["channel"])
	if c == nil {
		return nil, fail("channel_not_found")
	}
	return c, nil
}

// conversationsReplies is conversations.replies: a thread's parent and its replies,
// oldest first, or the one message that is no parent.
func (w *Workspace) conversationsReplies(args Args) (object, *failure) {
	c, f := w.historyOf(args)
	if f != nil {
		return nil, f
	}
	m := c.message(args["ts"])
	if m == nil {
		return nil, fail("thread_not_found")
	}
	thread := []*Message{m}
	for _, r := range c.replies(m.TS) {
		if within(r.TS, args) {
			thread = append(thread, r)
		}
	}
	return w.page(c, thread, args, maxReplies, maxReplies)
}

// conversationsHistory is conversations.history: what stands in the channel itself,
// newest first.
func (w *Workspace) conversationsHistory(args Args) (object, *failure) {
	c, f := w.historyOf(args)
	if f != nil {
		return nil, f
	}
	var found []*Message
	for _, m := range slices.Backward(c.messages) {
		if within(m.TS, args) && (m.ThreadTS == "" || m.ThreadTS == m.TS || m.Broadcast) {
			found = append(found, m)
		}
	}
	return w.page(c, found, args, 100, maxHistory)
}

// historyOf is the channel whose messages a call reads.
func (w *Workspace) historyOf(args Args) (*channel, *failure) {
	c := w.find(args["channel"])
	switch {
	case c == nil:
		return nil, fail("channel_not_found")
	case !slices.Contains(c.Members, BotUserID):
		return nil, fail("not_in_channel")
	}
	for _, bound := range []string{"oldest", "latest"} {
		if s := args[bound]; s != "" && s != "0" && s != "now" && !validTS(s) {
			return nil, fail("invalid_ts_" + bound)
		}
	}
	return c, nil
}

// within says whether ts lies between the bounds that a call gives.
func within(ts string, args Args) bool {
	oldest, latest := args["oldest"], args["latest"]
	if args.flag("inclusive") && (ts == oldest || ts == latest) {
		return true
	}
	return (oldest == "" || oldest == "0" || ts > oldest) && (latest == "" || latest == "now" || ts < latest)
}

// page is the part of messages that a call asks for by limit and cursor.
func (w *Workspace) page(c *channel, messages []*Message, args Args, def, most int) (object, *failure) {
	from := 0
	if cursor := args["cursor"]; cursor != "" {
		text, err := base64.StdEncoding.DecodeString(cursor)
		ts, ok := strings.CutPrefix(string(text), "next_ts:")
		if from = slices.IndexFunc(messages, func(m *Message) bool { return m.TS == ts }); err != nil || !ok || from < 0 {
			return nil, fail("invalid_cursor")
		}
	}
	limit := args.number("limit", def)
	if limit < 1 || limit > most {
		return nil, fail("invalid_limit")
	}
	to := min(from+limit, len(messages))
	body := object{"has_more": to < len(messages), "messages": w.views(c, messages[from:to], args.flag("include_all_metadata"))}
	if to < len(messages) {
		cursor := base64.StdEncoding.EncodeToString([]byte("next_ts:" + messages[to].TS))
		body["response_metadata"] = object{"next_cursor": cursor}
	}
	return body, nil
}

// views are messages as JSON, parents with what Slack says of their replies.
func (w *Workspace) views(c *channel, messages []*Message, metadata bool) []object {
	views := make([]object, 0, len(messages))
	for _, m := range messages {
		v := w.view(m, metadata)
		if replies := c.replies(m.TS); len(replies) > 0 {
			var users []string
			for _, r := range replies {
				if !slices.Contains(users, r.User) {
					users = append(users, r.User)
				}
			}
			v["reply_count"], v["reply_users"], v["reply_users_count"] = len(replies), users, len(users)
			v["latest_reply"] = replies[len(replies)-1].TS
		} else if parent := c.message(m.ThreadTS); parent != nil && parent != m {
			v["parent_user_id"] = parent.User
		}
		views = append(views, v)
	}
	return views
}

// conversationsInfo is conversations.info.
func (w *Workspace) conversationsInfo(args Args) (object, *failure) {
	c, f := w.readable(args)
	if f != nil {
		return nil, f
	}
	v := object{
		"id": c.ID, "created": 1700000000, "is_archived": c.archived,
		"is_channel": c.Kind == Public, "is_group": c.Kind == Private, "is_im": c.Kind == Direct, "is_mpim": c.Kind == Group,
		"is_private": c.Kind != Public, "is_ext_shared": false, "context_team_id": w.opts.TeamID,
	}
	if c.Kind == Direct {
		other := slices.DeleteFunc(slices.Clone(c.Members), func(m string) bool { return m == BotUserID })
		v["user"] = other[0]
	} else {
		v["name"], v["name_normalized"] = c.Name, c.Name
		v["is_member"] = slices.Contains(c.Members, BotUserID)
	}
	if args.flag("include_num_members") {
		v["num_members"] = len(c.Members)
	}
	return object{"channel": v}, nil
}

// conversationsMembers is conversations.members, on one page.
func (w *Workspace) conversationsMembers(args Args) (object, *failure) {
	c, f := w.readable(args)
	if f != nil {
		return nil, f
	}
	return object{"members": c.Members, "response_metadata": object{"next_cursor": ""}}, nil
}
