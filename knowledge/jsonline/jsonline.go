// Package jsonline decodes the lines of JSON Lines files and says what is wrong
// with one in words that need no knowledge of this program.
package jsonline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Decode decodes one line, a JSON object and nothing else, into v, a pointer to a
// struct. Keys that v does not have are refused.
func Decode(line []byte, v any) error { return decode(line, v, true) }

// DecodeLoosely is [Decode] that passes over keys that v does not have.
func DecodeLoosely(line []byte, v any) error { return decode(line, v, false) }

func decode(line []byte, v any, strict bool) error {
	if t := bytes.TrimSpace(line); len(t) == 0 || t[0] != '{' {
		return errors.New("not a JSON object")
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	if strict {
		dec.DisallowUnknownFields()
	}
	if err := dec.Decode(v); err != nil {
		return plain(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands behind the JSON object")
	}
	return nil
}

// plain rewords the decoder's error without the names of Go's types.
func plain(err error) error {
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return fmt.Errorf("%q is a %s and should be %s", wrong.Field, wrong.Value, noun(wrong.Type))
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("not a whole JSON object: the line ends too early")
	default:
		return fmt.Errorf("not a JSON object: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
}

// noun names what a field of the type holds.
func noun(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "a list"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Float64:
		return "a number"
	default:
		return "a text"
	}
}

// Keys lists the keys of a struct's fields in order, for a hint.
func Keys(v any) []string {
	var keys []string
	for f := range reflect.TypeOf(v).Fields() {
		if key, _, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}
