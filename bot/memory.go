package bot

import (
	"container/list"
	"context"
	"sync"
	"time"
)

const (
	// DefaultTimeout is how long a conversation is remembered after its last message.
	// It is a rule, not a measured figure: who comes back after half an hour starts anew.
	DefaultTimeout = 30 * time.Minute
	// DefaultPeople is how many people are remembered at once, one in each conversation
	// counted apart. One takes up to 6 KB, so that all take 60 MB at most.
	DefaultPeople = 10_000
)

// MemoryOptions configure a Memory. The zero MemoryOptions are usable.
type MemoryOptions struct {
	Timeout time.Duration    // DefaultTimeout when 0
	People  int              // DefaultPeople when 0; beyond it the one silent longest is forgotten
	Now     func() time.Time // time.Now when nil
}

// A Memory remembers what conversations are about, for each person in each of them
// apart. It is safe for concurrent use. Nothing of it outlives the process.
type Memory struct {
	opts MemoryOptions

	mu     sync.Mutex
	people map[Person]*list.Element // of *session
	order  list.List                // the one silent longest is last
}

// NewMemory returns an empty Memory.
func NewMemory(opts MemoryOptions) *Memory {
	if opts.Timeout == 0 {
		opts.Timeout = DefaultTimeout
	}
	if opts.People == 0 {
		opts.People = DefaultPeople
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	return &Memory{opts: opts, people: make(map[Person]*list.Element)}
}

// A session is one person in one conversation.
type session struct {
	person Person
	turn   chan struct{} // holds a token while nobody is answering; the rest belongs to who took it

	state  state
	seen   time.Time // of the last message
	lastID string    // of the last message
	before state     // what was remembered before it
}

// Len returns how many people are remembered.
func (m *Memory) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.people)
}

// Forget forgets a person in every conversation of a platform.
func (m *Memory) Forget(platform, user string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for p, e := range m.people {
		if p.Platform == platform && p.User == user {
			m.order.Remove(e)
			delete(m.people, p)
		}
	}
}

// with lets f change what is remembered of who wrote the message, while nobody
// else does: the messages of a person are answered one after the other. A message
// that comes again finds what it found the first time. An error of f leaves
// everything as it was.
func (m *Memory) with(ctx context.Context, msg Message, f func(*state) error) error {
	s := m.session(msg.From())
	select {
	case <-s.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.turn <- struct{}{} }()
	now := m.opts.Now()
	// A clock that was set back must not make a conversation last.
	if silent := now.Sub(s.seen); silent > m.opts.Timeout {
		s.state, s.before, s.lastID = state{language: s.state.language, spoken: s.state.spoken}, state{}, ""
	}
	s.seen = now
	start := s.state
	if msg.ID != "" && msg.ID == s.lastID {
		start = s.before
	}
	next := start
	if err := f(&next); err != nil {
		return err
	}
	s.before, s.state, s.lastID = start, next, msg.ID
	return nil
}

// session returns that of a person, a new one where there is none.
func (m *Memory) session(p Person) *session {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.people[p]; ok {
		m.order.MoveToFront(e)
		return e.Value.(*session)
	}
	s := &session{person: p, turn: make(chan struct{}, 1)}
	s.turn <- struct{}{}
	m.people[p] = m.order.PushFront(s)
	for len(m.people) > m.opts.People {
		last := m.order.Back()
		m.order.Remove(last)
		delete(m.people, last.Value.(*session).person)
	}
	return s
}
