package adapters_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bigtalk/adapters"
	"bigtalk/adapters/render"
	"bigtalk/bot"
)

// TestPager reads a long text to its end, with nothing lost and no part too long.
func TestPager(t *testing.T) {
	for _, lang := range []bot.Language{bot.Chinese, bot.English} {
		var long strings.Builder
		for i := range 400 {
			fmt.Fprintf(&long, "第 %d 句话。", i)
		}
		const limit = 2047
		p := adapters.NewPager(limit, render.Bytes, nil)
		ann := bot.Person{Platform: "wechat", Conversation: "c", User: "ann"}
		part, ok := p.First(ann, lang, long.String()), true
		var all strings.Builder
		pages := 0
		for ; ok; pages++ {
			if len(part) > limit {
				t.Errorf("part of %d bytes", len(part))
			}
			words, _, _ := strings.Cut(part, "\n\n")
			all.WriteString(words)
			part, ok = p.Next(ann, map[bot.Language]string{bot.Chinese: "更多", bot.English: "More."}[lang])
		}
		if pages < 3 || all.String() != long.String() {
			t.Errorf("%s: %d parts hold %d of %d bytes", lang, pages, all.Len(), long.Len())
		}
	}
}

func TestPagerNext(t *testing.T) {
	now := time.Unix(0, 0)
	p := adapters.NewPager(100, render.Bytes, func() time.Time { return now })
	ann, bob := bot.Person{User: "ann"}, bot.Person{User: "bob"}
	long := strings.Repeat("word ", 100)
	if got := p.First(ann, bot.English, "short"); got != "short" {
		t.Errorf("a short text became %q", got)
	}
	for _, tt := range []struct {
		name  string
		do    func()
		who   bot.Person
		text  string
		given bool
	}{
		{"nothing is left", func() {}, ann, "more", false},
		{"a long text", func() { p.First(ann, bot.English, long) }, ann, "more", true},
		{"it goes on", func() {}, ann, "MORE!", true},
		{"of somebody else", func() {}, bob, "more", false},
		{"a question", func() {}, ann, "more about mTLS", false},
		{"after another text", func() { p.First(ann, bot.English, "short") }, ann, "more", false},
		{"too late", func() { p.First(ann, bot.English, long); now = now.Add(time.Hour) }, ann, "more", false},
	} {
		tt.do()
		if part, ok := p.Next(tt.who, tt.text); ok != tt.given || ok && part == "" {
			t.Errorf("%s: %q, %t; want %t", tt.name, part, ok, tt.given)
		}
	}
}

// TestPagerIsBounded keeps the rests of those who wrote last.
func TestPagerIsBounded(t *testing.T) {
	now := time.Unix(0, 0)
	p := adapters.NewPager(100, render.Bytes, func() time.Time { return now })
	for i := range 1100 {
		now = now.Add(time.Millisecond)
		p.First(bot.Person{User: fmt.Sprint(i)}, bot.English, strings.Repeat("word ", 100))
	}
	if _, ok := p.Next(bot.Person{User: "0"}, "more"); ok {
		t.Error("the oldest is still kept")
	}
	if _, ok := p.Next(bot.Person{User: "1099"}, "more"); !ok {
		t.Error("the latest is not kept")
	}
}
