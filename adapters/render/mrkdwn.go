package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"bigtalk/bot"
)

// bullet stands before the items of a list: mrkdwn has no lists.
const bullet = "•"

// Mrkdwn returns an archive's Markdown as Slack's mrkdwn
// (https://docs.slack.dev/messaging/formatting-message-text): *bold*, _italic_,
// ~struck~, `code`, <address|label>, "• " before items, "> " before quotes,
// headings as bold lines, tables in columns as code, images as links to them, no
// HTML. Only addresses of http, https and mailto are links; another stands in
// parentheses after its text.
//
// The marks in it that are not Slack's mean themselves: &, < and > are escaped, so
// that <!channel> or <@U1> mentions nobody. "@channel" without brackets stays as it
// is: Slack makes a mention of it only for a sender who sets link_names or
// parse=full, which no sender of this text may do.
//
// It has no newline at its end. Any input gives text; only blank input, or one that
// has nothing to show, gives "". One of more than 64 KiB keeps its marks.
func Mrkdwn(text string) string {
	d := dialect{inline: mrkdwnInline, text: mrkdwnText, code: mrkdwnCode, bullet: bullet, indent: "    ", bare: true}
	return strings.Join(d.in(text), "\n")
}

// MrkdwnReply returns a whole reply as one text of mrkdwn that ends with one
// newline, or "" for a reply without anything to see: what a notification or a
// screen reader gets of a message that has blocks. It stands as [Text] has it.
func MrkdwnReply(r bot.Reply) string {
	return written(r, look{answer: Mrkdwn, text: mrkdwnText, address: mrkdwnAddress, bullet: bullet})
}

func mrkdwnInline(n ast.Node, source []byte) []string {
	t := inline{source: source, links: linksMarked}
	t.children(n)
	if pairs := t.strayMarks(); t.nested || len(pairs) > 0 {
		// Where CommonMark does not see that a "**" closes, it pairs the wrong ones: of
		// "**注意：**先看**“这里”**再说" it stresses "先看". Each is paired with its next,
		// unless that leaves more of them over.
		inTurn := inline{source: source, links: linksMarked, strongSigns: true}
		inTurn.children(n)
		if len(inTurn.twos('*'))-2*len(inTurn.strayMarks()) <= len(t.twos('*'))-2*len(pairs) {
			t = inTurn
		}
	}
	if n.Kind() == ast.KindHeading {
		t.mark(0, bold, "")
	}
	return mrkdwnLines(t.pieces())
}

// mrkdwnText returns one line of text as mrkdwn that shows it.
func mrkdwnText(line string) string {
	return strings.Join(mrkdwnLines([]piece{{text: line}}), " ")
}

// mrkdwnCode returns a line as it stands in a block of code. Three backticks would
// end that: a zero-width space parts them.
func mrkdwnCode(line string) string {
	if strings.Contains(line, "```") {
		line = strings.ReplaceAll(line, "``", "`"+zeroWidthSpace+"`")
	}
	return escapeMrkdwn(line)
}

// mrkdwnAddress returns a link that shows its address, or the text where it would
// not be one.
func mrkdwnAddress(url string) string {
	if linkable(url) {
		return "<" + mrkdwnURL(url) + ">"
	}
	return mrkdwnText(url)
}

// mrkdwnURL returns an address as it stands in a link: what would end it is encoded.
func mrkdwnURL(url string) string { return escapeMrkdwn(linkEscapes.Replace(Inert(url))) }

// escapeMrkdwn makes the signs with which Slack's links and mentions begin and end
// mean themselves.
func escapeMrkdwn(s string) string { return mrkdwnEscapes.Replace(s) }

var (
	// Slack resolves these three character references and no other.
	mrkdwnEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	linkEscapes   = strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C", "`", "%60", " ", "%20", "\t", "%09", "\n", "")
)
