package slack

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/bot"
)

// TestEveryBlock: no type of block is forgotten, also one that is added later.
func TestEveryBlock(t *testing.T) {
	sampled := map[string]bool{}
	for _, s := range []struct {
		block bot.Block
		want  []string // in the blocks' JSON
	}{
		{bot.TextBlock{Text: "says"}, []string{`"says"`}},
		{bot.AnswerBlock{Markdown: "*answers*"}, []string{`"_answers_"`}},
		{
			bot.OriginalBlock{Intro: "intro ", Question: "question", Original: bot.Button{Label: "label", Payload: "payload"}},
			[]string{`"intro question"`, `"label"`, `"payload"`},
		},
		{bot.NoticeBlock{Text: "dated"}, []string{`"⚠️ dated"`}},
		{bot.CitationBlock{Intro: "intro ", Label: "label", Details: []string{"detail"}, URL: "https://a.io"}, []string{`"intro <https://a.io|label> · detail"`}},
		{
			bot.ChoicesBlock{Intro: "intro", Options: []bot.Option{{ID: "id", Title: "one"}, {Title: "two"}}, Outro: "outro"},
			[]string{`"intro"`, `"1. one"`, `"2. two"`, `"outro"`, `"value":"show:id"`},
		},
		{bot.RelatedBlock{Intro: "intro", Options: []bot.Option{{ID: "id", Title: "one"}}}, []string{`"intro"`, `"• one"`, `"value":"show:id"`}},
		{
			bot.FeedbackBlock{Intro: "intro", Helped: bot.Button{Label: "good", Payload: "h"}, HelpedNot: bot.Button{Label: "bad", Payload: "n"}},
			[]string{`"good"`, `"bad"`, `"value":"h"`, `"value":"n"`},
		},
	} {
		name := reflect.TypeOf(s.block).Name()
		sampled[name] = true
		out := messages(bot.Reply{Blocks: []bot.Block{s.block}})
		checkMessages(t, name, out)
		for _, want := range s.want {
			if len(out) != 1 || !strings.Contains(string(wire(t, out[0])), want) {
				t.Errorf("%s lacks %s: %+v", name, want, out)
			}
		}
		zero := reflect.Zero(reflect.TypeOf(s.block)).Interface().(bot.Block)
		if out := messages(bot.Reply{Blocks: []bot.Block{zero}}); out != nil {
			t.Errorf("an empty %s is %+v; want no message", name, out)
		}
		with := messages(bot.Reply{Blocks: []bot.Block{bot.TextBlock{Text: "says"}, zero}})
		if len(with) != 1 || len(with[0].blocks) != 1 {
			t.Errorf("an empty %s adds something: %+v", name, with)
		}
	}
	if diff := cmp.Diff(blockTypes(t), slices.Sorted(maps.Keys(sampled))); diff != "" {
		t.Errorf("types with a method block in package bot, types with a sample here (-want +got):\n%s", diff)
	}
}

// blockTypes returns the types of package bot that have a method block.
func blockTypes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../bot/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of package bot: %v", err)
	}
	var names []string
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "block" && f.Recv != nil {
				if receiver, ok := f.Recv.List[0].Type.(*ast.Ident); ok {
					names = append(names, receiver.Name)
				}
			}
		}
	}
	slices.Sort(names)
	return names
}
