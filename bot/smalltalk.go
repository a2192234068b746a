package bot

import "sync"

// An intent is what a whole message is for, from the one that decides a message of
// several to the one that says least.
type intent int

const (
	question intent = iota
	complaint
	goodbye
	thanks
	identity
	help
	praise
	presence // are you there, test
	greeting
	laughter
	acknowledgement
	called     // the bot's name
	decoration // goes with the others and says nothing
)

// maxSmalltalkBytes is longer than any message of fixed expressions that people
// send, with room for exclamation marks.
const maxSmalltalkBytes = 200

// intentOf recognises messages that are made of known expressions and nothing
// else, whatever their case, marks, emoji and repeated letters: "谢谢大佬！！" is
// thanks, "谢谢，那虚拟机呢" is a question.
func intentOf(text string) intent {
	if len(text) > maxSmalltalkBytes {
		return question
	}
	bare, mood := undecorate(text)
	tokens := smalltalkLexicon().read(bare)
	if len(tokens) == 0 {
		return mood
	}
	first := decoration
	for _, t := range tokens {
		if !t.known {
			return question
		}
		first = min(first, t.meaning)
	}
	if first == decoration {
		return question // words like "the answer", which need a context
	}
	return first
}

// smalltalk words the reply to an intent that is no question.
func (b *Bot) smalltalk(i intent, lang Language) string {
	t := textsIn(lang)
	switch i {
	case complaint:
		return t.complaint
	case goodbye:
		return t.goodbye
	case thanks:
		return t.thanks
	case identity:
		if len(b.opts.Episodes) > 0 {
			return t.identity + t.identityShow
		}
		return t.identity
	case help:
		if len(b.opts.Episodes) > 0 {
			return t.help + t.helpShow + b.example(lang) + b.helpCommands(lang)
		}
		return t.help + b.example(lang) + b.helpCommands(lang)
	case praise:
		return t.praise
	case presence, called:
		return t.presence + b.example(lang)
	case greeting:
		return t.greeting + b.example(lang)
	case laughter:
		return t.laughter
	default:
		return t.acknowledgement
	}
}

// smalltalkLexicon is filled once; see phrases.go for what is in it.
var smalltalkLexicon = sync.OnceValue(func() *lexicon[intent] {
	l := newLexicon[intent](squeezed)
	for _, p := range smalltalkPhrases {
		l.add(p.intent, p.list)
	}
	return l
})

// maxRepeat is how often a digit counts: 666666 is 666, but 88 is not 8.
const maxRepeat = 3

// squeezed makes "helloooo" hello and 谢谢谢谢 thanks: a letter, or a character,
// that follows itself counts once. Breaks are dropped.
func squeezed(list []atom) []atom {
	out := make([]atom, 0, len(list))
	for _, a := range list {
		if a.text == clauseBreak {
			continue
		}
		a.text = squeeze(a.text)
		if n := len(out); n > 0 && out[n-1].text == a.text {
			out[n-1].end = a.end
			continue
		}
		out = append(out, a)
	}
	return out
}

func squeeze(s string) string {
	var out []rune
	run := 0
	for _, r := range s {
		if n := len(out); n > 0 && out[n-1] == r {
			if run++; r < '0' || r > '9' || run >= maxRepeat {
				continue
			}
		} else {
			run = 0
		}
		out = append(out, r)
	}
	return string(out)
}
