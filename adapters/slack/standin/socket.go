package standin

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gorilla/websocket"
)

const (
	// maxConnections is how many connections an app may have.
	maxConnections = 10
	// maxAck is where an acknowledgement is too large to be heard, in bytes.
	maxAck = 20 << 10
)

// The reasons of a disconnect message.
const (
	Warning           = "warning"           // the connection goes on; Slack gives notice of a close
	RefreshRequested  = "refresh_requested" // Slack closes: connect anew
	LinkDisabled      = "link_disabled"     // Socket Mode has been switched off
	TooManyWebsockets = "too_many_websockets"
)

// socketMode is the state of all connections and envelopes.
type socketMode struct {
	open    []*connection
	next    int // of open, for the next envelope
	opened  int // connections ever
	refuse  int
	mute    bool
	tickets map[string]bool

	sent    map[string]*sending // by envelope id
	all     []*Envelope
	waiting []*Envelope // for a connection
	kept    []*Envelope // back, until there are reorder of them
	reorder int
	strange []string
}

func newSocketMode() socketMode {
	return socketMode{tickets: make(map[string]bool), sent: make(map[string]*sending)}
}

// connectionsOpen is apps.connections.open.
func (w *Workspace) connectionsOpen(Args) (object, *failure) {
	ticket := fmt.Sprintf("ticket-%d", w.number())
	w.socket.tickets[ticket] = true
	return object{"url": "ws" + strings.TrimPrefix(w.server.URL, "http") + "/link/?ticket=" + ticket + "&app_id=" + AppID}, nil
}

// serveSocket is the endpoint of the WebSocket. A ticket is good for one connection.
func (w *Workspace) serveSocket(rw http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	w.mu.Lock()
	good, refused := w.socket.tickets[ticket], w.socket.refuse > 0
	delete(w.socket.tickets, ticket)
	if refused {
		w.socket.refuse--
		w.notify()
	}
	w.mu.Unlock()
	switch {
	case !good:
		http.Error(rw, "invalid ticket", http.StatusForbidden)
		return
	case refused:
		http.Error(rw, "try again", http.StatusServiceUnavailable)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(rw, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := &connection{ws: ws, out: make(chan []byte, outbox), done: make(chan struct{})}
	w.mu.Lock()
	if w.ctx.Err() != nil {
		w.mu.Unlock()
		c.cut()
		return
	}
	w.bg.Go(func() { w.write(c) })
	w.bg.Go(func() { w.read(c) })
	w.connected(c)
	w.mu.Unlock()
}

// connected greets c and gives it what waits for a connection. The caller holds mu.
func (w *Workspace) connected(c *connection) {
	s := &w.socket
	if len(s.open) == maxConnections {
		c.frame(w.disconnectMessage(TooManyWebsockets))
		c.raw(nil)
		return
	}
	s.opened++
	c.n = s.opened
	s.open = append(s.open, c)
	c.frame(object{
		"type": "hello", "num_connections": len(s.open), "connection_info": object{"app_id": AppID},
		"debug_info": object{"host": "applink-standin", "build_number": 1, "approximate_connection_time": 18060},
	})
	waiting := s.waiting
	s.waiting = nil
	for _, e := range waiting {
		w.dispatch(e)
	}
	w.notify()
}
