package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// decode reads the keys of one line. It walks the object itself, where
// encoding/json would stop at the first unknown key, take "Gold" for "gold" and
// let the last of two equal keys win.
func (r *reader) decode(text string) Question {
	var q Question
	if !utf8.ValidString(text) {
		r.fault("not UTF-8", "save the file as UTF-8")
		return q
	}
	var why string
	var nearest []string
	fields := []struct {
		key    string
		target any
	}{
		{"id", &q.ID},
		{"q", &q.Text},
		{"lang", &q.Language},
		{"kind", &q.Kind},
		{"gold", &q.Gold},
		{"grade2", &q.Grade2},
		{"why", &why},
		{"nearest", &nearest},
	}
	targets := make(map[string]any, len(fields))
	keys := make([]string, len(fields))
	for i, f := range fields {
		targets[f.key], keys[i] = f.target, f.key
	}

	seen := make(map[string]bool)
	err := walkObject(text, func(key string, value json.RawMessage) {
		target, known := targets[key]
		switch {
		case !known:
			r.fault(fmt.Sprintf("unknown key %q", key), "the keys are "+strings.Join(keys, ", "))
		case seen[key]:
			r.fault(fmt.Sprintf("the key %q twice", key), "take one away")
		case json.Unmarshal(value, target) != nil:
			want := "a string"
			if _, list := target.(*[]string); list {
				want = "a list of strings"
			}
			r.fault(fmt.Sprintf("%s is not %s", key, want), fmt.Sprintf("write %s for %q", want, key))
		}
		seen[key] = true
	})
	if err != nil {
		r.fault("not a JSON object: "+strings.TrimPrefix(err.Error(), "json: "), "each line is one JSON object")
	}
	return q
}

var (
	errNoObject = errors.New("no { at its start")
	errTrailing = errors.New("text after its end")
)

// walkObject calls visit with each key of the JSON object that is text, in order.
func walkObject(text string, visit func(key string, value json.RawMessage)) error {
	dec := json.NewDecoder(strings.NewReader(text))
	start, err := dec.Token()
	if err != nil {
		return err
	}
	if start != json.Delim('{') {
		return errNoObject
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string) // the decoder takes nothing but a string here
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return err
		}
		visit(key, value)
	}
	if _, err := dec.Token(); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errTrailing
	}
	return nil
}
