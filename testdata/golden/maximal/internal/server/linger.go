package server

import (
	"net"
	"sync/atomic"
	"time"

	"github.com/valyala/fasthttp"
)

// lingerTime is how long a client has to read why its request was refused.
const lingerTime = 500 * time.Millisecond

// lingering is a listener whose connections can linger.
type lingering struct {
	net.Listener
}

func (l lingering) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c}, nil
}

// conn is a connection that lingers once a request on it was refused before it
// was read: closed with bytes unread, it would be reset, and the client could
// not read the answer.
type conn struct {
	net.Conn
	refused atomic.Bool
}

func (c *conn) Close() error {
	if tcp, ok := c.Conn.(*net.TCPConn); ok && c.refused.Load() {
		if err := tcp.CloseWrite(); err == nil {
			time.Sleep(lingerTime)
		}
	}
	return c.Conn.Close()
}

// lingerAfter makes connections linger after refuse has answered on them.
func lingerAfter(refuse func(*fasthttp.RequestCtx, error)) func(*fasthttp.RequestCtx, error) {
	return func(r *fasthttp.RequestCtx, err error) {
		if c, ok := r.Conn().(*conn); ok {
			c.refused.Store(true)
		}
		refuse(r, err)
	}
}
