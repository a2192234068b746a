package slack

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "modernc.org/sqlite" // reads what is booked in the journal, as its users may

	"bigtalk/adapters/slack/standin"
	"bigtalk/bot/journal"
)

// TestWorkspace serves a workspace from the first look at the Home tab to the last
// reaction. What people see is as in docs/slack-workspace.md.
func TestWorkspace(t *testing.T) {
	w := standin.New(t, standin.Options{})
	settings := overSocket(t)
	tr := openTranscript(t, w, serve(t, w, settings), settings["JOURNAL"])

	tr.section("The Home tab, before the first question")
	tr.does("**Bob** opens the app's Home tab.", w.AppHomeOpened(standin.Bob, "home"))
	if tr.homes[standin.Bob] == "" {
		t.Error("the Home tab is empty")
	}

	tr.section("A question in a channel")
	asked := w.Mention(standin.Said{User: standin.Bob, Text: question})
	first := tr.said(asked)
	if len(first) != 1 || first[0].ThreadTS != asked.TS {
		t.Fatalf("the mention is answered with %+v; want one message in its thread", first)
	}
	tr.does("The same message arrives a second time, as an ordinary channel message.", w.Twin(asked))

	tr.section("Going on in the thread, without a mention")
	second := tr.said(w.ChannelMessage(standin.Said{User: standin.Bob, Thread: asked.TS, Text: "那会影响性能吗？"}))
	if len(second) != 1 || second[0].ThreadTS != asked.TS {
		t.Errorf("going on is answered with %+v; want one message in the thread", second)
	}
	tr.section("Going on in another language")
	tr.said(w.ChannelMessage(standin.Said{User: standin.Bob, Thread: asked.TS, Text: "How bad is the tail latency?"}))
	tr.section("Somebody else in the same thread")
	if got := tr.said(w.ChannelMessage(standin.Said{User: standin.Alice, Thread: asked.TS, Text: "What about the memory of the control plane?"})); got != nil {
		t.Errorf("talk between people is answered with %+v", got)
	}

	tr.section("A question with several candidates")
	vague := w.Mention(standin.Said{User: standin.Bob, Text: "懒加载"})
	choices := tr.said(vague)
	if len(choices) != 1 {
		t.Fatalf("a vague question is answered with %+v", choices)
	}
	before := len(w.Messages(standin.General))
	tr.does("**Bob** presses `[1]`.", w.BlockAction(standin.Bob, standin.General, choices[0].TS, actionPick+"1", ""))
	if n := len(w.Messages(standin.General)); n != before {
		t.Errorf("%d messages after the choice, %d before; want it replaced", n, before)
	}

	tr.section("A direct message")
	tr.said(w.DirectMessage(standin.Said{User: standin.Alice, Text: "How do you measure Envoy's extra latency?"}))

	tr.section("A question that the archive does not answer")
	tr.said(w.DirectMessage(standin.Said{User: standin.Alice, Text: "Can Istio run on a Raspberry Pi?"}))

	tr.section("The command, for its user alone")
	tr.does("**Alice**, in #general: `/bigtalk How bad is Envoy's tail latency?`",
		w.SlashCommand(standin.Alice, standin.General, "/bigtalk", "How bad is Envoy's tail latency?"))
	private := w.Ephemerals(standin.General)
	if len(private) != 1 || private[0].EphemeralTo != standin.Alice {
		t.Fatalf("the command is answered with %+v; want one message for Alice alone", private)
	}
	before = len(w.Messages(standin.General))
	shared := tr.does("**Alice** presses `[Share in channel]`.",
		w.BlockAction(standin.Alice, standin.General, private[0].TS, actionShare+"1", ""))
	if n := len(w.Messages(standin.General)); n != before+1 || len(shared) != 1 {
		t.Errorf("%d messages after sharing, %d before; want one more", n, before)
	}

	tr.section("“Ask bigtalk about this”, in the menu of somebody's message")
	wondered := w.ChannelMessage(standin.Said{User: standin.Alice, Text: "Which Istio version should we run?"})
	if got := tr.said(wondered); got != nil {
		t.Errorf("a message that is not for the bot is answered with %+v", got)
	}
	tr.does("**Bob** chooses “Ask bigtalk about this” in the menu of Alice's message.",
		w.MessageShortcut(standin.Bob, standin.General, wondered.TS, shortcutID))

	tr.section("Judging answers")
	tr.does("**Bob** presses `[👍 有帮助]` under the first answer.",
		w.BlockAction(standin.Bob, standin.General, first[0].TS, actionHelped+"1", ""))
	tr.does("**Bob** reacts to the second answer with 👎.", w.ReactionAdded(standin.Bob, standin.General, second[0].TS, "-1"))
	if diff := cmp.Diff([]string{"helped", "not"}, tr.verdicts()); diff != "" {
		t.Errorf("booked (-want +got):\n%s", diff)
	}

	tr.section("Taking an answer away")
	stands := func() bool {
		return slices.ContainsFunc(w.Messages(standin.General), func(m standin.Message) bool { return m.TS == second[0].TS })
	}
	tr.does("**Alice**, who did not ask, reacts to the second answer with ❌.", w.ReactionAdded(standin.Alice, standin.General, second[0].TS, "x"))
	if !stands() {
		t.Error("who did not ask has taken an answer away")
	}
	tr.does("**Bob**, who asked, reacts to it with ❌.", w.ReactionAdded(standin.Bob, standin.General, second[0].TS, "x"))
	if stands() {
		t.Error("the asker's ❌ leaves the answer where it is")
	}

	tr.section("The Home tab, after some questions")
	tr.does("**Bob** opens the app's Home tab.", w.AppHomeOpened(standin.Bob, "home"))
	if !strings.Contains(tr.homes[standin.Bob], question) {
		t.Errorf("the Home tab does not show what was asked: %s", tr.homes[standin.Bob])
	}

	tr.section("The assistant's pane")
	pane := w.AssistantThreadStarted(standin.Alice)
	tr.does("**Alice** opens the pane.", pane)
	tr.said(w.DirectMessage(standin.Said{User: standin.Alice, Thread: pane.TS, Text: "How can sidecars use less memory?"}))

	tr.section("What is ignored")
	posts := len(w.Calls(standin.Any))
	tr.does("**Bob** edits his first question.", w.Edited(standin.General, asked.TS, "<@"+standin.BotUserID+"> 怎么升级 Istio？"))
	doomed := w.ChannelMessage(standin.Said{User: standin.Alice, Text: "Never mind."})
	tr.said(doomed)
	tr.does("**Alice** deletes that message.", w.Deleted(standin.General, doomed.TS))
	tr.does("Another bot mentions bigtalk in #general: “@bigtalk which Istio version should we run?”",
		w.BotMessage(standin.Said{Text: "<@" + standin.BotUserID + "> which Istio version should we run?"}))
	tr.does("bigtalk hears its own first answer.", w.Echo(standin.General, first[0].TS))
	if n := len(w.Calls(standin.Any)); n != posts {
		t.Errorf("what is to be ignored makes %d calls: %+v", n-posts, w.Calls(standin.Any)[posts:])
	}
	tr.end(filepath.Join("..", "..", "docs", "slack-workspace.md"))
}

