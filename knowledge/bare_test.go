package knowledge

import (
	"strings"
	"testing"
	"time"
)

func TestBareFollowUp(t *testing.T) {
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"为什么", true},
		{"为什么？", true},
		{"那为啥呢", true},
		{"具体怎么配？", true},
		{"怎么办", true},
		{"有没有相关文档", true},
		{"有什么别的方案吗", true},
		{"他们后来是怎么解决的？", true},
		{"这个现在支持了吗", true},
		{"详细说说", true},
		{"好处和坏处都有哪些", true},
		{"那内存呢", false},
		{"怎么升级", false},
		{"百度是怎么做的", false},
		{"为什么不用 Ambient", false},
		{"1.10 支持吗", false}, // a version is a subject
		{"v2", false},
		{"15021?", false},

		{"為什麼", true},
		{"為何？", true},
		{"怎麼辦", true},
		{"那這個怎樣做呢", true},
		{"具體怎麼配？", true},
		{"詳細說說", true},
		{"有沒有相關文檔", true},
		{"還有別的辦法嗎", true},
		{"他們後來是怎麼解決的？", true},
		{"好處和壞處都有哪些", true},
		{"現在支持了嗎", true},
		{"那記憶體呢", false},
		{"網關怎麼升級", false},

		{"why?", true},
		{"WHY", true},
		{"how come", true},
		{"any workaround?", true},
		{"what are the alternatives", true},
		{"Is there any more documentation on that?", true},
		{"that's it?", true},
		{"it's supported since which version?", true},
		{"there's more?", true},
		{"And is it production-ready?", true},
		{"since when is it not supported", true},
		{"and Tencent?", false},
		{"what about memory", false},
		{"whyever", false},     // of a word only its beginning
		{"unsupported", false}, // and its end
		{"why 503?", false},
		{"how-to for ambient", false},

		{"why？怎么 fix", true}, // both languages
		{"为什么用 workaround", true},
		{"", true}, // there is nothing that it is about
		{"?!……", true},
	} {
		if got := bareFollowUp(tt.text); got != tt.want {
			t.Errorf("bareFollowUp(%q) = %t, want %t", tt.text, got, tt.want)
		}
	}
}

// TestEveryBareWordIsRead holds each word of the lists to be matched whole: one
// that stands behind its own beginning would leave its end.
func TestEveryBareWordIsRead(t *testing.T) {
	for word := range strings.FieldsSeq(bareHan + " " + strings.ReplaceAll(bareLatin, "?", "")) {
		for _, text := range []string{word, strings.ToUpper(word), "？" + word + "!", word + " " + word} {
			if !bareFollowUp(text) {
				t.Errorf("bareFollowUp(%q) = false", text)
			}
		}
	}
	for word := range strings.FieldsSeq(bareLatin) {
		if singular, ok := strings.CutSuffix(word, "s?"); ok && !bareFollowUp(singular) {
			t.Errorf("bareFollowUp(%q) = false", singular)
		}
	}
}

func TestLongQuestionIsNotBare(t *testing.T) {
	text := strings.Repeat("why? ", maxBare/5)
	if !bareFollowUp(text) || bareFollowUp(text+"y") || bareFollowUp(text+"?") {
		t.Errorf("a text of %d bytes is bare: %t; of one more: %t, %t", len(text), bareFollowUp(text), bareFollowUp(text+"y"), bareFollowUp(text+"?"))
	}
}

// FuzzBareFollowUp holds that signs make no difference to a text, that a subject
// does, and that what no subject stands in says none when it is said twice.
func FuzzBareFollowUp(f *testing.F) {
	for _, text := range []string{"", "为什么？", "那为啥呢 it's", "怎麼辦", "and Tencent?", "\xe4why\xb8\x80", "there's\u200b any", "İ ſ K", strings.Repeat("的", maxBare/3+1)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := bareFollowUp(text)
		if len(text) > maxBare {
			if got {
				t.Errorf("%q has %d bytes and is bare", text, len(text))
			}
			return
		}
		if len(text) > maxBare/2-6 {
			return // what is added would make it too long
		}
		if bareFollowUp("？ "+text+" !") != got {
			t.Errorf("bareFollowUp(%q) = %t, and with signs it is not", text, got)
		}
		if bareFollowUp(text+" "+text) != got {
			t.Errorf("bareFollowUp(%q) = %t, and said twice it is not", text, got)
		}
		if bareFollowUp(text + " istio") {
			t.Errorf("%q is bare with a subject", text)
		}
	})
}

// TestBareWordsAreLinear holds the time for a text not to grow with its square.
func TestBareWordsAreLinear(t *testing.T) {
	took := func(text string) time.Duration {
		least := time.Hour
		for range 3 {
			start := time.Now()
			bareWords().ReplaceAllLiteralString(text, " ")
			least = min(least, time.Since(start))
		}
		return least
	}
	for _, unit := range []string{"为什么", "为", "why ", "the", "没有", "?"} {
		const times = 16 // the square would be 256
		short, long := took(strings.Repeat(unit, 40)), took(strings.Repeat(unit, 40*times))
		if long > 4*times*short+time.Millisecond {
			t.Errorf("%q: %v, and %v for %d times as much", unit, short, long, times)
		}
	}
}
