package bot_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bigtalk/bot"
)

// textsOf are what people see of blocks, in order: every text in them, also of a
// block that is added later, but for IDs and payloads.
func textsOf(blocks []bot.Block) []string {
	var out []string
	for _, b := range blocks {
		eachText(reflect.ValueOf(b), func(name, text string) {
			if name != "ID" && name != "Payload" && text != "" {
				out = append(out, text)
			}
		})
	}
	return out
}

// eachText calls f for each string in v, with the name of the field that it is in.
func eachText(v reflect.Value, f func(name, text string)) { eachTextIn("", v, f) }

func eachTextIn(name string, v reflect.Value, f func(name, text string)) {
	switch v.Kind() {
	case reflect.String:
		f(name, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			eachTextIn(v.Type().Field(i).Name, v.Field(i), f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachTextIn(name, v.Index(i), f)
		}
	case reflect.Int:
	default:
		panic("a block holds a " + v.Kind().String())
	}
}

// entryID is one of the embedded show, of the tiny archive or of an echo.
var entryID = regexp.MustCompile(`^[a-z][0-9]+(?:q[0-9]+)?$|^[0-9]+/[0-9]+(?:/why)?$`)

// differs compares a reply with what a dialogue says of it: the decision, then
// facts, then the beginning of its text. It returns what differs; empty for nothing.
func differs(r bot.Reply, want string) string {
	words := strings.Fields(want)
	if len(words) == 0 || words[0] != string(r.Decision) {
		return "other decision"
	}
	var ids []string
	picked, followUp, retracts := 0, false, false
	at := 1
facts:
	for ; at < len(words); at++ {
		switch w := words[at]; {
		case entryID.MatchString(w):
			ids = append(ids, w)
		case w == "picked" && at+1 < len(words):
			at++
			picked, _ = strconv.Atoi(words[at])
		case w == "follow-up":
			followUp = true
		case w == "retracts":
			retracts = true
		case w == string(bot.Chinese), w == string(bot.English):
			if w != string(r.Language) {
				return "other language"
			}
		default:
			break facts
		}
	}
	switch {
	case len(ids) > 0 && !shows(r, ids):
		return "other entries"
	case r.Picked != picked:
		return "other pick"
	case r.FollowUp != followUp:
		return "other reading of the thread"
	case (r.Retracts != "") != retracts:
		return "retraction"
	}
	if text := strings.Join(words[at:], " "); !strings.HasPrefix(strings.Join(strings.Fields(firstText(r)), " "), text) {
		return "other text"
	}
	return ""
}

// shows reports whether the entries are what a reply shows, offers or names.
func shows(r bot.Reply, ids []string) bool {
	var list []bot.Option
	switch r.Decision {
	case bot.Answer:
		first := r.Matches[0]
		for _, d := range first.Duplicates {
			if len(ids) == 1 && d.ID == ids[0] {
				return true
			}
		}
		list = []bot.Option{{ID: first.Entry.ID}}
	case bot.Choices:
		list = r.Choices
	case bot.Refusal:
		list = r.Nearest
	}
	return slices.EqualFunc(list, ids, func(o bot.Option, id string) bool { return o.ID == id })
}

func firstText(r bot.Reply) string {
	if all := textsOf(r.Blocks); len(all) > 0 {
		return all[0]
	}
	return ""
}

// summary writes a reply as a dialogue does.
func summary(r bot.Reply) string {
	s := string(r.Decision)
	switch r.Decision {
	case bot.Answer:
		s += " " + r.Matches[0].Entry.ID
	case bot.Choices:
		s += idsOf(r.Choices)
	case bot.Refusal:
		s += idsOf(r.Nearest)
	}
	if r.Picked > 0 {
		s += fmt.Sprintf(" picked %d", r.Picked)
	}
	if r.FollowUp {
		s += " follow-up"
	}
	if r.Retracts != "" {
		s += " retracts"
	}
	return fmt.Sprintf("%s %s %q", s, r.Language, textsOf(r.Blocks))
}

func idsOf(list []bot.Option) (s string) {
	for _, o := range list {
		s += " " + o.ID
	}
	return s
}
