package bot

import (
	"reflect"
	"strings"
	"testing"
	"unicode"
)

// TestTextsExistInBothLanguages holds every text to be there, and to be in its
// language, also one that a function makes of something.
func TestTextsExistInBothLanguages(t *testing.T) {
	for _, lang := range []Language{Chinese, English} {
		for name, field := range eachField(lang) {
			if field.IsZero() {
				t.Errorf("%s: no %s", lang, name)
				continue
			}
			for _, text := range said(field) {
				text = insertion.ReplaceAllString(text, "")
				if han := LanguageOf(text) == Chinese; han && lang == English {
					t.Errorf("en: %s is Chinese: %s", name, text)
				} else if !han && lang == Chinese && strings.ContainsFunc(text, unicode.IsLetter) {
					t.Errorf("zh: %s is not Chinese: %s", name, text)
				}
			}
		}
	}
}

// TestTextsHoldWhatTheyAreGiven: a text loses none of what it is to say.
func TestTextsHoldWhatTheyAreGiven(t *testing.T) {
	for _, lang := range []Language{Chinese, English} {
		for name, field := range eachField(lang) {
			if field.Kind() != reflect.Func {
				continue
			}
			args := make([]reflect.Value, field.Type().NumIn())
			for j := range args {
				list := samplesOf(field.Type().In(j))
				args[j] = list[min(1, len(list)-1)]
			}
			text := field.Call(args)[0].String()
			for j, a := range args {
				if want := map[reflect.Kind]string{reflect.String: "\x00", reflect.Int: "7777", reflect.Slice: "\x00"}[a.Kind()]; !strings.Contains(text, want) {
					t.Errorf("%s: %s leaves argument %d out: %q", lang, name, j+1, text)
				}
			}
		}
	}
}
