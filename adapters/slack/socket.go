package slack

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// maxSocketMessage bounds what Slack sends over a socket, far past its events.
const maxSocketMessage = 4 << 20

// listen takes events over Socket Mode until ctx is done. The client reconnects by
// itself, with waits that grow.
func (a *Adapter) listen(ctx context.Context) error {
	client := socketmode.New(a.api, socketmode.OptionReadLimit(maxSocketMessage))
	done := make(chan error, 1)
	go func() { done <- client.RunContext(ctx) }()
	for {
		select {
		case err := <-done:
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("slack: socket mode ended: %w", explain(openConnection, err))
		case e := <-client.Events:
			a.receiveSocket(ctx, client, e)
		}
	}
}

// receiveSocket accepts what an envelope holds and acknowledges it.
func (a *Adapter) receiveSocket(ctx context.Context, client *socketmode.Client, e socketmode.Event) {
	switch e.Type {
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeInteractive, socketmode.EventTypeSlashCommand:
		a.receiveEnvelope(ctx, client, *e.Request)
	case socketmode.EventTypeErrorBadMessage:
		// One that the client has no type for may be ours all the same, and comes again
		// and again while it is not acknowledged.
		var r socketmode.Request
		bad, ok := e.Data.(*socketmode.ErrorBadMessage)
		if !ok || json.Unmarshal(bad.Message, &r) != nil || r.EnvelopeID == "" {
			a.log.WarnContext(ctx, "message of socket mode not understood")
			return
		}
		a.receiveEnvelope(ctx, client, r)
	case socketmode.EventTypeHello:
		a.connected.Store(true)
		if id := e.Request.ConnectionInfo.AppID; id != "" {
			a.appID.Store(&id)
		}
	case socketmode.EventTypeDisconnect:
		a.connected.Store(false)
	case socketmode.EventTypeConnectionError, socketmode.EventTypeIncomingError, socketmode.EventTypeErrorWriteFailed:
		a.connected.Store(false)
		a.log.WarnContext(ctx, "socket mode connection lost, it will be opened again", "event", string(e.Type), "err", causeOf(e))
	}
}

// causeOf is why a connection could not be made; nil where the client does not say.
func causeOf(e socketmode.Event) error {
	if failed, ok := e.Data.(*slack.ConnectionErrorEvent); ok && failed.ErrorObj != nil {
		return explain(openConnection, failed.ErrorObj)
	}
	return nil
}

// receiveEnvelope accepts what a request holds. One that could not be kept is not
// acknowledged: Slack sends it again. One that cannot be read never can, and is.
func (a *Adapter) receiveEnvelope(ctx context.Context, client *socketmode.Client, r socketmode.Request) {
	var err error
	switch r.Type {
	case socketmode.RequestTypeEventsAPI:
		var e envelope
		if e, err = readEnvelope(r.Payload); err == nil {
			err = a.receiveEvent(ctx, e)
		}
	case socketmode.RequestTypeInteractive:
		err = a.receiveInteraction(ctx, r.Payload)
	case socketmode.RequestTypeSlashCommands:
		var c slack.SlashCommand
		if err = json.Unmarshal(r.Payload, &c); err == nil {
			err = a.receiveCommand(ctx, c)
		}
	}
	switch {
	case isMalformed(err):
		a.log.WarnContext(ctx, "envelope not decoded", "type", r.Type)
	case err != nil:
		a.log.ErrorContext(ctx, "event not accepted", "err", err)
		return
	}
	if err := client.AckCtx(ctx, r.EnvelopeID, nil); err != nil {
		a.log.WarnContext(ctx, "event not acknowledged, it will come again", "err", err)
	}
}
