package broker

import (
	"context"
	"fmt"
	"sync"

	"github.com/rabbitmq/amqp091-go"
)

// Consume calls handle with the messages for the group until ctx ends, and returns
// when the calls have that have begun. A message is acknowledged when handle has
// returned nil, and until then handle is called with it again.
func (b *Broker) Consume(ctx context.Context, group string, handle func(context.Context, Message) error) error {
	return b.closing.run(ctx, b.log, func(ctx context.Context) error { return b.consume(ctx, group, handle) })
}

// consume has a connection of its own, because the server reads nothing from one
// that publishes while it is short of memory, acknowledgements included. It returns
// when ctx ends or the connection is lost.
func (b *Broker) consume(ctx context.Context, group string, handle func(context.Context, Message) error) error {
	conn, err := connect(ctx, b.cfg)
	if err != nil {
		return err
	}
	defer conn.close(b.cfg.Timeout)
	channel, parts, err := b.subscribe(ctx, conn, group)
	if err != nil {
		return err
	}
	lost := channel.NotifyClose(make(chan *amqp091.Error, 1))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var consumers sync.WaitGroup
	for part, deliveries := range parts {
		consumers.Go(func() {
			defer cancel()
			b.receive(ctx, part, deliveries, handle)
		})
	}
	consumers.Wait()
	select {
	case err := <-lost:
		return fmt.Errorf("rabbitmq: %w", err)
	default:
		return ctx.Err()
	}
}

// subscribe returns the deliveries of all partitions.
func (b *Broker) subscribe(ctx context.Context, conn *connection, group string) (*amqp091.Channel, []<-chan amqp091.Delivery, error) {
	ctx, cancel := context.WithTimeout(ctx, b.cfg.Timeout)
	defer cancel()
	defer context.AfterFunc(ctx, conn.cut)()
	channel, err := conn.Channel()
	if err != nil {
		return nil, nil, fmt.Errorf("open channel: %w", err)
	}
	queues, err := b.declare(channel, group)
	if err != nil {
		return nil, nil, err
	}
	if err := channel.Qos(prefetch, 0, false); err != nil {
		return nil, nil, fmt.Errorf("limit prefetch: %w", err)
	}
	parts := make([]<-chan amqp091.Delivery, len(queues))
	for part, queue := range queues {
		parts[part], err = channel.Consume(queue.Name, "", false, false, false, false, nil)
		if err != nil {
			return nil, nil, fmt.Errorf("consume from %s: %w", queue.Name, err)
		}
	}
	return channel, parts, nil
}

// receive handles deliveries until ctx ends or there are no more.
func (b *Broker) receive(ctx context.Context, part int, deliveries <-chan amqp091.Delivery, handle func(context.Context, Message) error) {
	for {
		select {
		case <-ctx.Done():
			return
		case d, ok := <-deliveries:
			if !ok || !b.deliver(ctx, part, d, handle) {
				return
			}
		}
	}
}

// deliver has the message handled and acknowledges it. What is not acknowledged goes
// back to the queue when the connection is closed, and comes first.
func (b *Broker) deliver(ctx context.Context, part int, d amqp091.Delivery, handle func(context.Context, Message) error) bool {
	key, _ := d.Headers[headerKey].(string)
	trace, _ := d.Headers[headerTrace].(string)
	m := Message{ID: d.MessageId, Type: d.Type, Key: key, Trace: trace, Part: part, Body: d.Body}
	return deliver(ctx, b.log, m, handle) && d.Ack(false) == nil
}
