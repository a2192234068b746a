package standin

import (
	"context"
	"net"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// outbox is more frames than a test sends to one connection unread.
	outbox = 4096
	// writeWait bounds a write to an app that no longer reads.
	writeWait = 10 * time.Second
)

// A connection is one WebSocket of the app.
type connection struct {
	n    int // 1 for the workspace's first
	ws   *websocket.Conn
	out  chan []byte // nil closes
	done chan struct{}
}

func (w *Workspace) disconnectMessage(reason string) object {
	return object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "applink-standin"}}
}

// frame queues a message.
func (c *connection) frame(v object) { c.raw(mustJSON(v)) }

// raw queues a frame, or a close where it is nil.
func (c *connection) raw(text []byte) {
	select {
	case c.out <- text:
	default:
		c.cut()
	}
}

// cut ends the TCP connection without a goodbye.
func (c *connection) cut() {
	if tcp, ok := c.ws.NetConn().(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.ws.NetConn().Close()
}

// write sends what is queued for c, and pings.
func (w *Workspace) write(c *connection) {
	ping := time.NewTicker(w.opts.PingInterval)
	defer ping.Stop()
	send := func(kind int, text []byte) error {
		_ = c.ws.SetWriteDeadline(time.Now().Add(writeWait))
		return c.ws.WriteMessage(kind, text)
	}
	// A client waits for the first ping, too.
	err := c.ws.WriteControl(websocket.PingMessage, []byte("hello"), time.Now().Add(writeWait))
	for err == nil {
		select {
		case text := <-c.out:
			if text != nil {
				err = send(websocket.TextMessage, text)
				continue
			}
			_ = send(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""))
			w.closing(c)
			return
		case <-ping.C:
			if !w.muted() {
				err = c.ws.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(writeWait))
			}
		case <-c.done:
			return
		case <-w.ctx.Done():
			err = w.ctx.Err()
		}
	}
	c.cut()
}

// closing waits for the app's side of a close, and cuts where it takes too long.
func (w *Workspace) closing(c *connection) {
	ctx, cancel := context.WithTimeout(w.ctx, writeWait)
	defer cancel()
	select {
	case <-c.done:
	case <-ctx.Done():
		c.cut()
	}
}

func (w *Workspace) muted() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.socket.mute
}

// read hears the app's acknowledgements until the connection ends.
func (w *Workspace) read(c *connection) {
	defer func() {
		close(c.done)
		_ = c.ws.Close()
		w.mu.Lock()
		defer w.mu.Unlock()
		w.forget(c)
	}()
	for {
		_, text, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		w.hear(text)
	}
}

// forget takes c from the open connections. The caller holds mu.
func (w *Workspace) forget(c *connection) {
	s := &w.socket
	for i, other := range s.open {
		if other == c {
			s.open = append(s.open[:i:i], s.open[i+1:]...)
			w.notify()
			return
		}
	}
}
