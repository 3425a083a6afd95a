package broker

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/rabbitmq/amqp091-go"
)

// heartbeat is how often both sides show that they live. A connection is closed
// when nothing has come for twice as long.
const heartbeat = 5 * time.Second

// connection is a connection that can be cut. The methods of the library do not
// return while the server does not read, as when it is short of memory.
type connection struct {
	*amqp091.Connection
	tcp net.Conn
}

// connect returns a new connection.
func connect(ctx context.Context, cfg Config) (*connection, error) {
	ctx, cancel := context.WithTimeout(ctx, cfg.Timeout)
	defer cancel()
	c := &connection{}
	config := amqp091.Config{
		Heartbeat:  heartbeat,
		Locale:     "en_US",
		Properties: amqp091.NewConnectionProperties(),
		Dial: func(network, addr string) (net.Conn, error) {
			var dialer net.Dialer
			conn, err := dialer.DialContext(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			c.tcp = conn
			deadline, _ := ctx.Deadline()
			return conn, conn.SetDeadline(deadline) // the library lifts it after the handshake
		},
	}
	config.Properties.SetClientConnectionName(cfg.Prefix)
	conn, err := amqp091.DialConfig(string(cfg.URL), config)
	if err != nil {
		return nil, fmt.Errorf("connect to rabbitmq: %w", err)
	}
	c.Connection = conn
	return c, nil
}

// cut closes the connection without a word to the server.
func (c *connection) cut() { _ = c.tcp.Close() }

// close closes the connection when everything that was written has been sent.
func (c *connection) close(timeout time.Duration) {
	timer := time.AfterFunc(timeout, c.cut)
	defer timer.Stop()
	_ = c.Close() // it may be lost already
	c.cut()
}
