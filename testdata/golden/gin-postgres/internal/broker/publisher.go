package broker

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/rabbitmq/amqp091-go"
)

// errNoQueue is the error of a message that the server would drop.
var errNoQueue = errors.New("no queue is bound")

// publisher has a channel for the use of one call at a time.
type publisher struct {
	channel  *amqp091.Channel
	exchange string
	returned chan amqp091.Return
	routed   [Partitions]bool // partitions for which there is a queue
}

func newPublisher(channel *amqp091.Channel, exchange string) (*publisher, error) {
	if err := channel.Confirm(false); err != nil {
		return nil, fmt.Errorf("ask for confirmations: %w", err)
	}
	// Its reader waits while the channel is full, and with it the connection.
	returned := channel.NotifyReturn(make(chan amqp091.Return, window))
	return &publisher{channel: channel, exchange: exchange, returned: returned}, nil
}

// publish sends at most window messages. The first one to a partition goes ahead: if
// its queue were declared while several are on their way, it would get some of them
// and not those before.
func (p *publisher) publish(ctx context.Context, messages []Message) error {
	var ahead, others []Message
	routed := p.routed
	for _, m := range messages {
		if routed[m.Part] {
			others = append(others, m)
		} else {
			ahead = append(ahead, m)
		}
		routed[m.Part] = true
	}
	if err := p.send(ctx, ahead); err != nil {
		return err
	}
	p.routed = routed
	if err := p.send(ctx, others); err != nil {
		p.routed = [Partitions]bool{} // the queues may have been deleted
		return err
	}
	return nil
}

// send returns when all messages are confirmed.
func (p *publisher) send(ctx context.Context, messages []Message) error {
	confirmations := make([]*amqp091.DeferredConfirmation, len(messages))
	for i, m := range messages {
		headers := amqp091.Table{headerKey: m.Key}
		if m.Trace != "" {
			headers[headerTrace] = m.Trace
		}
		var err error
		key := strconv.Itoa(m.Part) + "." + m.Type
		confirmations[i], err = p.channel.PublishWithDeferredConfirm(p.exchange, key, true, false, amqp091.Publishing{
			DeliveryMode: amqp091.Persistent,
			ContentType:  contentType,
			MessageId:    m.ID,
			Type:         m.Type,
			Headers:      headers,
			Body:         m.Body,
		})
		if err != nil {
			return fmt.Errorf("publish %s: %w", m.ID, err)
		}
	}
	for i, confirmation := range confirmations {
		switch stored, err := confirmation.WaitContext(ctx); {
		case err != nil:
			return fmt.Errorf("confirmation of %s: %w", messages[i].ID, err)
		case !stored:
			return fmt.Errorf("publish %s: not stored", messages[i].ID)
		}
	}
	// A message that was returned has been confirmed after that.
	var err error
	for {
		select {
		case m := <-p.returned:
			err = fmt.Errorf("publish %s: %w to exchange %s with a key that matches %s", m.MessageId, errNoQueue, m.Exchange, m.RoutingKey)
		default:
			return err
		}
	}
}
