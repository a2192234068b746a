package standin_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"bigtalk/adapters/slack/standin"
)

// connect runs slack-go's client of Socket Mode until the test ends.
func connect(t *testing.T, api *slack.Client) *socketmode.Client {
	t.Helper()
	c := socketmode.New(api, socketmode.OptionLog(log.New(io.Discard, "", 0)))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = c.RunContext(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return c
}

// next is the client's next event of a type; others are passed over.
func next(t *testing.T, c *socketmode.Client, kind socketmode.EventType) socketmode.Event {
	t.Helper()
	ctx := within(t)
	for {
		select {
		case e := <-c.Events:
			if e.Type == kind {
				return e
			}
		case <-ctx.Done():
			t.Fatalf("no event of type %s", kind)
		}
	}
}

// dial is a bare connection, for what slack-go's client does not do.
func dial(t *testing.T, api *slack.Client) *websocket.Conn {
	t.Helper()
	_, url, err := api.StartSocketModeContext(t.Context())
	ok(t, err)
	ws, resp, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	if err != nil {
		t.Fatalf("dial: %v, %+v", err, resp)
	}
	t.Cleanup(func() { _ = ws.Close() })
	return ws
}

// frame is what an envelope looks like.
type frame struct {
	Type         string          `json:"type"`
	EnvelopeID   string          `json:"envelope_id"`
	Payload      json.RawMessage `json:"payload"`
	Accepts      bool            `json:"accepts_response_payload"`
	RetryAttempt int             `json:"retry_attempt"`
	RetryReason  string          `json:"retry_reason"`
	Reason       string          `json:"reason"`
	Connections  int             `json:"num_connections"`
}

func receive(t *testing.T, ws *websocket.Conn) frame {
	t.Helper()
	ok(t, ws.SetReadDeadline(time.Now().Add(soon)))
	var f frame
	ok(t, ws.ReadJSON(&f))
	return f
}

func TestSocketDelivers(t *testing.T) {
	w, api := start(t, standin.Options{})
	c := connect(t, api)
	if hello := next(t, c, socketmode.EventTypeHello); hello.Request.NumConnections != 1 || hello.Request.ConnectionInfo.AppID != standin.AppID {
		t.Errorf("hello %+v", hello.Request)
	}
	sent := w.Send(w.Mention(standin.Said{Text: "how?"}))
	e := next(t, c, socketmode.EventTypeEventsAPI)
	m, isMention := e.Data.(slackevents.EventsAPIEvent).InnerEvent.Data.(*slackevents.AppMentionEvent)
	if !isMention || m.Text != "<@"+standin.BotUserID+"> how?" || m.User != standin.Alice || m.Channel != standin.General {
		t.Errorf("mention %+v", m)
	}
	ok(t, c.Ack(*e.Request))
	ok(t, sent.Wait(within(t)))
	s := sent.Sendings()
	if len(s) != 1 || !s[0].Acked || s[0].After <= 0 || s[0].EnvelopeID != e.Request.EnvelopeID || sent.Acks() != 1 {
		t.Errorf("sendings %+v", s)
	}

	cmd := w.Send(w.SlashCommand(standin.Bob, standin.General, "/istio", "mTLS & more"))
	e = next(t, c, socketmode.EventTypeSlashCommand)
	if got := e.Data.(slack.SlashCommand); got.Text != "mTLS & more" || got.UserID != standin.Bob || !e.Request.AcceptsResponsePayload {
		t.Errorf("command %+v", got)
	}
	ok(t, c.Ack(*e.Request, map[string]any{"text": "one moment", "response_type": "ephemeral"}))
	ok(t, cmd.Wait(within(t)))
	if got := w.Ephemerals(standin.General); len(got) != 1 || got[0].Text != "one moment" || got[0].EphemeralTo != standin.Bob {
		t.Errorf("immediate answer %+v", got)
	}
	if payload := string(cmd.Payload()); !strings.Contains(payload, "one moment") {
		t.Errorf("payload %s", payload)
	}

	_, ts, err := api.PostMessage(standin.General, slack.MsgOptionText("a", false), slack.MsgOptionBlocks(
		slack.NewActionBlock("row", slack.NewButtonBlockElement("more", "v1", slack.NewTextBlockObject("plain_text", "More", false, false)))))
	ok(t, err)
	w.Send(w.BlockAction(standin.Alice, standin.General, ts, "more", ""))
	e = next(t, c, socketmode.EventTypeInteractive)
	if got := e.Data.(slack.InteractionCallback); len(got.ActionCallback.BlockActions) != 1 || got.ActionCallback.BlockActions[0].Value != "v1" {
		t.Errorf("interaction %+v", got)
	}
	ok(t, c.Ack(*e.Request))
}

func TestSocketWaitsForAConnection(t *testing.T) {
	w, api := start(t, standin.Options{})
	sent := w.Send(w.DirectMessage(standin.Said{Text: "early"}))
	if n := len(sent.Sendings()); n != 0 {
		t.Fatalf("%d frames sent to nobody", n)
	}
	c := connect(t, api)
	e := next(t, c, socketmode.EventTypeEventsAPI)
	ok(t, c.Ack(*e.Request))
	ok(t, sent.Wait(within(t)))
}

func TestSocketRetries(t *testing.T) {
	w, api := start(t, standin.Options{AckTimeout: 100 * time.Millisecond, RetryDelays: []time.Duration{0, time.Millisecond, time.Millisecond}})
	ws := dial(t, api)
	receive(t, ws) // hello
	sent := w.Send(w.Mention(standin.Said{Text: "a"}))
	ids, events := make(map[string]bool), make(map[string]bool)
	for attempt := range 3 {
		f := receive(t, ws)
		reason := ""
		if attempt > 0 {
			reason = "timeout"
		}
		if f.RetryAttempt != attempt || f.RetryReason != reason || f.Accepts {
			t.Errorf("attempt %d: %+v", attempt, f)
		}
		ids[f.EnvelopeID] = true
		var p struct {
			EventID string `json:"event_id"`
		}
		ok(t, json.Unmarshal(f.Payload, &p))
		events[p.EventID] = true
		if attempt == 2 {
			ok(t, ws.WriteJSON(map[string]string{"envelope_id": f.EnvelopeID}))
		}
	}
	ok(t, sent.Wait(within(t)))
	if len(ids) != 3 || len(events) != 1 || !events[sent.Event.ID] {
		t.Errorf("%d envelopes of %d events, want 3 of 1", len(ids), len(events))
	}

	// A late acknowledgement of an earlier attempt counts as one more.
	ok(t, ws.WriteJSON(map[string]string{"envelope_id": sent.Sendings()[0].EnvelopeID}))
	ok(t, w.Wait(within(t), func() bool { return sent.Acks() == 2 }))

	never := w.Send(w.Mention(standin.Said{Text: "b"}))
	if err := never.Wait(within(t)); !errors.Is(err, standin.ErrUnanswered) {
		t.Errorf("error %v", err)
	}
	if n := len(never.Sendings()); n != 4 {
		t.Errorf("%d attempts, want 4", n)
	}
	once := w.Send(w.SlashCommand(standin.Alice, standin.General, "/istio", "a"))
	if err := once.Wait(within(t)); !errors.Is(err, standin.ErrUnanswered) {
		t.Errorf("error %v", err)
	}
	if n := len(once.Sendings()); n != 1 {
		t.Errorf("%d attempts of a command, want 1", n)
	}
}

func TestSocketResend(t *testing.T) {
	w, api := start(t, standin.Options{})
	ws := dial(t, api)
	receive(t, ws)
	w.Disconnect(standin.Warning) // which is not the end
	if f := receive(t, ws); f.Type != "disconnect" || f.Reason != standin.Warning {
		t.Errorf("notice %+v", f)
	}
	sent := w.Send(w.Mention(standin.Said{Text: "a"}))
	first := receive(t, ws)
	sent.Resend()
	second := receive(t, ws)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("the repeat differs (-first +second):\n%s", diff)
	}
}

