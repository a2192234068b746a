package dialogue

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A field is a key that an object may have and where its value goes: a *string, a
// *[]string, a *json.RawMessage for an object or a *[]json.RawMessage for a list of
// them. All but a *[]string must be there and not be empty.
type field struct {
	key    string
	target any
}

// object reads the object that is text, which stands at where, and reports whether
// it has no fault. It walks the object itself, where encoding/json would stop at the
// first unknown key, take "Gold" for "gold" and let the last of two equal keys win.
func (r *reader) object(where, text string, fields ...field) bool {
	before := len(r.faults)
	byKey := make(map[string]field, len(fields))
	keys := make([]string, len(fields))
	for i, f := range fields {
		byKey[f.key], keys[i] = f, f.key
	}

	seen := make(map[string]bool)
	mistyped := make(map[string]bool)
	err := walkObject(text, func(key string, value json.RawMessage) {
		f, known := byKey[key]
		switch {
		case !known:
			r.fault(where, fmt.Sprintf("unknown key %q", key), "the keys are "+strings.Join(keys, ", "))
		case seen[key]:
			r.fault(where, fmt.Sprintf("the key %q twice", key), "take one away")
		case json.Unmarshal(value, f.target) != nil:
			mistyped[key] = true
			r.fault(where, fmt.Sprintf("%s is not %s", key, f.want()), fmt.Sprintf("write %s for %q", f.want(), key))
		}
		seen[key] = true
	})
	if err != nil {
		hint := "each line is one JSON object"
		if where != "" {
			hint = "write an object for it"
		}
		r.fault(where, "not a JSON object: "+strings.TrimPrefix(err.Error(), "json: "), hint)
		return false
	}
	for _, f := range fields {
		if f.empty() && !mistyped[f.key] {
			r.fault(where, f.key+" is missing or empty", fmt.Sprintf("write %s for %q", f.want(), f.key))
		}
	}
	return len(r.faults) == before
}

// want names the type of the value.
func (f field) want() string {
	switch f.target.(type) {
	case *string:
		return "a string"
	case *[]string:
		return "a list of strings"
	case *[]json.RawMessage:
		return "a list of objects"
	default:
		return "an object"
	}
}

// empty reports whether a value that must be there is not.
func (f field) empty() bool {
	switch t := f.target.(type) {
	case *string:
		return strings.TrimSpace(*t) == ""
	case *json.RawMessage:
		return len(*t) == 0
	case *[]json.RawMessage:
		return len(*t) == 0
	default:
		return false
	}
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
