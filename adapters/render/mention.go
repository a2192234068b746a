package render

import "regexp"

// mention is what platforms take for a mention in the Markdown they show, in code
// too: WeCom <@all> and <@user>, Slack <@user>, <#channel>, <!here> and the like.
var mention = regexp.MustCompile(`(<|&lt;)((?:@[\w.-]+|#\w+|!(?:channel|here|everyone|group|subteam|date)\b[^<>|\n]*?)(?:\|[^<>\n]*?)?(?:\\?>|&gt;))`)

// withoutMentions parts what would be a mention with a zero-width space, so that it
// reads the same and mentions nobody. CommonMark's escapes do not do: whether they
// are resolved before mentions are looked for is each platform's affair.
func withoutMentions(markdown string) string {
	return mention.ReplaceAllString(markdown, "$1"+zeroWidthSpace+"$2")
}
