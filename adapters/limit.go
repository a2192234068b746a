package adapters

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxLimited is how many people a Limit remembers before it forgets those who have
// been quiet for a minute. Each takes some 200 bytes.
const maxLimited = 10_000

// A Limit bounds how many messages of one person are answered in a minute. It is
// safe for concurrent use.
type Limit struct {
	perMinute int
	now       func() time.Time

	mu     sync.Mutex
	people map[string]*allowance
}

type allowance struct {
	*rate.Limiter
	told bool // that there were too many, since they had their whole allowance
}

// NewLimit returns a Limit of perMinute messages, which may also come at once; there
// is none for 0. now is time.Now when nil.
func NewLimit(perMinute int, now func() time.Time) *Limit {
	if now == nil {
		now = time.Now
	}
	return &Limit{perMinute: perMinute, now: now, people: make(map[string]*allowance)}
}

// Allow counts a message and reports whether it may be answered. tell is for the first
// that may not: its author is to be told why.
func (l *Limit) Allow(person string) (ok, tell bool) {
	if l.perMinute == 0 {
		return true, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.people[person]
	if a == nil {
		l.forgetQuiet()
		a = &allowance{Limiter: rate.NewLimiter(rate.Limit(float64(l.perMinute)/60), l.perMinute)}
		l.people[person] = a
	}
	rested := a.TokensAt(l.now()) >= float64(l.perMinute)
	if a.AllowN(l.now(), 1) {
		a.told = a.told && !rested
		return true, false
	}
	tell = !a.told
	a.told = true
	return false, tell
}

// forgetQuiet forgets those who have their whole allowance again, when there are many.
func (l *Limit) forgetQuiet() {
	if len(l.people) < maxLimited {
		return
	}
	for person, a := range l.people {
		if a.TokensAt(l.now()) >= float64(l.perMinute) {
			delete(l.people, person)
		}
	}
}
