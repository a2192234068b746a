package render_test

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

	"bigtalk/adapters/render"
	"bigtalk/bot"
)

// sample is a block and the words of it that every renderer shows, or hides.
type sample struct {
	block bot.Block
	shown []string
	never []string
}

func samples() []sample {
	return []sample{
		{block: bot.TextBlock{Text: "says"}, shown: []string{"says"}},
		{block: bot.AnswerBlock{Markdown: "*answers*"}, shown: []string{"answers"}},
		{
			block: bot.OriginalBlock{Intro: "intro ", Question: "question", Original: bot.Button{Label: "label", Payload: "payload"}},
			shown: []string{"intro question"}, never: []string{"label", "payload"},
		},
		{block: bot.NoticeBlock{Text: "dated"}, shown: []string{"dated"}},
		{
			block: bot.CitationBlock{Intro: "intro ", Label: "label", Details: []string{"detail"}, URL: "https://a.io"},
			shown: []string{"intro label", "detail", "https://a.io"},
		},
		{
			block: bot.ChoicesBlock{Intro: "intro", Options: []bot.Option{{ID: "id", Title: "one"}, {Title: "two"}}, Outro: "outro"},
			shown: []string{"intro", "1. one", "2. two", "outro"}, never: []string{"id"},
		},
		{
			block: bot.RelatedBlock{Intro: "intro", Options: []bot.Option{{ID: "id", Title: "one"}}},
			shown: []string{"intro", "one"}, never: []string{"id"},
		},
		{
			block: bot.FeedbackBlock{
				Intro:  "intro",
				Helped: bot.Button{Label: "good", Payload: "payload"}, HelpedNot: bot.Button{Label: "bad", Payload: "payload"},
			},
			shown: []string{"intro"}, never: []string{"good", "bad", "payload"},
		},
	}
}

// TestEveryBlock: no renderer forgets a type of block, also one that is added later.
func TestEveryBlock(t *testing.T) {
	renderers := map[string]func(bot.Reply) string{
		"Text":        func(r bot.Reply) string { return render.Text(r, render.TextOptions{}) },
		"Markdown":    render.Markdown,
		"MrkdwnReply": render.MrkdwnReply,
	}
	sampled := map[string]bool{}
	for _, s := range samples() {
		name := reflect.TypeOf(s.block).Name()
		sampled[name] = true
		for by, renderer := range renderers {
			got := renderer(bot.Reply{Blocks: []bot.Block{s.block}})
			for _, words := range s.shown {
				if !strings.Contains(got, words) {
					t.Errorf("%s of a %s lacks %q: %q", by, name, words, got)
				}
			}
			for _, words := range s.never {
				if strings.Contains(got, words) {
					t.Errorf("%s of a %s shows %q: %q", by, name, words, got)
				}
			}
			zero := reflect.Zero(reflect.TypeOf(s.block)).Interface().(bot.Block)
			if got := renderer(bot.Reply{Blocks: []bot.Block{zero}}); got != "" {
				t.Errorf("%s of an empty %s is %q; want nothing", by, name, got)
			}
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
