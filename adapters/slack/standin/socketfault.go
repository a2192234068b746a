package standin

import (
	"context"
	"fmt"
	"slices"
)

// Connections is how many connections the app has.
func (w *Workspace) Connections() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.socket.open)
}

// Connected is how many connections the app has ever had.
func (w *Workspace) Connected() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.socket.opened
}

// WaitConnections waits until the app has exactly n connections.
func (w *Workspace) WaitConnections(ctx context.Context, n int) error {
	if err := w.Wait(ctx, func() bool { return w.Connections() == n }); err != nil {
		return fmt.Errorf("wait for %d connections, %d now: %w", n, w.Connections(), err)
	}
	return nil
}

// Disconnect sends the disconnect message to every connection. Warning leaves them as
// they are; after any other reason they get no more envelopes and are closed.
func (w *Workspace) Disconnect(reason string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range slices.Clone(w.socket.open) {
		c.frame(w.disconnectMessage(reason))
		if reason != Warning {
			c.raw(nil)
			w.forget(c)
		}
	}
}

// DropConnections cuts every TCP connection without a word, as a broken network does.
func (w *Workspace) DropConnections() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range slices.Clone(w.socket.open) {
		c.cut()
		w.forget(c)
	}
}

// RefuseConnections answers the next n attempts to connect with 503, after
// apps.connections.open has succeeded.
func (w *Workspace) RefuseConnections(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.socket.refuse = n
}

// Refusals is how many attempts to connect are still to be refused.
func (w *Workspace) Refusals() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.socket.refuse
}

// Mute stops the pings, as a connection does whose other side is gone unnoticed, or
// starts them again.
func (w *Workspace) Mute(on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.socket.mute = on
}

// Reorder keeps the next n envelopes back and then sends them last first.
func (w *Workspace) Reorder(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.socket.reorder = n
}

// SendRaw sends a frame as it is, such as one that is no JSON, on one connection.
func (w *Workspace) SendRaw(frame string) {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.socket.open) == 0 {
		w.t.Fatal("standin: SendRaw without a connection")
	}
	w.socket.open[0].raw([]byte(frame))
}

// Strange are the frames from the app that Slack would not hear: no JSON, an unknown
// envelope, or 20 KB and more, each with the reason before it.
func (w *Workspace) Strange() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.socket.strange)
}
