package bot_test

import (
	"context"
	"slices"
	"sync"

	"bigtalk/bot"
)

// A fakeJournal keeps what it is told, as a [bot.Journal] does.
type fakeJournal struct {
	err error // of every call; nil when it works

	mu     sync.Mutex
	asked  []bot.Asked
	judged []bot.Feedback
}

func (j *fakeJournal) Asked(_ context.Context, q bot.Asked) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return j.err
	}
	for i, a := range j.asked {
		if a.Person == q.Person && a.MessageID == q.MessageID && a.Question == q.Question && q.MessageID != "" {
			j.asked[i] = q
			return nil
		}
	}
	j.asked = append(j.asked, q)
	return nil
}

func (j *fakeJournal) Judged(_ context.Context, f bot.Feedback) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return j.err
	}
	j.judged = append(j.judged, f)
	return nil
}

func (j *fakeJournal) Forget(_ context.Context, platform, user string) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return j.err
	}
	j.asked = without(j.asked, func(q bot.Asked) bool { return q.Person.Platform == platform && q.Person.User == user })
	j.judged = without(j.judged, func(f bot.Feedback) bool { return f.Person.Platform == platform && f.Person.User == user })
	return nil
}

func without[T any](list []T, drop func(T) bool) (out []T) {
	for _, x := range list {
		if !drop(x) {
			out = append(out, x)
		}
	}
	return out
}

// verdict is the last of a person.
func (j *fakeJournal) verdict(p bot.Person) string {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, f := range slices.Backward(j.judged) {
		if f.Person == p {
			return string(f.Verdict)
		}
	}
	return "nothing"
}

// questions are those of a person, in order.
func (j *fakeJournal) questions(p bot.Person) (out []string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, q := range j.asked {
		if q.Person == p {
			out = append(out, q.Question)
		}
	}
	return out
}
