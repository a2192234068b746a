package slack

import (
	"reflect"
	"testing"

	"bigtalk/bot"
)

// TestTextsInBothLanguages fails when a language lacks one.
func TestTextsInBothLanguages(t *testing.T) {
	zh, en := reflect.ValueOf(textsIn(bot.Chinese)), reflect.ValueOf(textsIn(bot.English))
	for i := range zh.NumField() {
		field := zh.Type().Field(i).Name
		if zh.Field(i).String() == "" || en.Field(i).String() == "" || zh.Field(i).String() == en.Field(i).String() {
			t.Errorf("texts.%s: zh %q, en %q; want two texts", field, zh.Field(i), en.Field(i))
		}
	}
}
