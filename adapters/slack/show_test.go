package slack

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"golang.org/x/tools/txtar"

	"bigtalk/adapters/render"
	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/embedding"
	"bigtalk/knowledge/show"
)

const title = "Istio 大咖说"

func showStore(t *testing.T) *knowledge.Store {
	t.Helper()
	store, err := knowledge.LoadFS(t.Context(), show.FS())
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// TestShow: every answer of the show is one message and stands there whole; the
// longest are as in their golden files.
func TestShow(t *testing.T) {
	const longest = 20
	store := showStore(t)
	entries := slices.Collect(store.All())
	slices.SortStableFunc(entries, func(a, b *archive.Entry) int {
		return cmp.Compare(utf8.RuneCountInString(b.Answer), utf8.RuneCountInString(a.Answer))
	})
	for i, e := range entries {
		var ar txtar.Archive
		for _, lang := range []bot.Language{bot.Chinese, bot.English} {
			r := bot.Show(title, knowledge.Match{Entry: e, Annotation: store.Annotation(e.ID)}, lang)
			out := messages(r)
			checkMessages(t, e.ID, out)
			if len(out) != 1 {
				t.Fatalf("%s in %s: %d messages; want 1", e.ID, lang, len(out))
			}
			want := render.Mrkdwn(r.Blocks[0].(bot.AnswerBlock).Markdown)
			if got := out[0].blocks[0].(*slack.SectionBlock).Text.Text; got != want {
				t.Errorf("%s in %s: answers %q; want %q", e.ID, lang, got, want)
			}
			ar.Files = append(ar.Files, archiveOf(t, string(lang)+"/", out).Files...)
		}
		if i < longest {
			goldenFile(t, filepath.Join("testdata", "show", e.ID+".txtar"), &ar)
		}
	}
}

// A notebook is a journal in memory.
type notebook struct{ judged []bot.Feedback }

func (n *notebook) Asked(context.Context, bot.Asked) error { return nil }

func (n *notebook) Judged(_ context.Context, f bot.Feedback) error {
	n.judged = append(n.judged, f)
	return nil
}

func (n *notebook) Forget(context.Context, string, string) error { return nil }

// TestPress: what each button of the real bot's replies sends back is understood.
func TestPress(t *testing.T) {
	opts := knowledge.Options{Shipped: show.Index(), ShippedVectors: show.Vectors()}
	if model, err := embedding.Embedded(); err == nil {
		opts.Encoder = knowledge.Encoder{Embedder: model, Version: model.Version()}
	}
	m, err := knowledge.Open(t.Context(), showStore(t), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	pressed := map[string]int{} // by action
	for _, question := range []string{
		"How can I make Istio sidecars use less memory?", "Slime 支持哪些协议？", "sidecar 内存占用太高怎么办？", "sidecar", "怎么升级 Istio？",
		"What about eBPF?", "how many dogs does the king of France own", "1. 怎么排查 503？\n2. sidecar 内存占用太高怎么办？",
	} {
		journal := new(notebook)
		b := bot.New(m, bot.Options{
			Title: title, Memory: bot.NewMemory(bot.MemoryOptions{}), Journal: journal,
			Thresholds: bot.Thresholds{Answer: 0.3, Choices: 0.1, Overheard: 1}, // answers without the encoder too
		})
		asked := bot.Message{ID: "1", Platform: "slack", Conversation: "C1", User: "U1", Text: question, Direct: true}
		r, err := b.Handle(t.Context(), asked)
		if err != nil {
			t.Fatal(err)
		}
		out := messages(r)
		checkMessages(t, question, out)
		if len(out) != 1 {
			t.Fatalf("%q: %d messages; want 1", question, len(out))
		}
		for _, button := range buttonsOf(out[0].blocks) {
			action := strings.TrimRight(button.ActionID, "0123456789")
			pressed[action]++
			press := asked
			press.ID, press.Text, press.Payload = button.ActionID, "", button.Value
			then, err := b.Handle(t.Context(), press)
			if err != nil {
				t.Fatal(err)
			}
			checkMessages(t, question+" "+button.ActionID, messages(then))
			switch action {
			case actionHelped, actionNot:
				if n := len(journal.judged); n == 0 || journal.judged[n-1].ReplyID != r.ID {
					t.Errorf("%q: %s is not recorded for %s: %+v", question, button.ActionID, r.ID, journal.judged)
				}
			default:
				if _, ok := then.Blocks[0].(bot.AnswerBlock); !ok {
					t.Errorf("%q: %s gives %+v; want an answer", question, button.ActionID, then.Blocks)
				}
			}
		}
	}
	for _, action := range []string{actionPick, actionRelated, actionOriginal, actionHelped, actionNot} {
		if pressed[action] == 0 {
			t.Errorf("no reply had a button %s to press", action)
		}
	}
}

// buttonsOf returns the buttons in blocks, in order.
func buttonsOf(blocks []slack.Block) []*slack.ButtonBlockElement {
	var out []*slack.ButtonBlockElement
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.SectionBlock:
			if b.Accessory != nil {
				out = append(out, b.Accessory.ButtonElement)
			}
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				out = append(out, e.(*slack.ButtonBlockElement))
			}
		}
	}
	return out
}
