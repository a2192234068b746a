package bot

import (
	"iter"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unsafe"
)

// FixedText is the text of a field.
func FixedText(l Language, field string) string {
	return reflect.ValueOf(textsIn(l)).FieldByName(field).String()
}

// FixedPieces are the fixed texts of a language, by field: of those that hold
// something else besides, what stands around it.
func FixedPieces(l Language) map[string][]string {
	out := make(map[string][]string)
	for name, field := range eachField(l) {
		for _, text := range said(field) {
			for _, piece := range insertion.Split(text, -1) {
				if piece != "" {
					out[name] = append(out[name], piece)
				}
			}
		}
	}
	return out
}

// eachField iterates over the texts of a language by name.
func eachField(l Language) iter.Seq2[string, reflect.Value] {
	t := textsIn(l)
	v := reflect.ValueOf(&t).Elem()
	return func(yield func(string, reflect.Value) bool) {
		for i := range v.NumField() {
			field := v.Field(i)
			// So that it may be called though it is not exported.
			field = reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()
			if !yield(v.Type().Field(i).Name, field) {
				return
			}
		}
	}
}

// insertion is what said puts into texts, and the verb that stands for it.
var insertion = regexp.MustCompile("\x00|7777|%s")

// said is a field's text, or what the function in it says of arguments that are
// there or missing, of one and of many.
func said(field reflect.Value) []string {
	if field.Kind() == reflect.String {
		return []string{field.String()}
	}
	calls := [][]reflect.Value{nil}
	for in := range field.Type().Ins() {
		var next [][]reflect.Value
		for _, args := range calls {
			for _, a := range samplesOf(in) {
				next = append(next, append(slices.Clip(args), a))
			}
		}
		calls = next
	}
	var out []string
	for _, args := range calls {
		out = append(out, field.Call(args)[0].String())
	}
	return out
}

func samplesOf(t reflect.Type) []reflect.Value {
	var list []any
	switch t.Kind() {
	case reflect.String:
		list = []any{"", "\x00"}
	case reflect.Int:
		list = []any{1, 7777}
	case reflect.Slice:
		list = []any{[]string{"\x00"}, []string{"\x00", "\x00"}, strings.Split(strings.Repeat("\x00 ", namedWords)+"\x00", " "), []string{strings.Repeat("\x00", wordRunes+1)}}
	default:
		panic("a text of a " + t.String())
	}
	out := make([]reflect.Value, len(list))
	for i, x := range list {
		out[i] = reflect.ValueOf(x)
	}
	return out
}

// Body is what a message says without its mentions.
func Body(text string, names []string) string {
	body, _, _ := readAddressed(text, names)
	return body
}

// Expressions are all that the bot knows of the language: of smalltalk, commands,
// picks, switches and the show.
func Expressions() []string {
	var lists []string
	for _, p := range smalltalkPhrases {
		lists = append(lists, p.list)
	}
	for _, w := range commandWords {
		lists = append(lists, w.list)
	}
	for _, w := range pickWords {
		lists = append(lists, w.list)
	}
	for _, w := range switchWords {
		lists = append(lists, w.list)
	}
	for _, w := range episodeWords {
		lists = append(lists, w.list)
	}
	var out []string
	for _, list := range lists {
		for line := range strings.Lines(list) {
			for e := range strings.SplitSeq(line, "|") {
				out = append(out, strings.TrimSpace(e))
			}
		}
	}
	return out
}
