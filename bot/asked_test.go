package bot_test

import (
	"testing"

	"bigtalk/bot"
)

// TestJournalTellsWhatWasPicked has a pick, by number or with a button, be told from
// what was searched, also from the same question asked again.
func TestJournalTellsWhatWasPicked(t *testing.T) {
	journal := new(fakeJournal)
	b := tinyBot(func(o *bot.Options) { o.Journal = journal })
	want := []struct {
		text   string
		picked bool
	}{{"网关", false}, {"2", true}, {"网关", false}, {"怎么升级", false}, {"怎么升级", false}}
	for i, w := range want {
		say(t, b, spoken("anna", i, w.text))
	}
	press := spoken("anna", len(want), "")
	press.Payload = bot.Option{ID: "t02"}.Payload()
	say(t, b, press)
	want = append(want, struct {
		text   string
		picked bool
	}{"", true})
	if len(journal.asked) != len(want) {
		t.Fatalf("%d are recorded, want %d", len(journal.asked), len(want))
	}
	for i, w := range want {
		if q := journal.asked[i]; q.Picked != w.picked {
			t.Errorf("%q is recorded as picked: %v", w.text, q.Picked)
		}
	}
}
