package bot

import (
	"regexp"
	"slices"
	"strings"

	"bigtalk/knowledge/archive"
)

// A fact is something that an episode's header tells.
type fact int

const (
	factTopic fact = 1 << iota
	factGuest
	factDate
	factReplay
)

// An episodeAsk is a question about the show that its episodes' facts answer. The
// zero episodeAsk is none.
type episodeAsk struct {
	list     bool     // which episodes there are
	numbers  []int    // of the episodes asked about, or lastEpisode, nextEpisode, unnamedEpisode
	guests   []string // names, folded, whose episodes are asked about
	topic    string   // whose episodes are asked for, as it was written; empty for none
	optional bool     // a question for the archive where no episode has the topic
	facts    fact     // that are asked for; none for all of them
}

// present reports whether there is an ask.
func (a episodeAsk) present() bool {
	return a.list || len(a.numbers) > 0 || len(a.guests) > 0 || a.topic != ""
}

// An episodeReader tells questions about a show from questions for its archive.
// It is safe for concurrent use.
type episodeReader struct{ lexicon *lexicon[episodeWord] }

func newEpisodeReader(title string, episodes []*archive.Episode) *episodeReader {
	if len(episodes) == 0 {
		return nil
	}
	return &episodeReader{newEpisodeLexicon(title, episodes)}
}

// Forms of questions over the roles of their words, after references such as "第
// 四 期" have become one r.
var (
	// reference is an episode by its number.
	reference = regexp.MustCompile(`p[nz][uUE]s?U?|nN[uUE]|nu|N[uUE]|L[uUE]|[uET]b?nN?(?:(?:s|bs?)n)*`)
	// plain is made of references, facts and fillers: nothing else is informative.
	plain = regexp.MustCompile(`^[sdbUgvqtwDykYrWTlEG]*$`)
	// covers asks for the episodes on what its group holds: 哪一期讲了限流,
	// "which episode covers rate limiting".
	covers = regexp.MustCompile(`^[sbUvq]*W[sUdwyY]*(?:[vtwyY]s*)+([^drWb][^rWb]*)$`)
	// covered is the same the other way round: 限流是哪一期讲的.
	covered = regexp.MustCompile(`^[sv]*([^rWbTlG]+)W[svdUwu]*$`)
	// coveredApart is that in two clauses: 关于限流，是哪一期讲的.
	coveredApart = regexp.MustCompile(`^[sv]*([^rWbTlGh]+)b[sv]*W[svdUwu]*$`)
	// thatOne asks for facts of an episode on something: 限流那期的回放.
	thatOne = regexp.MustCompile(`^[svyY]*([^rWbTlGh]+?)d?T([sdvqtwDykY]*)$`)
	// oneAbout is that in English: who was the guest of the episode about rate limiting.
	oneAbout = regexp.MustCompile(`^([sdvqtwDykY]*[qtwDykY][sdv]*)T[svt]*[vt]s*([^rWbTlGh]+)$`)
)

// read returns what text asks of the episodes, and nothing when anything in it
// goes beyond their facts: "第四期讲了什么" asks for the topic, "第四期里说的限流方案怎么配置"
// for what only the archive may answer.
func (r *episodeReader) read(text string) episodeAsk {
	if r == nil || len(text) > maxSmalltalkBytes {
		return episodeAsk{}
	}
	words := joinNumerals(r.lexicon.read(text))
	a := episodeAsk{numbers: referred(words)}
	words = joinReferences(words)
	roles := rolesOf(words)
	if plain.MatchString(roles) {
		return a.ofPlain(words, roles)
	}
	if len(a.numbers) > 0 {
		return episodeAsk{}
	}
	for _, f := range episodeForms {
		m := f.pattern.FindStringSubmatchIndex(roles)
		if m == nil {
			continue
		}
		topic, size := subject(text, words[m[2*f.subject]:m[2*f.subject+1]])
		out := episodeAsk{topic: topic, optional: f.optional || size > maxSubject}
		if f.facts > 0 {
			out.facts = factsOf(roles[m[2*f.facts]:m[2*f.facts+1]])
		}
		return out
	}
	return episodeAsk{}
}

// episodeForms are those of questions for the episodes on a subject.
var episodeForms = []struct {
	pattern        *regexp.Regexp
	subject, facts int  // groups of the pattern; 0 for none
	optional       bool // without such an episode it is a question for the archive
}{
	{pattern: covers, subject: 1},
	{pattern: covered, subject: 1},
	{pattern: coveredApart, subject: 1},
	{pattern: thatOne, subject: 1, facts: 2, optional: true},
	{pattern: oneAbout, subject: 2, facts: 1, optional: true},
}

// maxSubject is how many unknown words or characters the subject of an episode
// has. A longer one is a question by itself, which the archive may answer.
const maxSubject = 12

