package fit

import (
	"path/filepath"
	"testing"

	"bigtalk/knowledge"
	"bigtalk/knowledge/eval"
	"bigtalk/knowledge/eval/dialogue"
	"bigtalk/knowledge/show"
)

// TestFitIsCurrent holds the embedded fit to be of the show, the development
// questions and the dialogues as they are.
func TestFitIsCurrent(t *testing.T) {
	files, err := filepath.Glob("../testdata/dev/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	questions, err := eval.ReadFiles(files...)
	if err != nil {
		t.Fatal(err)
	}
	dialogues, err := dialogue.ReadFiles("../testdata/dialogues/development.jsonl", "../testdata/dialogues/written.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	s, err := knowledge.LoadFS(t.Context(), show.FS())
	if err != nil {
		t.Fatal(err)
	}
	f, err := knowledge.DefaultFit()
	if err != nil {
		t.Fatal(err)
	}
	if want := dataHash(Options{Store: s, Questions: questions}); f.Data != want {
		t.Errorf("knowledge/fit.json is of the data %s, these are %s: run make fit", f.Data, want)
	}
	if want := dialoguesHash(dialogues); f.FollowUps.Data != want {
		t.Errorf("the follow-ups of knowledge/fit.json are of the dialogues %s, these are %s: run make fit", f.FollowUps.Data, want)
	}
}
