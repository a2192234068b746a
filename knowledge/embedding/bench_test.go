package embedding

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkOpen(b *testing.B) {
	data := fileOf(b, "BIGTALK_MODEL", true)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Open(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEmbed(b *testing.B) {
	m := shipped(b)
	for _, n := range []int{8, 20, 40, MaxTokens} {
		b.Run(fmt.Sprintf("%dtokens", n), func(b *testing.B) {
			// <s>, ▁query, :, </s> and a piece a word.
			text := []string{strings.TrimSpace(strings.Repeat("the ", n-5))}
			if got := len(m.tokenizer.ids("query: " + text[0])); got != n {
				b.Fatalf("%d tokens, want %d", got, n)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := m.Embed(b.Context(), Query, text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkEmbedMany embeds all texts of the fixture, most of them questions.
func BenchmarkEmbedMany(b *testing.B) {
	m := shipped(b)
	texts := lines[string](b, "texts.jsonl")
	for b.Loop() {
		if _, err := m.Embed(b.Context(), Query, texts); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(texts))/b.Elapsed().Seconds(), "texts/s")
}

func BenchmarkTokenizer(b *testing.B) {
	m := shipped(b)
	texts := lines[string](b, "texts.jsonl")
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			m.tokenizer.ids("query: " + text)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N*len(texts)), "µs/text")
}