func TestSocketStrangeFrames(t *testing.T) {
	w, api := start(t, standin.Options{})
	ws := dial(t, api)
	receive(t, ws)
	sent := w.Send(w.Mention(standin.Said{Text: "a"}))
	f := receive(t, ws)
	big, err := json.Marshal(map[string]any{"envelope_id": f.EnvelopeID, "payload": map[string]string{"text": strings.Repeat("a", 20<<10)}})
	ok(t, err)
	for _, text := range []string{"nonsense", `{"envelope_id":"none"}`, string(big)} {
		ok(t, ws.WriteMessage(websocket.TextMessage, []byte(text)))
	}
	ok(t, w.Wait(within(t), func() bool { return len(w.Strange()) == 3 }))
	for i, why := range []string{"no JSON: ", "unknown envelope: ", "too large: "} {
		if !strings.HasPrefix(w.Strange()[i], why) {
			t.Errorf("frame %d: %.60s, want %s", i, w.Strange()[i], why)
		}
	}
	if sent.Acks() != 0 {
		t.Error("an acknowledgement that is too large was heard")
	}
}

func TestSocketReconnects(t *testing.T) {
	w, api := start(t, standin.Options{AckTimeout: 100 * time.Millisecond, RetryDelays: make([]time.Duration, 100)})
	c := connect(t, api)
	ctx, cancel := context.WithCancel(t.Context())
	acking := make(chan struct{})
	go func() { // acknowledges whatever comes
		defer close(acking)
		for {
			select {
			case e := <-c.Events:
				if e.Type == socketmode.EventTypeEventsAPI {
					_ = c.AckCtx(ctx, e.Request.EnvelopeID, nil)
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	defer func() { cancel(); <-acking }()
	answer := func(text string) {
		t.Helper()
		ok(t, w.Send(w.Mention(standin.Said{Text: text})).Wait(within(t)))
	}
	answer("first")
	for i, end := range []func(){
		func() { w.Disconnect(standin.RefreshRequested) },
		w.DropConnections,
		func() { w.RefuseConnections(1); w.DropConnections() },
	} {
		ok(t, w.WaitConnections(within(t), 1))
		before := w.Connected()
		end()
		ok(t, w.Wait(within(t), func() bool { return w.Connected() > before && w.Connections() == 1 }))
		answer([]string{"refreshed", "dropped", "refused"}[i])
	}
	if w.Refusals() != 0 {
		t.Error("no connection was refused")
	}
}

func TestSocketEventOfADroppedConnection(t *testing.T) {
	w, api := start(t, standin.Options{AckTimeout: 100 * time.Millisecond})
	dial(t, api) // never answers
	ok(t, w.WaitConnections(within(t), 1))
	sent := w.Send(w.Mention(standin.Said{Text: "a"}))
	w.DropConnections()
	c := connect(t, api)
	e := next(t, c, socketmode.EventTypeEventsAPI)
	ok(t, c.Ack(*e.Request))
	ok(t, sent.Wait(within(t)))
	if s := sent.Sendings(); len(s) != 2 || s[0].Acked || s[1].RetryAttempt != 1 || s[1].Connection == s[0].Connection {
		t.Errorf("sendings %+v", s)
	}
}

func TestSocketSeveralConnections(t *testing.T) {
	w, api := start(t, standin.Options{})
	var all []*websocket.Conn
	for i := range 10 {
		ws := dial(t, api)
		if hello := receive(t, ws); hello.Type != "hello" || hello.Connections != i+1 {
			t.Fatalf("connection %d: %+v", i, hello)
		}
		all = append(all, ws)
	}
	eleventh := dial(t, api)
	if f := receive(t, eleventh); f.Type != "disconnect" || f.Reason != standin.TooManyWebsockets {
		t.Errorf("the eleventh connection: %+v", f)
	}
	if _, _, err := eleventh.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		t.Errorf("the eleventh connection goes on: %v", err)
	}
	for range 10 {
		w.Send(w.Mention(standin.Said{Text: "a"}))
	}
	for i, ws := range all { // each event went to one of them
		if f := receive(t, ws); f.Type != "events_api" {
			t.Errorf("connection %d: %+v", i, f)
		}
	}
}

func TestSocketReorder(t *testing.T) {
	w, api := start(t, standin.Options{})
	ws := dial(t, api)
	receive(t, ws)
	w.Reorder(3)
	var want, got []string
	for _, text := range []string{"a", "b", "c", "d"} {
		want = append(want, w.Send(w.ChannelMessage(standin.Said{Text: text})).Event.ID)
	}
	for range want {
		var p struct {
			EventID string `json:"event_id"`
		}
		ok(t, json.Unmarshal(receive(t, ws).Payload, &p))
		got = append(got, p.EventID)
	}
	if diff := cmp.Diff([]string{want[2], want[1], want[0], want[3]}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestSocketTicketsAndPings(t *testing.T) {
	w, api := start(t, standin.Options{PingInterval: 10 * time.Millisecond})
	_, url, err := api.StartSocketModeContext(t.Context())
	ok(t, err)
	pings := make(chan string, 100)
	ws, _, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	ok(t, err)
	defer ws.Close()
	ws.SetPingHandler(func(text string) error { pings <- text; return nil })
	go func() {
		for {
			if _, _, err := ws.ReadMessage(); err != nil {
				return
			}
		}
	}()
	for range 3 {
		select {
		case <-pings:
		case <-within(t).Done():
			t.Fatal("no ping")
		}
	}
	w.Mute(true)
	if _, resp, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil); err == nil || resp == nil || resp.StatusCode != 403 {
		t.Errorf("a ticket was good twice: %v", err)
	}
}

func TestSocketPingTimeout(t *testing.T) {
	w, api := start(t, standin.Options{PingInterval: 5 * time.Millisecond})
	c := socketmode.New(api, socketmode.OptionPingInterval(100*time.Millisecond), socketmode.OptionLog(log.New(io.Discard, "", 0)))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = c.RunContext(ctx) }()
	defer func() { cancel(); <-done }()
	ok(t, w.WaitConnections(within(t), 1))
	before := w.Connected()
	w.Mute(true) // a connection that is dead unnoticed
	ok(t, w.Wait(within(t), func() bool { return w.Connected() > before }))
}

func TestSocketRawFrames(t *testing.T) {
	w, api := start(t, standin.Options{})
	c := connect(t, api)
	ok(t, w.WaitConnections(within(t), 1))
	w.SendRaw(`{"type":"events_api","envelope_id":"e1","payload":{"type":"event_callback","event":{"type":"from_the_future"}}}`)
	next(t, c, socketmode.EventTypeErrorBadMessage)
	w.SendRaw(`nonsense`)
	next(t, c, socketmode.EventTypeIncomingError)
	sent := w.Send(w.Callback(map[string]any{"type": "from_the_future", "user": standin.Alice}))
	bad := next(t, c, socketmode.EventTypeErrorBadMessage).Data.(*socketmode.ErrorBadMessage)
	if !strings.Contains(string(bad.Message), sent.Event.ID) {
		t.Errorf("message %s", bad.Message)
	}
}