// TestPressedLater has a button reply in the language of its message, also once the
// program has forgotten who asked, or when somebody else presses it.
func TestPressedLater(t *testing.T) {
	w := standin.New(t, standin.Options{})
	settings := overSocket(t)
	s := serve(t, w, settings)
	asked := w.Mention(standin.Said{User: standin.Bob, Text: question})
	first := openTranscript(t, w, s, settings["JOURNAL"]).said(asked)
	s.end(t)
	tr := openTranscript(t, w, serve(t, w, settings), settings["JOURNAL"])
	for _, press := range []struct{ user, action string }{
		{standin.Bob, actionRelated}, {standin.Alice, actionRelated}, {standin.Bob, actionHelped},
	} {
		known := len(w.Messages(standin.General))
		tr.does(press.action, w.BlockAction(press.user, standin.General, first[0].TS, press.action+"1", ""))
		for _, m := range w.Messages(standin.General)[known:] {
			if strings.Contains(m.Text, "Thank you") || strings.Contains(m.Text, "in the archive") {
				t.Errorf("%s pressed by %s is answered with %.80q", press.action, names.Replace(press.user), m.Text)
			}
		}
	}
}

// TestReactionOffers shows who judges a direct message with a reaction what is offered
// in its place, from which the next message picks.
func TestReactionOffers(t *testing.T) {
	w := standin.New(t, standin.Options{})
	settings := overSocket(t)
	tr := openTranscript(t, w, serve(t, w, settings), settings["JOURNAL"])
	answer := tr.said(w.DirectMessage(standin.Said{User: standin.Bob, Text: question}))
	tr.does("", w.ReactionAdded(standin.Bob, answer[0].Channel, answer[0].TS, "-1"))
	list := w.Messages(answer[0].Channel)
	if offered := list[len(list)-1]; !strings.Contains(string(offered.Blocks), actionPick) {
		t.Errorf("after the reaction: %.200q", offered.Text)
	}
	for _, m := range tr.said(w.DirectMessage(standin.Said{User: standin.Bob, Text: "1"})) {
		if !strings.Contains(string(m.Blocks), actionHelped) {
			t.Errorf("1 picks nothing: %.200q", m.Text)
		}
	}
}

