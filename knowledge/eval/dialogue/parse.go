package dialogue

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// parse reads and checks one line; ok is false when it has a fault.
func (r *reader) parse(text string) (d Dialogue, ok bool) {
	before := len(r.faults)
	d = Dialogue{file: r.file, line: r.line}
	if !utf8.ValidString(text) {
		r.fault("", "not UTF-8", "save the file as UTF-8")
		return d, false
	}
	var turns []json.RawMessage
	r.object("", text, field{"id", &d.ID}, field{"turns", &turns})
	for i, turn := range turns {
		d.Turns = append(d.Turns, r.turn(fmt.Sprintf("turn %d", i+1), turn))
	}
	r.checkPicks(d.Turns)
	if first, taken := r.first[d.ID]; taken {
		r.fault("", fmt.Sprintf("the id %q is taken by %s:%d", d.ID, first.file, first.line), "give each dialogue an id of its own")
	} else if strings.TrimSpace(d.ID) != "" {
		r.first[d.ID] = d
	}
	return d, len(r.faults) == before
}

func (r *reader) turn(where string, text json.RawMessage) Turn {
	var t Turn
	var expect json.RawMessage
	r.object(where, string(text), field{"user", &t.User}, field{"expect", &expect})
	if len(expect) == 0 {
		return t
	}
	read := r.object(where+": expect", string(expect), field{"kind", &t.Kind}, field{"gold", &t.Gold})
	if t.Kind != "" && !slices.Contains(Kinds(), t.Kind) {
		r.fault(where, fmt.Sprintf("unknown kind %q", t.Kind), "write one of "+strings.Join(Kinds(), ", "))
	} else if read {
		r.checkGold(where, t)
	}
	return t
}

// checkGold wants entries where the kind has any, each once.
func (r *reader) checkGold(where string, t Turn) {
	switch t.Kind {
	case KindRefusal, KindSmalltalk:
		if len(t.Gold) > 0 {
			r.fault(where, fmt.Sprintf("gold for the kind %q", t.Kind), "take gold away, or name a kind that shows or offers it")
			return
		}
	case KindAnswer:
		if len(t.Gold) == 0 {
			r.fault(where, fmt.Sprintf("no gold for the kind %q", t.Kind), "name the entries that answer")
		}
	default:
		if len(t.Gold) == 0 {
			r.fault(where, fmt.Sprintf("no gold for the kind %q", t.Kind), "name the entries that are fit to be offered")
		}
	}
	for i, id := range t.Gold {
		switch {
		case strings.TrimSpace(id) == "":
			r.fault(where, "an empty id in gold", "name an entry or take it away")
		case slices.Contains(t.Gold[:i], id):
			r.fault(where, fmt.Sprintf("gold names %q twice", id), "take one away")
		}
	}
}

// checkPicks wants something to pick from. A turn before whose kind is not known
// may be meant to offer it, and has a fault of its own.
func (r *reader) checkPicks(turns []Turn) {
	offers := false
	for i, t := range turns {
		if t.Kind == KindPick && !offers {
			r.fault(fmt.Sprintf("turn %d", i+1), "a pick without a choices turn before it", "write the turn that is offered the choices, or name another kind")
		}
		offers = offers || t.Kind == KindChoices || !slices.Contains(Kinds(), t.Kind)
	}
}
