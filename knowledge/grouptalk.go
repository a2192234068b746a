package knowledge

import (
	_ "embed" // for the group talk
	"strings"
	"sync"

	"bigtalk/knowledge/jsonline"
)

//go:embed grouptalk.jsonl
var groupTalkFile string

// groupTalk are things that people say in a group and that ask an archive
// nothing: small talk, reactions, announcements, statements with technical words,
// requests to each other. Every archive has them among the questions that it does
// not answer, since what is near to them is none.
var groupTalk = sync.OnceValue(func() []OutsideQuestion {
	var out []OutsideQuestion
	for line := range strings.Lines(groupTalkFile) {
		var q OutsideQuestion
		if err := jsonline.Decode([]byte(line), &q); err != nil {
			panic("grouptalk.jsonl: " + err.Error()) // it is embedded, and a test reads it
		}
		out = append(out, q)
	}
	return out
})
