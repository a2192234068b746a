package standin

import "slices"

// A Kind of channel; its value is what channel_type calls it in an event.
type Kind string

// The kinds of channel.
const (
	Public  Kind = "channel"
	Private Kind = "group"
	Direct  Kind = "im"
	Group   Kind = "mpim" // a direct message among several
)

// scope is the prefix of the scopes for k, as in channels:history.
func (k Kind) scope() string {
	switch k {
	case Private:
		return "groups"
	case Direct:
		return "im"
	case Group:
		return "mpim"
	}
	return "channels"
}

// A User is a member of the workspace.
type User struct {
	ID       string
	Name     string
	RealName string
	Locale   string // such as zh-CN
	Bot      bool
	Deleted  bool
}

// A Channel is a place for messages.
type Channel struct {
	ID      string // C… is a public or private channel, D… a direct one, G… a group
	Name    string
	Kind    Kind     // empty means Public
	Members []string // user ids; nil means everybody, the bot included
}

type channel struct {
	Channel
	archived   bool
	messages   []*Message // by ts, without ephemeral ones
	ephemerals []*Message
}

// AddUser adds u, or replaces the user of that id. It joins no channel.
func (w *Workspace) AddUser(u User) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.users[u.ID] = &u
}

// AddChannel adds c, or replaces the channel of that id and its messages.
func (w *Workspace) AddChannel(c Channel) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c.Kind = orElse(c.Kind, Public)
	if c.Members == nil {
		for id := range w.users {
			c.Members = append(c.Members, id)
		}
	}
	c.Members = slices.Sorted(slices.Values(c.Members))
	w.channels[c.ID] = &channel{Channel: c}
}

// DirectChannel is the id of the channel between user and the bot, which there is
// from now on.
func (w *Workspace) DirectChannel(user string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.direct(user).ID
}

func (w *Workspace) direct(user string) *channel {
	id := "D" + user[1:]
	c := w.channels[id]
	if c == nil {
		c = &channel{Channel: Channel{ID: id, Kind: Direct, Members: []string{BotUserID, user}}}
		w.channels[id] = c
	}
	return c
}

// ArchiveChannel makes a channel read-only.
func (w *Workspace) ArchiveChannel(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mustChannel(id).archived = true
}

// DeleteChannel removes a channel with its messages.
func (w *Workspace) DeleteChannel(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mustChannel(id)
	delete(w.channels, id)
}

// Leave removes a user, such as BotUserID, from a channel.
func (w *Workspace) Leave(id, user string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.mustChannel(id)
	c.Members = slices.DeleteFunc(c.Members, func(m string) bool { return m == user })
}

// DeactivateUser ends a user's membership: the user leaves every channel, users.info
// says deleted, and the direct channel takes no message any more.
func (w *Workspace) DeactivateUser(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.users[id]
	if u == nil {
		w.t.Fatalf("standin: no user %q", id)
	}
	u.Deleted = true
	for _, c := range w.channels {
		c.Members = slices.DeleteFunc(c.Members, func(m string) bool { return m == id })
	}
}

func (w *Workspace) mustChannel(id string) *channel {
	w.t.Helper()
	c := w.channels[id]
	if c == nil {
		w.t.Fatalf("standin: no channel %q", id)
	}
	return c
}

// find is the channel that the bot names in a call, or nil where Slack would not show
// it: a private one that it is not in. A user's id means the direct channel, #name a
// public one.
func (w *Workspace) find(name string) *channel {
	if u := w.users[name]; u != nil && !u.Deleted && u.ID != BotUserID {
		return w.direct(name)
	}
	c := w.channels[name]
	for _, other := range w.channels {
		if other.Kind == Public && (name == "#"+other.Name || name == other.Name) {
			c = other
		}
	}
	switch {
	case c == nil:
		return nil
	case c.Kind != Public && !slices.Contains(c.Members, BotUserID):
		return nil
	case c.Kind == Direct && len(c.Members) < 2: // the other side is gone
		return nil
	}
	return c
}
