package broker

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"
)

const (
	// duplicates is how long the server knows the ID of a message, and drops it if
	// it is published again.
	duplicates = 2 * time.Minute
	// ackWait is how long a message is kept from other instances after the one that
	// has it was last heard of.
	ackWait = 10 * time.Second
	// The server is taken for dead when it has not answered two pings.
	pingInterval = 5 * time.Second
)

// The headers of a message, besides its ID.
const (
	headerType    = "Ce-Type"
	headerKey     = "Ce-Subject"
	headerTrace   = "Traceparent"
	headerContent = "Content-Type"
)

// Broker publishes to a stream of NATS JetStream and consumes from it. Its subjects
// are PREFIX.events.PART.TYPE. A group has a durable consumer for each partition,
// which hands out the next message when the last one is acknowledged.
type Broker struct {
	cfg      Config
	log      *slog.Logger
	conn     *nats.Conn
	js       jetstream.JetStream
	closing  *closing
	declared atomic.Bool // the stream is there, as far as is known
}

// Open connects in the background, for as long as it takes. The caller closes the
// Broker.
func Open(cfg Config, log *slog.Logger) (*Broker, error) {
	b := &Broker{cfg: cfg, log: log, closing: newClosing()}
	conn, err := nats.Connect(cfg.URL,
		nats.Name(cfg.Prefix),
		nats.UserInfo(cfg.Username, string(cfg.Password)),
		nats.Timeout(cfg.Timeout),
		nats.PingInterval(pingInterval),
		nats.MaxPingsOutstanding(2),
		nats.RetryOnFailedConnect(true),
		nats.MaxReconnects(-1),
		nats.IgnoreAuthErrorAbort(),
		// What is published meanwhile fails at once, so that the caller can decide.
		nats.ReconnectBufSize(-1),
		nats.DisconnectErrHandler(b.disconnected),
		nats.ConnectHandler(b.connected),
		nats.ReconnectHandler(b.connected),
		nats.ErrorHandler(b.failed),
	)
	if err != nil {
		return nil, fmt.Errorf("nats: %w", err)
	}
	if !conn.IsConnected() { // the library tells of later disconnections only
		conn.Opts.DisconnectedErrCB(conn, conn.LastError())
	}
	js, err := jetstream.New(conn)
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("nats: %w", err)
	}
	b.conn, b.js = conn, js
	return b, nil
}

func (b *Broker) disconnected(conn *nats.Conn, err error) {
	if !conn.IsClosed() {
		b.log.WarnContext(context.Background(), "nats is down", slog.Any("error", err))
	}
}

func (b *Broker) connected(*nats.Conn) {
	b.log.InfoContext(context.Background(), "nats is connected")
}

func (b *Broker) failed(_ *nats.Conn, _ *nats.Subscription, err error) {
	b.log.WarnContext(context.Background(), "nats", slog.Any("error", err))
}

// stream returns the name of the stream.
func (b *Broker) stream() string { return b.cfg.Prefix + "-events" }

// subjects returns the beginning of the subjects of a partition.
func (b *Broker) subjects(part int) string {
	return b.cfg.Prefix + ".events." + strconv.Itoa(part) + "."
}

// declare makes the stream.
func (b *Broker) declare(ctx context.Context) error {
	if b.declared.Load() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.Timeout)
	defer cancel()
	_, err := b.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name:       b.stream(),
		Subjects:   []string{b.cfg.Prefix + ".events.>"},
		Storage:    jetstream.FileStorage,
		Replicas:   b.cfg.Replicas,
		MaxAge:     b.cfg.Keep,
		Duplicates: duplicates,
	})
	if err != nil {
		return fmt.Errorf("declare stream %s: %w", b.stream(), err)
	}
	b.declared.Store(true)
	return nil
}

