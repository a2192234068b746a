package bot

import "unicode"

// A Language is one that the bot speaks.
type Language string

// The languages of replies.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// LanguageOf returns the language to reply in: Chinese for a text with any Han
// character, English otherwise.
func LanguageOf(text string) Language {
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			return Chinese
		}
	}
	return English
}
