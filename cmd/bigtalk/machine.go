package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"bigtalk/adapters/render"
	"bigtalk/bot"
	"bigtalk/knowledge/archive"
)

// The machine output of ask: one object a question. The field names are a
// contract; fields may be added, never renamed or dropped.
type answerJSON struct {
	ID         string       `json:"id"`
	Question   string       `json:"question"`
	Language   bot.Language `json:"language"`
	Decision   bot.Decision `json:"decision"`
	Confidence float64      `json:"confidence"`
	Helps      float64      `json:"helps"`
	Matches    []matchJSON  `json:"matches"`
	Choices    []string     `json:"choices"`
	Uncovered  []string     `json:"uncovered"`
	Reply      string       `json:"reply"`
	Version    string       `json:"version"`
	ReplyID    string       `json:"reply_id,omitempty"`  // for bigtalk explain
	FollowUp   bool         `json:"follow_up,omitempty"` // read with what was asked before
	Turn       int          `json:"turn,omitempty"`      // of chat --batch, from 1
	Picked     int          `json:"picked,omitempty"`    // the option's number
	Parts      []answerJSON `json:"parts,omitempty"`     // of several questions in one message
}

type matchJSON struct {
	ID         string        `json:"id"`
	Score      float64       `json:"score"`
	Question   string        `json:"question"`
	Duplicates []string      `json:"duplicates"`
	Citation   *citationJSON `json:"citation"`
}

// errorJSON takes the place of an answer to a line that could not be read.
type errorJSON struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

type citationJSON struct {
	Episode int      `json:"episode"`
	Title   string   `json:"title"`
	Guests  []string `json:"guests"`
	Company string   `json:"company,omitempty"`
	Date    string   `json:"date"`
	URL     string   `json:"url"`
}

// entryJSON is a line of archive export.
type entryJSON struct {
	ID       string        `json:"id"`
	Question string        `json:"question"`
	Answer   string        `json:"answer"`
	Citation *citationJSON `json:"citation"`
	Line     int           `json:"line"`

	// Of FAQ tables only.
	Alternates []string `json:"alternates,omitempty"`
	Source     string   `json:"source,omitempty"`
	Tags       []string `json:"tags,omitempty"`
}

// episodeJSON is an element of episodes --output json.
type episodeJSON struct {
	citationJSON
	Time         string   `json:"time"`
	Topic        string   `json:"topic"`
	Speaker      string   `json:"speaker"`
	Introduction string   `json:"introduction"`
	Outline      []string `json:"outline"`
	Gains        string   `json:"gains"`
	Entries      int      `json:"entries"`
}

// scoreDigits keeps the output readable and equal across processors.
const scoreDigits = 1e4

func toJSON(id, question string, r bot.Reply) answerJSON {
	a := answerJSON{
		ID: id, Question: question, Language: r.Language, Decision: r.Decision,
		Confidence: round(r.Confidence), Helps: round(r.Helps),
		Matches: []matchJSON{}, Choices: []string{}, Uncovered: append([]string{}, r.Uncovered...),
		Reply: render.Text(r, render.TextOptions{}), Version: r.Version,
		ReplyID: r.ID, FollowUp: r.FollowUp, Picked: r.Picked,
	}
	for _, p := range r.Parts {
		a.Parts = append(a.Parts, toJSON(id, p.Question, p))
	}
	for _, m := range r.Matches {
		j := matchJSON{
			ID: m.Entry.ID, Score: round(m.Score), Question: m.Entry.Question,
			Duplicates: []string{}, Citation: citation(m.Entry.Episode),
		}
		for _, d := range m.Duplicates {
			j.Duplicates = append(j.Duplicates, d.ID)
		}
		a.Matches = append(a.Matches, j)
	}
	for _, c := range r.Choices {
		a.Choices = append(a.Choices, c.ID)
	}
	if r.Decision == bot.Silence {
		a.Reply = ""
	}
	return a
}

func citation(ep *archive.Episode) *citationJSON {
	if ep == nil {
		return nil
	}
	return &citationJSON{
		Episode: ep.Number, Title: ep.Title, Guests: append([]string{}, ep.Guests...),
		Company: ep.Company, Date: ep.Date, URL: ep.URL,
	}
}

func round(x float64) float64 { return math.Round(x*scoreDigits) / scoreDigits }

// writeJSON writes v as one line, with < > & as they are.
func writeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(escapeC1(b.Bytes()))
	return err
}

// escapeC1 escapes the control characters U+0080 to U+009F, which encoding/json
// leaves and some terminals obey.
func escapeC1(text []byte) []byte {
	var out []byte
	for i := 0; i+1 < len(text); i++ {
		if text[i] == 0xC2 && text[i+1] < 0xA0 {
			out = fmt.Appendf(append(out, text[:i]...), "\\u%04x", text[i+1])
			text, i = text[i+2:], -1
		}
	}
	return append(out, text...)
}