// Publish returns when the server has stored all messages. After an error it may
// have stored some; then the caller publishes all of them again.
func (b *Broker) Publish(ctx context.Context, messages []Message) error {
	if err := b.declare(ctx); err != nil {
		return err
	}
	var parts [Partitions][]Message
	for _, m := range messages {
		parts[m.Part] = append(parts[m.Part], m)
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, part := range parts {
		group.Go(func() error { return b.publish(ctx, part) })
	}
	if err := group.Wait(); err != nil {
		b.declared.Store(false) // it may have been deleted
		return err
	}
	return nil
}

// publish sends each message when the one before it is stored: otherwise one could
// be lost, when the connection breaks or another server takes over, and the next
// stored.
func (b *Broker) publish(ctx context.Context, messages []Message) error {
	for _, m := range messages {
		msg := &nats.Msg{Subject: b.subjects(m.Part) + m.Type, Header: nats.Header{}, Data: m.Body}
		msg.Header.Set(headerContent, contentType)
		msg.Header.Set(headerType, m.Type)
		msg.Header.Set(headerKey, m.Key)
		if m.Trace != "" {
			msg.Header.Set(headerTrace, m.Trace)
		}
		if err := b.send(ctx, msg, m.ID); err != nil {
			return fmt.Errorf("publish %s: %w", m.ID, err)
		}
	}
	return nil
}

func (b *Broker) send(ctx context.Context, msg *nats.Msg, id string) error {
	ctx, cancel := context.WithTimeout(ctx, b.cfg.Timeout)
	defer cancel()
	_, err := b.js.PublishMsg(ctx, msg, jetstream.WithMsgID(id))
	return err
}

// Consume calls handle with the messages for the group until ctx ends, and returns
// when the calls have that have begun. A message is acknowledged when handle has
// returned nil, and until then handle is called with it again.
func (b *Broker) Consume(ctx context.Context, group string, handle func(context.Context, Message) error) error {
	return b.closing.run(ctx, b.log, func(ctx context.Context) error {
		parts, ctx := errgroup.WithContext(ctx)
		for part := range Partitions {
			parts.Go(func() error { return b.consume(ctx, group, part, handle) })
		}
		return parts.Wait()
	})
}

// consumer makes the consumer of the group for the partition.
func (b *Broker) consumer(ctx context.Context, group string, part int) (jetstream.Consumer, error) {
	if err := b.declare(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.Timeout)
	defer cancel()
	name := group + "-" + strconv.Itoa(part)
	consumer, err := b.js.CreateOrUpdateConsumer(ctx, b.stream(), jetstream.ConsumerConfig{
		Durable:       name,
		FilterSubject: b.subjects(part) + ">",
		AckPolicy:     jetstream.AckExplicitPolicy,
		AckWait:       ackWait,
		MaxAckPending: 1,
		MaxDeliver:    -1,
	})
	if err != nil {
		b.declared.Store(false)
		return nil, fmt.Errorf("declare consumer %s: %w", name, err)
	}
	return consumer, nil
}

// consume handles the messages of a partition until ctx ends or the consumer has to
// be made again.
func (b *Broker) consume(ctx context.Context, group string, part int, handle func(context.Context, Message) error) error {
	consumer, err := b.consumer(ctx, group, part)
	if err != nil {
		return err
	}
	messages, err := consumer.Messages(jetstream.PullMaxMessages(1), jetstream.WithMessagesErrOnMissingHeartbeat(false))
	if err != nil {
		return fmt.Errorf("consume: %w", err)
	}
	defer giveBack(messages)
	for {
		msg, err := messages.Next(jetstream.NextContext(ctx))
		if err != nil {
			b.declared.Store(false)
			return fmt.Errorf("consume: %w", err)
		}
		b.handle(ctx, msg, part, handle)
	}
}

// giveBack ends the delivery of messages, and lets other instances have one that has
// been delivered since the last was handled.
func giveBack(messages jetstream.MessagesContext) {
	messages.Drain()
	for {
		msg, err := messages.Next(jetstream.NextMaxWait(time.Second))
		if err != nil {
			return
		}
		_ = msg.Nak() // if it fails, they get it after ackWait
	}
}

// handle has the message handled, and tells the server meanwhile that it is not lost.
func (b *Broker) handle(ctx context.Context, msg jetstream.Msg, part int, handle func(context.Context, Message) error) {
	done := make(chan struct{})
	var progress sync.WaitGroup
	progress.Go(func() {
		ticker := time.NewTicker(ackWait / 3)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				_ = msg.InProgress() // a connection that is lost has been logged
			case <-done:
				return
			}
		}
	})
	header := msg.Headers()
	handled := deliver(ctx, b.log, Message{
		ID:    header.Get(nats.MsgIdHdr),
		Type:  header.Get(headerType),
		Key:   header.Get(headerKey),
		Trace: header.Get(headerTrace),
		Part:  part,
		Body:  msg.Data(),
	}, handle)
	close(done)
	progress.Wait()
	// If the server does not get these, it delivers the message again after ackWait.
	if handled {
		_ = msg.Ack()
	} else {
		_ = msg.Nak()
	}
}

// Lag returns how many messages the group has not handled yet.
func (b *Broker) Lag(ctx context.Context, group string) (int64, error) {
	var lag int64
	for part := range Partitions {
		consumer, err := b.consumer(ctx, group, part)
		if err != nil {
			return 0, err
		}
		info := consumer.CachedInfo()
		lag += int64(info.NumPending) + int64(info.NumAckPending) //nolint:gosec // a count of messages
	}
	return lag, nil
}

// Check is a health.Check of the server. It should be optional.
func (b *Broker) Check(ctx context.Context) error {
	if !b.conn.IsConnected() {
		return fmt.Errorf("nats is not connected: %w", b.conn.LastError())
	}
	if _, err := b.js.AccountInfo(ctx); err != nil {
		return fmt.Errorf("nats: %w", err)
	}
	return nil
}

// Close closes the connection. What consumes meanwhile ends.
func (b *Broker) Close() error {
	b.closing.close()
	b.conn.Close()
	return nil
}
