package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// links says where the address of a link goes that its text does not show.
type links int

const (
	linksInline links = iota // into the text, in parentheses
	linksApart               // apart from the text
	linksMarked              // into a mark; so does that of every link to the web or a mailbox
)

// link writes "text (address)", or only one of them where the other adds nothing.
func (t *inline) link(n ast.Node, destination string) {
	destination = resolve(destination)
	start, marks, kept := len(t.buf), len(t.marks), len(t.kept)
	t.children(n)
	label := strings.TrimSpace(string(t.buf[start:]))
	if t.links == linksMarked && linkable(destination) {
		if label == "" {
			t.keep(destination)
		}
		t.mark(start, link, destination)
		return
	}
	switch {
	case label == "":
		t.keep(destination)
	case destination == "" || destination[0] == '#' || destination == label || destination == "mailto:"+label:
	case bareAddress(destination) == bareAddress(label):
		if label != string(t.buf[start:]) {
			t.buf = append(t.buf[:start], ' ')
		} else {
			t.buf = t.buf[:start]
		}
		t.marks, t.kept = t.marks[:marks], t.kept[:kept]
		t.keep(destination)
	case t.links == linksApart && linkable(destination):
		t.apart = append(t.apart, Line(inlineText(n, t.source))+" "+Line(destination))
	default:
		t.write(" (")
		t.keep(destination)
		t.write(")")
	}
}

// linkable reports an address that a person may be led to.
func linkable(url string) bool {
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if len(url) > len(scheme) && strings.EqualFold(url[:len(scheme)], scheme) {
			return true
		}
	}
	return false
}

// bareAddress returns an address without what people leave out.
func bareAddress(u string) string {
	u = strings.TrimPrefix(strings.TrimPrefix(u, "https://"), "http://")
	return strings.TrimSuffix(u, "/")
}

// autoLinkAddress returns where <address> leads.
func autoLinkAddress(n *ast.AutoLink, source []byte) string {
	if n.AutoLinkType == ast.AutoLinkEmail {
		return "mailto:" + string(n.Label(source))
	}
	return string(n.URL(source))
}
