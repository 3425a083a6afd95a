package broker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strconv"
	"sync"

	"github.com/rabbitmq/amqp091-go"
)

const (
	// window is how many messages are sent before their confirmations are waited for.
	window = 128
	// prefetch is how many messages of a partition an instance holds, so that it need
	// not wait for the next one.
	prefetch = 8
)

// The headers of a message, besides its properties that have a field.
const (
	headerKey   = "ce_subject"
	headerTrace = "traceparent"
)

// Broker publishes to an exchange of RabbitMQ, with PART.TYPE as the routing key. A
// group has a queue for each partition, of which one instance at a time is the
// consumer.
type Broker struct {
	cfg     Config
	log     *slog.Logger
	closing *closing
	turn    chan struct{} // has a value while nobody connects

	mu   sync.Mutex
	conn *connection  // for everything but consuming, or nil
	idle []*publisher // of conn
}

// Open does not connect yet. The caller closes the Broker.
func Open(cfg Config, log *slog.Logger) (*Broker, error) {
	b := &Broker{cfg: cfg, log: log, closing: newClosing(), turn: make(chan struct{}, 1)}
	b.turn <- struct{}{}
	return b, nil
}

func (b *Broker) exchange() string { return b.cfg.Prefix + ".events" }

// connection returns the connection that there is, or a new one.
func (b *Broker) connection(ctx context.Context) (*connection, error) {
	select {
	case <-b.turn:
		defer func() { b.turn <- struct{}{} }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	b.mu.Lock()
	conn := b.conn
	b.mu.Unlock()
	if conn != nil && !conn.IsClosed() {
		return conn, nil
	}
	conn, err := connect(ctx, b.cfg)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	select {
	case <-b.closing.done:
		conn.cut()
		return nil, errClosed
	default:
	}
	b.conn, b.idle = conn, nil
	return conn, nil
}

// declareExchange makes the exchange.
func (b *Broker) declareExchange(channel *amqp091.Channel) error {
	if err := channel.ExchangeDeclare(b.exchange(), amqp091.ExchangeTopic, true, false, false, false, nil); err != nil {
		return fmt.Errorf("declare exchange %s: %w", b.exchange(), err)
	}
	return nil
}

// declare makes the queues of the group, and returns how they are.
func (b *Broker) declare(channel *amqp091.Channel, group string) ([]amqp091.Queue, error) {
	if err := b.declareExchange(channel); err != nil {
		return nil, err
	}
	queues := make([]amqp091.Queue, Partitions)
	for part := range queues {
		name := fmt.Sprintf("%s.%s.%d", b.exchange(), group, part)
		var err error
		queues[part], err = channel.QueueDeclare(name, true, false, false, false, amqp091.Table{
			amqp091.QueueTypeArg:       amqp091.QueueTypeQuorum,
			"x-single-active-consumer": true,
			// Messages whose consumer dies go back to the head of a queue that has a
			// limit. If it could be reached, they would be lost.
			"x-delivery-limit": math.MaxInt32,
		})
		if err != nil {
			return nil, fmt.Errorf("declare queue %s: %w", name, err)
		}
		if err := channel.QueueBind(name, strconv.Itoa(part)+".#", b.exchange(), false, nil); err != nil {
			return nil, fmt.Errorf("bind queue %s: %w", name, err)
		}
	}
	return queues, nil
}

// Publish returns when the server has stored all messages. After an error it may
// have stored some; then the caller publishes all of them again. It fails if no
// queue would get a message.
func (b *Broker) Publish(ctx context.Context, messages []Message) error {
	for batch := range slices.Chunk(messages, window) {
		if err := b.publish(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

func (b *Broker) publish(ctx context.Context, messages []Message) error {
	ctx, cancel := context.WithTimeout(ctx, b.cfg.Timeout)
	defer cancel()
	conn, err := b.connection(ctx)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, conn.cut)()
	p, err := b.take(conn)
	if err != nil {
		return err
	}
	err = p.publish(ctx, messages)
	if err != nil && !errors.Is(err, errNoQueue) {
		_ = p.channel.Close() // confirmations of these messages may still be on their way
		return err
	}
	b.putBack(conn, p)
	return err
}

// take returns an idle publisher, or a new one.
func (b *Broker) take(conn *connection) (*publisher, error) {
	b.mu.Lock()
	last := len(b.idle) - 1
	if b.conn == conn && last >= 0 {
		defer b.mu.Unlock()
		p := b.idle[last]
		b.idle = b.idle[:last]
		return p, nil
	}
	b.mu.Unlock()
	channel, err := conn.Channel()
	if err != nil {
		return nil, fmt.Errorf("open channel: %w", err)
	}
	if err := b.declareExchange(channel); err != nil {
		return nil, err
	}
	return newPublisher(channel, b.exchange())
}

func (b *Broker) putBack(conn *connection, p *publisher) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.conn == conn {
		b.idle = append(b.idle, p)
	}
}

// Lag returns how many messages wait for the group. It does not count the few that
// instances hold.
func (b *Broker) Lag(ctx context.Context, group string) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, b.cfg.Timeout)
	defer cancel()
	conn, err := b.connection(ctx)
	if err != nil {
		return 0, err
	}
	defer context.AfterFunc(ctx, conn.cut)()
	channel, err := conn.Channel()
	if err != nil {
		return 0, fmt.Errorf("open channel: %w", err)
	}
	defer func() { _ = channel.Close() }()
	queues, err := b.declare(channel, group)
	if err != nil {
		return 0, err
	}
	var lag int64
	for _, queue := range queues {
		lag += int64(queue.Messages)
	}
	return lag, nil
}

// Check is a health.Check of the server. It should be optional. The heartbeat finds
// out if a connection is lost.
func (b *Broker) Check(ctx context.Context) error {
	_, err := b.connection(ctx)
	return err
}

// Close closes the connections. What consumes meanwhile ends.
func (b *Broker) Close() error {
	b.closing.close()
	b.mu.Lock()
	conn := b.conn
	b.conn, b.idle = nil, nil
	b.mu.Unlock()
	if conn != nil {
		conn.close(b.cfg.Timeout)
	}
	return nil
}
