package standin

import (
	"regexp"
	"slices"
)

// emojiName is the form of an emoji's name; which names there are is not checked.
var emojiName = regexp.MustCompile(`^[a-z0-9_+'-]+(::skin-tone-[2-6])?$`)

// reactable is the message that a reaction call names.
func (w *Workspace) reactable(args Args) (*Message, *failure) {
	if args["channel"] == "" || args["timestamp"] == "" {
		return nil, fail("no_item_specified")
	}
	c := w.find(args["channel"])
	switch {
	case c == nil:
		return nil, fail("channel_not_found")
	case c.archived:
		return nil, fail("is_archived")
	case !slices.Contains(c.Members, BotUserID):
		return nil, fail("not_in_channel")
	case !validTS(args["timestamp"]):
		return nil, fail("bad_timestamp")
	case !emojiName.MatchString(args["name"]):
		return nil, fail("invalid_name")
	}
	if m := c.message(args["timestamp"]); m != nil {
		return m, nil
	}
	return nil, fail("message_not_found")
}

// addReaction is reactions.add.
func (w *Workspace) addReaction(args Args) (object, *failure) {
	m, f := w.reactable(args)
	if f != nil {
		return nil, f
	}
	if !m.react(args["name"], BotUserID) {
		return nil, fail("already_reacted")
	}
	return nil, nil
}

// removeReaction is reactions.remove.
func (w *Workspace) removeReaction(args Args) (object, *failure) {
	m, f := w.reactable(args)
	if f != nil {
		return nil, f
	}
	if !m.unreact(args["name"], BotUserID) {
		return nil, fail("no_reaction")
	}
	return nil, nil
}

// react adds a user's reaction and says whether it is new.
func (m *Message) react(name, user string) bool {
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	if i < 0 {
		m.Reactions = append(m.Reactions, Reaction{Name: name})
		i = len(m.Reactions) - 1
	}
	r := &m.Reactions[i]
	if slices.Contains(r.Users, user) {
		return false
	}
	r.Users = append(r.Users, user)
	return true
}

// unreact removes a user's reaction and says whether there was one.
func (m *Message) unreact(name, user string) bool {
	for i := range m.Reactions {
		r := &m.Reactions[i]
		if r.Name != name || !slices.Contains(r.Users, user) {
			continue
		}
		r.Users = slices.DeleteFunc(r.Users, func(u string) bool { return u == user })
		if len(r.Users) == 0 {
			m.Reactions = slices.Delete(m.Reactions, i, i+1)
		}
		return true
	}
	return false
}