// TestRetract deletes an answer that is taken back with words.
func TestRetract(t *testing.T) {
	w := standin.New(t, standin.Options{})
	settings := overSocket(t)
	tr := openTranscript(t, w, serve(t, w, settings), settings["JOURNAL"])
	asked := w.Mention(standin.Said{User: standin.Bob, Text: question})
	answer := tr.said(asked)
	tr.said(w.ChannelMessage(standin.Said{User: standin.Bob, Text: "撤回", Thread: asked.TS}))
	for _, m := range w.Messages(standin.General) {
		if m.TS == answer[0].TS {
			t.Errorf("the answer is still there: %.100q", m.Text)
		}
	}
}

// A transcript is what people did in a workspace and what they saw of the bot.
type transcript struct {
	t   *testing.T
	w   *standin.Workspace
	s   *served
	db  *journal.DB
	raw *sql.DB // the same file
	out strings.Builder

	shown  map[string]string // what the bot's messages say, by channel and ts
	homes  map[string]string // what Home tabs say, by user
	judged map[string]string // verdicts, by reply and person
	calls  int               // that have been looked at
}

// openTranscript waits until the program is connected.
func openTranscript(t *testing.T, w *standin.Workspace, s *served, path string) *transcript {
	t.Helper()
	if err := w.WaitConnections(soon(t), 1); err != nil {
		t.Fatalf("%v; the log:\n%s", err, s.log.String())
	}
	db, err := journal.Open(t.Context(), path, journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, c := range []interface{ Close() error }{raw, db} {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	tr := &transcript{t: t, w: w, s: s, db: db, raw: raw, shown: map[string]string{}, homes: map[string]string{}, judged: map[string]string{}}
	tr.out.WriteString("# A workspace\n\nWhat people do in a Slack workspace, and what bigtalk posts there. " +
		"A test plays it; a `[label]` is a button.\n")
	return tr
}

func (tr *transcript) section(title string) { fmt.Fprintf(&tr.out, "\n## %s\n", title) }

// names are those of people and channels in the transcript.
var names = strings.NewReplacer("<@"+standin.BotUserID+">", "@bigtalk", standin.Alice, "Alice", standin.Bob, "Bob", standin.General, "#general")

// said is does for something that somebody writes.
func (tr *transcript) said(ev standin.Event) []standin.Message {
	tr.t.Helper()
	inner := ev.Inner()
	text, _ := inner["text"].(string)
	where := ""
	switch {
	case ev.ThreadTS != "" && inner["channel_type"] == "im":
		where = "in the pane"
	case ev.ThreadTS != "":
		where = "in the thread"
	case inner["channel_type"] == "im":
		where = "to bigtalk"
	default:
		where = "in " + names.Replace(ev.Channel)
	}
	return tr.does(fmt.Sprintf("**%s**, %s: %s", names.Replace(ev.User), where, names.Replace(text)), ev)
}

// does sends an event, waits until the program is done with it, and writes what has
// come of it. It returns the messages that are new in channels.
func (tr *transcript) does(what string, ev standin.Event) []standin.Message {
	tr.t.Helper()
	if err := tr.w.Send(ev).Wait(soon(tr.t)); err != nil {
		tr.t.Fatalf("%s: %v; the log:\n%s", what, err, tr.s.log.String())
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		due, err := tr.db.Due(tr.t.Context(), name, 1)
		if err != nil {
			tr.t.Fatal(err)
		}
		if len(due) == 0 {
			break
		}
		if time.Now().After(end) {
			tr.t.Fatalf("%s: not done; the log:\n%s", what, tr.s.log.String())
		}
	}
	fmt.Fprintf(&tr.out, "\n%s\n", what)
	length := tr.out.Len()
	tr.pane()
	fresh := tr.messages(ev)
	tr.home(standin.Alice)
	tr.home(standin.Bob)
	tr.feedback()
	if tr.out.Len() == length {
		tr.out.WriteString("\n_Nothing happens._\n")
	}
	return fresh
}

// messages writes which of the bot's are new, changed or gone.
func (tr *transcript) messages(ev standin.Event) (fresh []standin.Message) {
	now := map[string]bool{}
	for _, channel := range []string{standin.General, tr.w.DirectChannel(standin.Alice), tr.w.DirectChannel(standin.Bob)} {
		for _, m := range slices.Concat(tr.w.Messages(channel), tr.w.Ephemerals(channel)) {
			key := channel + " " + m.TS
			if m.User != standin.BotUserID || m.Subtype != "" {
				continue
			}
			now[key] = true
			text := readBlocks(tr.t, m.Blocks)
			before, known := tr.shown[key]
			switch tr.shown[key] = text; {
			case !known:
				fresh = append(fresh, m)
				tr.block(tr.place(m, ev), text)
			case before != text:
				tr.block("**bigtalk** replaces that message:", text)
			}
		}
	}
	for key := range tr.shown {
		if !now[key] {
			delete(tr.shown, key)
			tr.out.WriteString("\n**bigtalk** deletes the answer.\n")
		}
	}
	return fresh
}

// place says where a message of the bot's stands.
func (tr *transcript) place(m standin.Message, ev standin.Event) string {
	switch {
	case m.EphemeralTo != "":
		return "**bigtalk**, seen by " + names.Replace(m.EphemeralTo) + " alone:"
	case m.ThreadTS != "" && strings.HasPrefix(m.Channel, "D"):
		return "**bigtalk**, in the pane:"
	case m.ThreadTS != "" && (m.ThreadTS == ev.TS || m.ThreadTS == ev.ThreadTS):
		return "**bigtalk**, in the thread:"
	case m.ThreadTS != "":
		return "**bigtalk**, in a thread elsewhere:"
	case strings.HasPrefix(m.Channel, "D"):
		return "**bigtalk**, in the direct conversation:"
	default:
		return "**bigtalk**, in " + names.Replace(m.Channel) + ":"
	}
}

func (tr *transcript) block(who, text string) {
	quoted := strings.ReplaceAll("> "+strings.ReplaceAll(text, "\n", "\n> "), "> \n", ">\n")
	fmt.Fprintf(&tr.out, "\n%s\n\n%s\n", who, quoted)
}

func (tr *transcript) home(user string) {
	raw := tr.w.Home(user)
	if raw == nil {
		return
	}
	var view struct{ Blocks json.RawMessage }
	if err := json.Unmarshal(raw, &view); err != nil {
		tr.t.Fatal(err)
	}
	text, before := readBlocks(tr.t, view.Blocks), tr.homes[user]
	tr.homes[user] = text
	switch more, same := strings.CutPrefix(text, before); {
	case text == before:
	case before != "" && same:
		tr.block("The tab shows the same, and below it:", strings.TrimSpace(more))
	default:
		tr.block("The tab shows:", text)
	}
}

// pane writes what the assistant's pane suggests, and the status that it shows.
func (tr *transcript) pane() {
	calls := tr.w.Calls(standin.Any)
	for _, c := range calls[tr.calls:] {
		switch c.Method {
		case "assistant.threads.setSuggestedPrompts":
			var list []struct{ Title string }
			if err := json.Unmarshal([]byte(c.Args["prompts"]), &list); err != nil {
				tr.t.Fatal(err)
			}
			tr.out.WriteString("\nThe pane suggests:\n\n")
			for _, p := range list {
				fmt.Fprintf(&tr.out, "- %s\n", p.Title)
			}
		case "assistant.threads.setStatus":
			fmt.Fprintf(&tr.out, "\nThe pane says, until the answer is there: _bigtalk %s_\n", c.Args["status"])
		}
	}
	tr.calls = len(calls)
}

// feedback writes what has been booked since.
func (tr *transcript) feedback() {
	rows, err := tr.raw.QueryContext(tr.t.Context(), `SELECT reply_id, person, verdict FROM feedback ORDER BY judged_at`)
	if err != nil {
		tr.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var reply, person, verdict string
		if err := rows.Scan(&reply, &person, &verdict); err != nil {
			tr.t.Fatal(err)
		}
		if tr.judged[reply+person] == verdict {
			continue
		}
		tr.judged[reply+person] = verdict
		asked, ok, err := tr.db.Lookup(tr.t.Context(), reply)
		if err != nil || !ok {
			tr.t.Fatalf("feedback of reply %s, whose question is not kept: %v", reply, err)
		}
		fmt.Fprintf(&tr.out, "\n_Booked: “%s”, of %s's question “%s”._\n", verdict, names.Replace(asked.Person.User), asked.Question)
	}
	if err := rows.Err(); err != nil {
		tr.t.Fatal(err)
	}
}

// verdicts are all that have been booked, sorted.
func (tr *transcript) verdicts() []string {
	var out []string
	for _, v := range tr.judged {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}

// end ends the program and compares the transcript with a file, or rewrites it.
func (tr *transcript) end(path string) {
	tr.t.Helper()
	if code := tr.s.end(tr.t); code != 0 {
		tr.t.Errorf("exit code %d", code)
	}
	tr.s.checkLog(tr.t)
	if strange := tr.w.Strange(); len(strange) > 0 {
		tr.t.Errorf("frames that Slack would not hear: %q", strange)
	}
	for _, c := range tr.w.Calls(standin.Any) {
		if c.Error != "" {
			tr.t.Errorf("Slack refuses %s: %s", c.Method, c.Error)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(tr.out.String()), 0o600); err != nil {
			tr.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		tr.t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), tr.out.String()); diff != "" {
		tr.t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

var (
	linked  = regexp.MustCompile(`<(https?://[^|>]+)\|([^>]+)>`)
	bullets = regexp.MustCompile(`(?m)^• `)
)

// readBlocks is the text of blocks as Markdown, a paragraph for each, with buttons.
func readBlocks(t *testing.T, raw json.RawMessage) string {
	t.Helper()
	type element struct {
		Type string
		Text json.RawMessage // a string, or an object of one
	}
	var blocks []struct {
		Text      struct{ Text string }
		Elements  []element
		Accessory *element
	}
	if err := json.Unmarshal(raw, &blocks); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	read := func(e element) string {
		var text string
		var label struct{ Text string }
		if e.Type != "button" && json.Unmarshal(e.Text, &text) == nil {
			return text
		}
		if err := json.Unmarshal(e.Text, &label); err != nil {
			t.Fatal(err)
		}
		return "`[" + label.Text + "]`"
	}
	var out []string
	for _, b := range blocks {
		var parts []string
		if b.Text.Text != "" {
			parts = append(parts, b.Text.Text)
		}
		for _, e := range b.Elements {
			parts = append(parts, read(e))
		}
		if b.Accessory != nil {
			parts = append(parts, read(*b.Accessory))
		}
		out = append(out, strings.Join(parts, " "))
	}
	text := strings.TrimSpace(strings.Join(out, "\n\n"))
	return bullets.ReplaceAllString(linked.ReplaceAllString(text, "[$2]($1)"), "- ")
}
