package eval

import (
	"errors"
	"testing"

	"bigtalk/knowledge"
	"bigtalk/knowledge/embedding"
)

// Limits for an archive of others, without annotations, asked in the other language.
const (
	minForeignHit1    = 0.95 // of the titles as another person would translate them
	minForeignReached = 0.95 // of these: answered, or among the first three of the choices
	maxForeignWrong   = 0.05 // plain answers to questions on other software
)

// TestForeignArchive asks a FAQ on Kubernetes in the language that it is not in.
func TestForeignArchive(t *testing.T) {
	model, err := embedding.Embedded()
	if errors.Is(err, embedding.ErrNoModel) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	encoder := knowledge.Encoder{Embedder: model, Version: model.Version()}
	titles, err := ReadFiles("testdata/faq/titles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	others, err := ReadFiles("testdata/faq/questions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for archive, asked := range map[string]string{"en": LanguageChinese, "zh": LanguageEnglish} {
		t.Run(archive, func(t *testing.T) {
			s, err := knowledge.Load(t.Context(), "testdata/faq/kubernetes."+archive+".jsonl")
			if err != nil {
				t.Fatal(err)
			}
			m, err := knowledge.Open(t.Context(), s, knowledge.Options{Encoder: encoder})
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close()
			var questions, hits, reached, foreign, wrong int
			for _, q := range append(titles, others...) {
				r, err := m.Search(t.Context(), knowledge.Query{Text: q.Text})
				if err != nil {
					t.Fatal(err)
				}
				switch {
				case q.Kind == "title" && q.Language == asked:
					questions++
					if len(r.Matches) > 0 && Stands(r.Matches[0], q.Gold) {
						hits++
					}
					for _, match := range r.Matches[:min(3, len(r.Matches))] {
						if Stands(match, q.Gold) && r.Confidence >= r.Thresholds.Choices {
							reached++
						}
					}
				case q.Kind == KindOffTopicTech:
					foreign++
					if r.Confidence >= r.Thresholds.Answer {
						wrong++
					}
				}
			}
			t.Logf("%d questions: hit@1 %d, reached %d; %d on other software: %d answered", questions, hits, reached, foreign, wrong)
			if share(hits, questions) < minForeignHit1 || share(reached, questions) < minForeignReached || share(wrong, foreign) > maxForeignWrong {
				t.Error("below the limits")
			}
		})
	}
}
