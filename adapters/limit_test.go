package adapters_test

import (
	"testing"
	"time"

	"bigtalk/adapters"
)

func TestLimit(t *testing.T) {
	now := time.Unix(0, 0)
	l := adapters.NewLimit(3, func() time.Time { return now })
	check := func(person string, ok, tell bool) {
		t.Helper()
		if gotOK, gotTell := l.Allow(person); gotOK != ok || gotTell != tell {
			t.Errorf("%s at %v: %t, %t; want %t, %t", person, now.Unix(), gotOK, gotTell, ok, tell)
		}
	}
	for range 3 {
		check("ann", true, false)
	}
	check("ann", false, true)
	check("ann", false, false) // told once
	check("bob", true, false)
	now = now.Add(20 * time.Second) // a third of a minute is one message
	check("ann", true, false)
	check("ann", false, false) // it has not been quiet since
	now = now.Add(time.Hour)   // saves no more than one minute's
	for range 3 {
		check("ann", true, false)
	}
	check("ann", false, true)
}

func TestNoLimit(t *testing.T) {
	l := adapters.NewLimit(0, nil)
	for range 1000 {
		if ok, tell := l.Allow("ann"); !ok || tell {
			t.Fatal("a message is not allowed without a limit")
		}
	}
}
