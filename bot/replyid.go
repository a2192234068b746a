package bot

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"bigtalk/knowledge"
)

// replyIDLetters of a hash name a reply: 50 bits tell a million questions apart with
// one collision in two thousand, and ten letters can be read out.
const replyIDLetters = 10

// ReplyID returns the [Reply.ID] of a question as it was searched: ten letters of a
// to z and 2 to 7, of the content's version, what the question was read with and
// whether it was overheard.
func ReplyID(version, text string, t knowledge.Thread, overheard bool) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %q %t", version, text, t.Questions, t.Shown, t.Offered, overheard))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:replyIDLetters]
}
