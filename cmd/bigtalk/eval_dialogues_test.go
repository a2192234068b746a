package main

import (
	"errors"
	"io"
	"testing"

	"bigtalk/bot"
	"bigtalk/config"
	"bigtalk/knowledge/embedding"
	"bigtalk/knowledge/eval"
	"bigtalk/knowledge/eval/dialogue"
)

// Floors of conversations, with the sentence encoder, which reach 0.911 and 1.
const (
	minDialogueTurns = 0.90 // of the development dialogues' turns, right
	minAlone         = 0.98 // of questions after an unrelated one: the first match kept
)

// aloneOf is one in how many labelled questions is asked: seconds with the race detector.
const aloneOf = 10

func TestDialogueFloors(t *testing.T) {
	if _, err := embedding.Embedded(); errors.Is(err, embedding.ErrNoModel) {
		t.Skip(err)
	}
	const testdata = "../../knowledge/eval/testdata/"
	dialogues, err := dialogue.ReadFiles(testdata + "dialogues/development.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	questions, err := eval.ReadFiles(testdata+"dev/answerable.jsonl", testdata+"dev/unanswerable.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	env := &environment{stderr: io.Discard, config: config.Default()}
	m, err := env.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()

	report, err := dialogue.Play(t.Context(), env.player(m), dialogues)
	if err != nil {
		t.Fatal(err)
	}
	if got := float64(report.All.Right) / float64(report.All.Turns); got < minDialogueTurns {
		t.Errorf("%d of %d turns are right, %.3f; want at least %.2f", report.All.Right, report.All.Turns, got, minDialogueTurns)
	}

	var some []eval.Question
	for i := 0; i < len(questions); i += aloneOf {
		some = append(some, questions[i])
	}
	same, changed, err := dialogue.PlayAlone(t.Context(), env.player(m), alone(env.bot(m, bot.Options{})), dialogue.Unrelated(some, questions))
	if err != nil {
		t.Fatal(err)
	}
	if got := float64(same) / float64(same+len(changed)); same < 40 || got < minAlone {
		t.Errorf("%d of %d questions keep their first match, %.3f; want at least %.2f", same, same+len(changed), got, minAlone)
	}
}