// ofPlain reads a question that holds nothing but references, facts and fillers.
func (a episodeAsk) ofPlain(words []token[episodeWord], roles string) episodeAsk {
	a.facts = factsOf(roles)
	for _, w := range words {
		if w.meaning.role == roleGuest && !slices.Contains(a.guests, w.text) {
			a.guests = append(a.guests, w.text)
		}
	}
	switch {
	case len(a.numbers) > 0:
		a.guests = nil // "第四期陈鹏讲了什么"
		if slices.Contains(a.numbers, unnamedEpisode) && a.facts == 0 {
			return episodeAsk{}
		}
	case len(a.guests) > 0:
		if strings.ContainsRune(roles, rune(roleWhich)) {
			a.facts = 0
		}
	case strings.ContainsRune(roles, rune(roleThat)) && a.facts != 0:
		a.numbers = []int{unnamedEpisode}
	case strings.ContainsAny(roles, "WlGY"), strings.Trim(roles, "sU") == "E":
		a.list = true
	default:
		return episodeAsk{}
	}
	return a
}

// factsOf tells what the roles ask for. "What" asks for the topic unless it asks
// for something else: "what was the date".
func factsOf(roles string) (f fact) {
	for r, of := range map[role]fact{
		roleTopic: factTopic, roleWho: factGuest, roleGuests: factGuest, roleWhen: factDate, roleReplay: factReplay, roleReplays: factReplay, roleWhere: factReplay,
	} {
		if strings.ContainsRune(roles, rune(r)) {
			f |= of
		}
	}
	if strings.ContainsRune(roles, rune(roleWhat)) && (f == 0 || whatCovered.MatchString(roles)) {
		f |= factTopic
	}
	return f
}

// whatCovered is 讲了什么 beside other facts.
var whatCovered = regexp.MustCompile(`v[sd]*q|q[sdUw]*v`)

// joinNumerals makes one number of its digits or numerals.
func joinNumerals(words []token[episodeWord]) []token[episodeWord] {
	out := make([]token[episodeWord], 0, len(words))
	for i := 0; i < len(words); {
		w, n := words[i], 1
		if !w.known {
			w.meaning.role = roleOther
			if w.text == clauseBreak {
				w.meaning.role = roleBreak
			}
			for numeral := isNumeral(w.text); numeral && i+n < len(words) && isNumeral(words[i+n].text); {
				w.text, w.end = w.text+words[i+n].text, words[i+n].end
				n++
			}
			if number, ok := numberOf(w.text); ok {
				w.meaning = episodeWord{roleNumber, number}
				if isNumeral(string([]rune(w.text)[:1])) {
					w.meaning.role = roleNumeral
				}
			}
		}
		out = append(out, w)
		i += n
	}
	return out
}

// referred lists the episodes that the words name.
func referred(words []token[episodeWord]) []int {
	var out []int
	add := func(n int) {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	roles := rolesOf(words)
	at := reference.FindAllStringIndex(roles, -1)
	for i, w := range words {
		inside := slices.ContainsFunc(at, func(m []int) bool { return m[0] <= i && i < m[1] })
		switch w.meaning.role {
		case roleNamed:
			add(w.meaning.number)
		case roleNumber, roleNumeral, roleOrdinal:
			if inside && !suffix(w) {
				add(w.meaning.number)
			}
		case roleLast:
			if inside {
				add(lastEpisode)
			}
		}
	}
	return out
}

// suffix reports the th of 4th.
func suffix(w token[episodeWord]) bool { return w.meaning.role == roleOrdinal && w.meaning.number == 0 }

// joinReferences makes one word of each reference.
func joinReferences(words []token[episodeWord]) []token[episodeWord] {
	var out []token[episodeWord]
	last := 0
	for _, m := range reference.FindAllStringIndex(rolesOf(words), -1) {
		out = append(out, words[last:m[0]]...)
		out = append(out, token[episodeWord]{
			known: true, meaning: episodeWord{role: roleNamed}, start: words[m[0]].start, end: words[m[1]-1].end,
		})
		last = m[1]
	}
	return append(out, words[last:]...)
}

func rolesOf(words []token[episodeWord]) string {
	roles := make([]byte, len(words))
	for i, w := range words {
		roles[i] = byte(w.meaning.role)
	}
	return string(roles)
}

// subject is what the words of a question are about, as they were written, and how
// many of them are not known; empty when they are about nothing.
func subject(text string, words []token[episodeWord]) (about string, size int) {
	first, last := -1, -1
	for i, w := range words {
		if !strings.ContainsRune("ognz", rune(w.meaning.role)) {
			continue
		}
		if size++; first < 0 {
			first = i
		}
		last = i
	}
	if first < 0 {
		return "", 0
	}
	return strings.Join(strings.Fields(text[words[first].start:words[last].end]), " "), size
}
