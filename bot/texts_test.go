package bot

import (
	"reflect"
	"testing"
	"unicode"
)

// TestTextsExistInBothLanguages holds every text to be there, and to be in its language.
func TestTextsExistInBothLanguages(t *testing.T) {
	for lang, texts := range map[Language]texts{Chinese: textsIn(Chinese), English: textsIn(English)} {
		v := reflect.ValueOf(texts)
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if v.Field(i).IsZero() {
				t.Errorf("%s: no %s", lang, name)
				continue
			}
			if v.Field(i).Kind() != reflect.String {
				continue
			}
			text := v.Field(i).String()
			if han := LanguageOf(text) == Chinese; han && lang == English {
				t.Errorf("en: %s is Chinese: %s", name, text)
			} else if !han && lang == Chinese && hasLetters(text) {
				t.Errorf("zh: %s is not Chinese: %s", name, text)
			}
		}
	}
}

func hasLetters(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && r != 's' { // %s
			return true
		}
	}
	return false
}
