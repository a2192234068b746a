package standin_test

import (
	"bytes"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"bigtalk/adapters/slack/standin"
)

// TestSlackSDK lets an app on slack_sdk, Slack's own client for Python, talk to the
// stand-in. The other tests do the same with slack-go; this one keeps them honest where
// slack_sdk is installed.
func TestSlackSDK(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 in PATH; slack-go's client has tested the same")
	}
	if err := exec.CommandContext(t.Context(), python, "-c", "import slack_sdk").Run(); err != nil {
		t.Skip("python3 has no slack_sdk (pip install slack_sdk); slack-go's client has tested the same")
	}
	w, _ := start(t, standin.Options{})
	w.RateLimit("conversations.replies", 1, time.Second)
	const body, ts = "token=a&text=b+%26", 1795564800
	ctx := within(t)
	cmd := exec.CommandContext(ctx, python, "testdata/sdk.py", w.APIURL(), standin.BotToken, standin.AppToken,
		body, strconv.Itoa(ts), standin.Sign(secret, ts, []byte(body)))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	ok(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	// script fails the test with what the script says where err is one.
	script := func(err error) {
		t.Helper()
		if err != nil {
			_ = cmd.Process.Kill()
			t.Fatalf("%v; sdk.py ended: %v\n%s", err, <-ended, &out)
		}
	}
	script(w.WaitConnections(ctx, 1))
	q := w.Mention(standin.Said{Text: "how?"})
	script(w.Send(q).Wait(ctx))
	script(w.Wait(ctx, func() bool { return len(w.Thread(standin.General, q.TS)) == 2 }))
	answer := w.Thread(standin.General, q.TS)[1]
	script(w.Send(w.SlashCommand(standin.Bob, standin.General, "/istio", "a")).Wait(ctx))
	script(w.Send(w.BlockAction(standin.Alice, standin.General, answer.TS, "more", "")).Wait(ctx))
	if err := <-ended; err != nil {
		t.Fatalf("sdk.py: %v\n%s", err, &out)
	}
	if got := w.Thread(standin.General, q.TS)[1]; got.Text != "updated" || got.Blocks != nil || got.Metadata == nil {
		t.Errorf("the answer after the update: %+v", got)
	}
	if e := w.Ephemerals(standin.General); len(e) != 1 || e[0].EphemeralTo != standin.Bob {
		t.Errorf("the command's answer: %+v", e)
	}
	if calls := w.Calls("conversations.replies"); len(calls) != 2 || calls[0].Error != "ratelimited" {
		t.Errorf("calls %+v, want one refused and one repeated", calls)
	}
	if strange := w.Strange(); len(strange) > 0 {
		t.Errorf("frames that Slack would not hear: %q", strange)
	}
}
