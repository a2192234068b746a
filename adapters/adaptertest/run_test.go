package adaptertest_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"bigtalk/adapters"
	"bigtalk/adapters/adaptertest"
	"bigtalk/adapters/render"
	"bigtalk/bot"
)

const secret = "hunter2"

// A chat is a platform in memory with its adapter. Its faults are what the kit finds.
type chat struct {
	handler bot.Handler
	log     *slog.Logger
	fault   string

	mu      sync.Mutex
	seen    map[string]bool
	replies []adaptertest.Reply
	running sync.WaitGroup
	one     sync.Mutex
}

// faults of an adapter, each with a subtest that finds it.
var faults = map[string]string{
	"answers copies":          "delivered again",
	"tells a secret":          "one reply",
	"logs messages":           "one reply",
	"swallows an error":       "handler fails",
	"shows an error":          "handler fails",
	"answers elsewhere":       "replies",
	"answers somebody else":   "replies",
	"drops a reply":           "one reply",
	"drops choices":           "every block",
	"posts silence":           "silence",
	"works one by one":        "handler is slow",
	"dies of a panic":         "handler panics",
	"drops what is under way": "ended in the middle",
	"leaves a goroutine":      "one reply",
	"ends with an error":      "one reply",
	"posts what it is given":  "hostile",
	"gives up long replies":   "large",
	"stops at broken input":   "malformed",
	"says nothing of it":      "malformed",
}

func (c *chat) Replies() []adaptertest.Reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]adaptertest.Reply(nil), c.replies...)
}

func (c *chat) Say(s adaptertest.Said) {
	c.mu.Lock()
	again := c.seen[s.ID]
	c.seen[s.ID] = true
	c.mu.Unlock()
	if again && c.fault != "answers copies" {
		return
	}
	c.running.Go(func() { c.work(s) })
}

func (c *chat) work(s adaptertest.Said) {
	if c.fault == "works one by one" {
		c.one.Lock()
		defer c.one.Unlock()
	}
	if c.fault == "logs messages" {
		c.log.Info("message", "text", s.Text)
	}
	if c.fault == "stops at broken input" && c.seen["broken"] {
		return
	}
	var r bot.Reply
	err := adapters.Guard(func() (err error) {
		r, err = c.handler.Handle(context.Background(), bot.Message{ID: s.ID, Conversation: s.Conversation, User: s.User, Text: s.Text, Addressed: true})
		return err
	})
	text := render.Text(r, render.TextOptions{})
	for _, m := range []string{"@all"} {
		text = strings.ReplaceAll(text, m, "all")
	}
	switch {
	case err != nil && c.fault == "dies of a panic" && strings.HasPrefix(err.Error(), "panic"):
		return
	case err != nil:
		if c.fault != "swallows an error" {
			c.log.Error("not answered", "err", err)
		}
		text = "sorry"
		if c.fault == "shows an error" {
			text = err.Error()
		}
	case r.Decision == bot.Silence && c.fault != "posts silence":
		return
	case c.fault == "tells a secret":
		text += secret
	case c.fault == "drops a reply":
		return
	case c.fault == "drops choices" && strings.HasPrefix(text, "which"):
		text = "…"
	case c.fault == "posts what it is given" && len(r.Blocks) > 0:
		if b, ok := r.Blocks[0].(bot.TextBlock); ok {
			text = b.Text
		}
	case c.fault == "gives up long replies" && len(text) > 1000:
		return
	}
	reply := adaptertest.Reply{Conversation: s.Conversation, User: s.User, Text: text}
	switch c.fault {
	case "answers elsewhere":
		reply.Conversation = "a"
	case "answers somebody else":
		reply.User = "anna"
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.replies = append(c.replies, reply)
}

// leftBehind never ends.
func leftBehind(begun chan struct{}) {
	close(begun)
	select {}
}

func fixture(fault string) adaptertest.Fixture {
	return adaptertest.Fixture{
		Start: func(_ *testing.T, h bot.Handler, log *slog.Logger) (adaptertest.Peer, func() error) {
			c := &chat{handler: h, log: log, fault: fault, seen: map[string]bool{}}
			return c, func() error {
				switch fault {
				case "leaves a goroutine":
					begun := make(chan struct{})
					go leftBehind(begun)
					<-begun
				case "ends with an error":
					return fmt.Errorf("ended")
				case "drops what is under way":
					c.mu.Lock()
					defer c.mu.Unlock()
					c.fault = "drops a reply"
					return nil
				}
				c.running.Wait()
				return nil
			}
		},
		Secrets: []string{secret}, Mentions: []string{"@all"}, Goroutine: "leftBehind",
		Malformed: func(_ *testing.T, p adaptertest.Peer) {
			c := p.(*chat)
			c.seen["broken"] = true
			if c.fault != "says nothing of it" {
				c.log.Warn("not understood")
			}
		},
		Wait: waitFor,
	}
}

// waitFor is short: nothing here takes any time.
const waitFor = time.Second

// TestSound has an adapter without a fault pass.
func TestSound(t *testing.T) { adaptertest.Run(t, fixture("")) }

// faultVariable has TestFault try a fault, in a process of its own that is to fail.
const faultVariable = "ADAPTERTEST_FAULT"

func TestFault(t *testing.T) {
	fault := os.Getenv(faultVariable)
	if fault == "" {
		t.Skip("for TestFaults")
	}
	adaptertest.Run(t, fixture(fault))
}

// TestFaults has the kit find each fault, in the subtest that is for it.
func TestFaults(t *testing.T) {
	for fault, subtest := range faults {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			name := "TestFault/" + strings.ReplaceAll(subtest, " ", "_")
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFault$/^"+strings.ReplaceAll(subtest, " ", "_")+"$")
			cmd.Env = append(os.Environ(), faultVariable+"="+fault)
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "--- FAIL: "+name+" ") {
				t.Errorf("%q passes %q: %v\n%s", fault, subtest, err, out)
			}
		})
	}
}
