package fit

import (
	"crypto/sha256"
	"regexp"
	"slices"
	"sync"

	"bigtalk/knowledge"
	"bigtalk/knowledge/eval"
)

// heldOutBytes of 256 are held out: a quarter.
const heldOutBytes = 64

// HeldOut reports whether a phrasing or an unanswered question is kept from the
// sentence encoder, to be asked in the fit: the first byte of the SHA-256 of its
// text is below 64. embedding/train/finetune.py has the same rule.
func HeldOut(text string) bool { return sha256.Sum256([]byte(text))[0] < heldOutBytes }

// Kinds of examples that come from the annotations.
const (
	kindAlternate = "alternate"
	kindNotFor    = "not_for"
	kindOutside   = "outside"
	kindGroupTalk = "group_talk"
	kindSwapped   = "swapped"
)

// heldOutQuestions are the held-out texts of the store's annotations as labelled
// questions. A question that an entry is said not to answer is helped by it, and by
// what is related to it.
func heldOutQuestions(s *knowledge.Store) []eval.Question {
	var out []eval.Question
	add := func(kind, text string, gold, grade2 []string) {
		if HeldOut(text) {
			out = append(out, eval.Question{ID: kind + " " + text, Text: text, Kind: kind, Gold: gold, Grade2: grade2})
		}
	}
	for e := range s.All() {
		a := s.Annotation(e.ID)
		gold := []string{e.ID}
		switch a.Kind {
		case knowledge.KindNonAnswer:
			continue
		case knowledge.KindCrossReference:
			gold = a.RefersTo
		}
		for _, p := range a.AlternatesZH {
			add(kindAlternate, p, gold, a.Related)
		}
		for _, p := range a.AlternatesEN {
			add(kindAlternate, p, gold, a.Related)
		}
		for _, p := range a.NotFor {
			add(kindNotFor, p, nil, append([]string{e.ID}, a.Related...))
		}
	}
	for _, q := range slices.Clone(out) {
		if text, ok := swap(q.Text); ok && q.Kind == kindAlternate {
			out = append(out, eval.Question{ID: kindSwapped + " " + text, Text: text, Kind: kindSwapped})
		}
	}
	for _, q := range s.GroupTalk() {
		add(kindGroupTalk, q.Question, nil, nil)
	}
	for _, q := range s.Outside() {
		add(kindOutside, q.Question, nil, q.Near)
	}
	return out
}

// subject matches the names of what the show is about. An archive on another subject
// has no swaps, and its fit one kind of example less.
var subject = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)istiod?|envoy|sidecar|pilot|service mesh|服务网格|服務網格|网格|網格|\bmesh\b|边车|xds`)
})

// swap asks of another technology what a question asks of the show's: nobody who
// asks for a version of Java is helped by one of Istio. Which one is decided by the
// text; a question that does not name the subject has no swap.
func swap(text string) (swapped string, ok bool) {
	others := otherTechnologies()
	sum := sha256.Sum256([]byte(text))
	swapped = subject().ReplaceAllLiteralString(text, others[int(sum[2])%len(others)])
	return swapped, swapped != text
}

func otherTechnologies() []string {
	return []string{
		"Java", "Nginx", "MySQL", "Redis", "Kafka", "Docker", "Python", "MongoDB", "Elasticsearch", "RabbitMQ", "Tomcat",
		"PostgreSQL", "Jenkins", "Go", "Prometheus", "Linux", "Git", "Node.js", "Kong", "HAProxy",
	}
}
