package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bigtalk/bot"
)

// line does what one line says.
func (d *dialogue) line(line string) {
	d.t.Helper()
	if line == "" || strings.HasPrefix(line, "#") {
		return
	}
	head, rest, ok := strings.Cut(line, ":")
	if !ok {
		d.t.Fatalf("no line of a dialogue: %q", line)
	}
	rest = unquoted(d.t, strings.TrimSpace(rest))
	verb, who, named := strings.Cut(strings.TrimSuffix(head, ")"), "(")
	if !named {
		who = "somebody"
	}
	switch verb {
	case "user", "overheard", "press", "program":
		m := bot.Message{Text: rest, Addressed: verb == "user", FromBot: verb == "program"}
		d.sent++
		m.ID, m.Platform, m.Conversation, m.User = strconv.Itoa(d.sent), "test", "room", who
		if verb == "press" {
			m.Text, m.Payload = "", strings.ReplaceAll(rest, "{reply}", d.replied[m.From()])
		}
		m.Quoted, d.quotes = d.quotes, ""
		d.say(m)
	case "again":
		d.say(d.last)
	case "quotes":
		d.quotes = rest
	case "wait":
		pause, err := time.ParseDuration(rest)
		if err != nil {
			d.t.Fatal(err)
		}
		d.now = d.now.Add(pause)
	default:
		d.check(verb, rest)
	}
}

// unquoted reads a text that stands in Go's quotes, for what one line cannot hold.
func unquoted(t *testing.T, text string) string {
	t.Helper()
	if !strings.HasPrefix(text, `"`) {
		return text
	}
	s, err := strconv.Unquote(text)
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return s
}

func (d *dialogue) say(m bot.Message) {
	d.t.Helper()
	d.finish()
	r, err := d.bot.Handle(context.Background(), m)
	if err != nil {
		d.t.Fatal(err)
	}
	d.last, d.reply, d.checked, d.parts = m, r, false, 0
	if r.ID != "" {
		d.replied[m.From()] = r.ID
	}
	if len(r.Choices) > 0 {
		d.offered = r.Choices
	}
}

// finish complains of a reply that no line is about.
func (d *dialogue) finish() {
	d.t.Helper()
	if !d.checked {
		d.t.Errorf("nothing is said of the reply to %q: %s", d.last.Text, summary(d.reply))
	}
	if d.parts > 0 && d.parts != len(d.reply.Parts) {
		d.t.Errorf("%q: %d of %d parts are told", d.last.Text, d.parts, len(d.reply.Parts))
	}
}

// check compares the last reply with a line about it.
func (d *dialogue) check(verb, want string) {
	d.t.Helper()
	r := d.reply
	for i, o := range d.offered {
		want = strings.ReplaceAll(want, fmt.Sprintf("{%d}", i+1), o.ID)
	}
	switch verb {
	case "bot":
		d.checked = true
		if diff := differs(r, want); diff != "" {
			d.t.Errorf("%q: %s\n got: %s\nwant: %s", d.last.Text+d.last.Payload, diff, summary(r), want)
		}
		if r.Retracts != "" && r.Retracts != d.replied[d.last.From()] {
			d.t.Errorf("%q retracts %q, not the last answer, %q", d.last.Text, r.Retracts, d.replied[d.last.From()])
		}
	case "part":
		d.parts++
		if d.parts > len(r.Parts) {
			d.t.Errorf("%q has %d parts", d.last.Text, len(r.Parts))
		} else if diff := differs(r.Parts[d.parts-1], want); diff != "" {
			d.t.Errorf("%q, part %d: %s\n got: %s\nwant: %s", d.last.Text, d.parts, diff, summary(r.Parts[d.parts-1]), want)
		}
	case "shows", "hides":
		if all := strings.Join(textsOf(r.Blocks), "\n"); strings.Contains(all, want) != (verb == "shows") {
			d.t.Errorf("%q: not so: %s %q:\n%s", d.last.Text+d.last.Payload, verb, want, all)
		}
	case "judged":
		if got := d.journal.verdict(d.last.From()); got != want {
			d.t.Errorf("%q: judged %q, want %q", d.last.Text, got, want)
		}
	case "recorded":
		if got := d.journal.questions(d.last.From()); !slices.Equal(got, listed(want)) {
			d.t.Errorf("%q: recorded %q, want %q", d.last.Text, got, want)
		}
	default:
		d.t.Fatalf("no line of a dialogue: %s: %s", verb, want)
	}
}

// listed reads a list that is parted by " | "; "nothing" is an empty one.
func listed(s string) []string {
	if s == "nothing" {
		return nil
	}
	return strings.Split(s, " | ")
}
