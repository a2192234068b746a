package main

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseWithout(t *testing.T) {
	for list, want := range map[string][]string{
		"":                          nil,
		"  ":                        nil,
		"dense":                     {"dense"},
		" glossary , outside,dense": {"glossary", "outside", "dense"},
		"dense,dense":               {"dense"},
	} {
		got, err := parseWithout(list)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v (-want +got):\n%s", list, err, diff)
		}
	}
	for _, list := range []string{"Dense", "dense,", ",", "nothing", "dense glossary"} {
		var usage *exitError
		if _, err := parseWithout(list); !errors.As(err, &usage) || usage.code != exitUsage {
			t.Errorf("%q: got %v, want a usage error", list, err)
		}
	}
}

func TestAblations(t *testing.T) {
	names := func(list []ablation) (out []string) {
		for _, a := range list {
			out = append(out, a.name)
		}
		return out
	}
	want := []string{
		"everything", "without dense", "without annotations", "without alternates", "without outside", "without glossary",
		"without translations",
	}
	if diff := cmp.Diff(want, names(ablations(nil))); diff != "" {
		t.Errorf("all parts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"everything", "without dense"}, names(ablations([]string{"dense"}))); diff != "" {
		t.Errorf("one part (-want +got):\n%s", diff)
	}
}
