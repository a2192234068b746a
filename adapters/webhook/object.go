package webhook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A fault is something wrong with a body.
type fault struct {
	Pointer string `json:"pointer"` // where; see https://www.rfc-editor.org/rfc/rfc6901
	Detail  string `json:"detail"`
}

// An object is read field by field; what is wrong gathers in faults. A field that is
// null is not there.
type object struct {
	pointer string
	fields  map[string]json.RawMessage
	faults  *[]fault
}

var errNoObject = errors.New("it is no JSON object")

// readObject reads a body. Its fields are known by their exact names, which
// json.Unmarshal does not insist on, and may stand once: whoever reads the same body
// must not find another message in it.
func readObject(data []byte, pointer string, faults *[]fault) (object, error) {
	o := object{pointer: pointer, fields: make(map[string]json.RawMessage), faults: faults}
	if !utf8.Valid(data) {
		return o, errors.New("it is no UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return o, errNoObject
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return o, errNoObject
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return o, errNoObject
		}
		text := name.(string) // of a name the decoder gives nothing else
		if _, twice := o.fields[text]; twice {
			return o, fmt.Errorf("%q stands in it twice", short(text))
		}
		o.fields[text] = value
	}
	if _, err := dec.Token(); err != nil || len(bytes.TrimSpace(data[dec.InputOffset():])) > 0 {
		return o, errNoObject
	}
	return o, nil
}

func (o object) fault(name, format string, args ...any) {
	*o.faults = append(*o.faults, fault{Pointer: o.pointer + "/" + name, Detail: fmt.Sprintf(format, args...)})
}

// value decodes a field, and reports whether it is there as a T.
func value[T any](o object, name, kind string, needed bool) (v T, ok bool) {
	raw, there := o.fields[name]
	if !there || string(raw) == "null" {
		if needed {
			o.fault(name, "is missing; it is %s", kind)
		}
		return v, false
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		o.fault(name, "is not %s", kind)
		return v, false
	}
	return v, true
}

// object returns a field that must be an object.
func (o object) object(name string) (object, bool) {
	raw, ok := value[json.RawMessage](o, name, "an object", true)
	if !ok {
		return object{}, false
	}
	inner, err := readObject(raw, o.pointer+"/"+name, o.faults)
	if err != nil {
		o.fault(name, "is not an object: %v", err)
	}
	return inner, err == nil
}

// text returns a field that is a string.
func (o object) text(name string, needed bool) string {
	s, _ := value[string](o, name, "a string", needed)
	return s
}

// id returns a field that names something.
func (o object) id(name string) string {
	s, ok := value[string](o, name, "a string", true)
	if n := utf8.RuneCountInString(s); ok && (n == 0 || n > maxID || strings.ContainsFunc(s, unicode.IsControl)) {
		o.fault(name, "has %d characters; it has 1 to %d, and none of them controls", n, maxID)
	}
	return s
}

// flag returns a field that is true or false, and false when it is not there.
func (o object) flag(name string) bool {
	b, _ := value[bool](o, name, "true or false", false)
	return b
}

// oneOf returns a field that is one of several words; the first when it may lack.
func (o object) oneOf(name string, needed bool, words ...string) string {
	kind := strings.Join(words, " or ")
	s, ok := value[string](o, name, kind, needed)
	if !ok {
		return words[0]
	}
	if !slices.Contains(words, s) {
		o.fault(name, "is %q; it is %s", short(s), kind)
	}
	return s
}

// short is the beginning of what somebody sent, long enough to know it by.
func short(s string) string {
	const enough = 40
	if len(s) <= enough {
		return s
	}
	return strings.ToValidUTF8(s[:enough], "") + "…"
}
