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
			return fmt.Errorf("slack: socket mode ended: %w", explain("apps.connections.open", err))
		case e := <-client.Events:
			a.receiveSocket(ctx, client, e)
		}
	}
}

// receiveSocket accepts what an envelope holds and acknowledges it. One that could
// not be kept is not acknowledged: Slack sends it again.
func (a *Adapter) receiveSocket(ctx context.Context, client *socketmode.Client, e socketmode.Event) {
	var err error
	switch e.Type {
	case socketmode.EventTypeEventsAPI:
		err = a.receiveEvent(ctx, e.Request.Payload)
	case socketmode.EventTypeInteractive:
		err = a.receiveInteraction(ctx, e.Request.Payload)
	case socketmode.EventTypeSlashCommand:
		if c, ok := e.Data.(slack.SlashCommand); ok {
			err = a.receiveCommand(ctx, c)
		}
	case socketmode.EventTypeErrorBadMessage:
		a.receiveUnread(ctx, client, e)
		return
	case socketmode.EventTypeConnectionError, socketmode.EventTypeIncomingError, socketmode.EventTypeErrorWriteFailed:
		a.log.WarnContext(ctx, "socket mode connection lost, it will be opened again", "event", string(e.Type))
		return
	case socketmode.EventTypeInvalidAuth:
		a.log.ErrorContext(ctx, "app token refused: make another with the scope connections:write under Basic Information")
		return
	default:
		return
	}
	if err != nil {
		a.log.ErrorContext(ctx, "event not accepted", "err", err)
		return
	}
	if e.Request != nil {
		if err := client.AckCtx(ctx, e.Request.EnvelopeID, nil); err != nil {
			a.log.WarnContext(ctx, "event not acknowledged, it will come again", "err", err)
		}
	}
}

// receiveUnread takes an envelope that the client has no type for: its event may be
// one of ours all the same, and unacknowledged it would come again and again.
func (a *Adapter) receiveUnread(ctx context.Context, client *socketmode.Client, e socketmode.Event) {
	bad, ok := e.Data.(*socketmode.ErrorBadMessage)
	if !ok {
		return
	}
	var raw struct {
		Type       string          `json:"type"`
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(bad.Message, &raw); err != nil || raw.EnvelopeID == "" {
		a.log.WarnContext(ctx, "message of socket mode not understood")
		return
	}
	if raw.Type == "events_api" {
		if err := a.receiveEvent(ctx, raw.Payload); err != nil {
			a.log.ErrorContext(ctx, "event not accepted", "err", err)
		}
	}
	if err := client.AckCtx(ctx, raw.EnvelopeID, nil); err != nil {
		a.log.WarnContext(ctx, "event not acknowledged, it will come again", "err", err)
	}
}
