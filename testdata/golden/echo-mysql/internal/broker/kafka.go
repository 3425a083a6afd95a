package broker

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync/atomic"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

// The mechanisms of SASL.
const (
	plainMechanism    = "PLAIN"
	scram256Mechanism = "SCRAM-SHA-256"
	scram512Mechanism = "SCRAM-SHA-512"
)

// The headers of a message.
const (
	headerID      = "ce_id"
	headerType    = "ce_type"
	headerTrace   = "traceparent"
	headerContent = "content-type"
)

// maxBody leaves room for headers in the largest batch that a topic takes by default.
const maxBody = 1_000_000

// Broker publishes to a topic of Kafka and consumes from it. It has a partition for
// each of ours.
type Broker struct {
	cfg      Config
	log      *slog.Logger
	closing  *closing
	client   *kgo.Client
	admin    *kadm.Client
	declared atomic.Bool // the topic is there
}

// Open connects when there is something to do. The caller closes the Broker.
func Open(cfg Config, log *slog.Logger) (*Broker, error) {
	client, err := kgo.NewClient(append(options(cfg),
		kgo.RequiredAcks(kgo.AllISRAcks()), // and idempotent, as by default
		kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.RecordDeliveryTimeout(cfg.Timeout),
		kgo.ProducerLinger(0), // a batch is published as a whole
		// Consumers drop doubles, which this may lead to.
		kgo.AllowIdempotentProduceCancellation(),
	)...)
	if err != nil {
		return nil, fmt.Errorf("kafka: %w", err)
	}
	return &Broker{cfg: cfg, log: log, closing: newClosing(), client: client, admin: kadm.NewClient(client)}, nil
}

// options returns those of all clients.
func options(cfg Config) []kgo.Opt {
	opts := []kgo.Opt{
		kgo.SeedBrokers(cfg.Brokers...),
		kgo.ClientID(cfg.Prefix),
		kgo.DialTimeout(cfg.Timeout),
	}
	if cfg.TLS {
		opts = append(opts, kgo.DialTLSConfig(&tls.Config{MinVersion: tls.VersionTLS12}))
	}
	if cfg.Username == "" {
		return opts
	}
	user := scram.Auth{User: cfg.Username, Pass: string(cfg.Password)}
	switch cfg.Mechanism {
	case plainMechanism:
		return append(opts, kgo.SASL(plain.Auth{User: user.User, Pass: user.Pass}.AsMechanism()))
	case scram256Mechanism:
		return append(opts, kgo.SASL(user.AsSha256Mechanism()))
	default:
		return append(opts, kgo.SASL(user.AsSha512Mechanism()))
	}
}

func (b *Broker) topic() string { return b.cfg.Prefix + ".events" }

// declare makes the topic.
func (b *Broker) declare(ctx context.Context) error {
	if b.declared.Load() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.Timeout)
	defer cancel()
	keep := strconv.FormatInt(b.cfg.Keep.Milliseconds(), 10)
	_, err := b.admin.CreateTopic(ctx, Partitions, b.cfg.Replicas, map[string]*string{"retention.ms": &keep}, b.topic())
	if err != nil && !errors.Is(err, kerr.TopicAlreadyExists) {
		return fmt.Errorf("create topic %s: %w", b.topic(), err)
	}
	topics, err := b.admin.ListTopics(ctx, b.topic())
	if err == nil {
		err = topics.Error()
	}
	if err != nil {
		return fmt.Errorf("topic %s: %w", b.topic(), err)
	}
	if n := len(topics[b.topic()].Partitions); n != Partitions {
		return fmt.Errorf("topic %s has %d partitions instead of %d", b.topic(), n, Partitions)
	}
	b.declared.Store(true)
	return nil
}

// Publish returns when the brokers have stored all messages. After an error they may
// have stored some; then the caller publishes all of them again.
func (b *Broker) Publish(ctx context.Context, messages []Message) error {
	if err := b.declare(ctx); err != nil {
		return err
	}
	records := make([]*kgo.Record, len(messages))
	for i, m := range messages {
		if len(m.Body) > maxBody { // found later it would not keep those behind it from being stored
			return fmt.Errorf("publish %s: %d bytes are more than %d", m.ID, len(m.Body), maxBody)
		}
		records[i] = &kgo.Record{
			Topic: b.topic(), Key: []byte(m.Key), Value: m.Body,
			Partition: int32(m.Part), //nolint:gosec // it is below Partitions
			Headers: []kgo.RecordHeader{
				{Key: headerID, Value: []byte(m.ID)},
				{Key: headerType, Value: []byte(m.Type)},
				{Key: headerContent, Value: []byte(contentType)},
			},
		}
		if m.Trace != "" {
			records[i].Headers = append(records[i].Headers, kgo.RecordHeader{Key: headerTrace, Value: []byte(m.Trace)})
		}
	}
	if err := b.client.ProduceSync(ctx, records...).FirstErr(); err != nil {
		b.declared.Store(false) // it may have been deleted
		return fmt.Errorf("publish: %w", err)
	}
	return nil
}

// Lag returns how many messages the group has not handled yet, or not said that it
// has, which it does each second.
func (b *Broker) Lag(ctx context.Context, group string) (int64, error) {
	if err := b.declare(ctx); err != nil {
		return 0, err
	}
	starts, err := b.admin.ListStartOffsets(ctx, b.topic())
	if err != nil {
		return 0, fmt.Errorf("list offsets: %w", err)
	}
	ends, err := b.admin.ListEndOffsets(ctx, b.topic())
	if err != nil {
		return 0, fmt.Errorf("list offsets: %w", err)
	}
	commits, err := b.admin.FetchOffsetsForTopics(ctx, b.group(group), b.topic())
	if err != nil && !errors.Is(err, kerr.GroupIDNotFound) {
		return 0, fmt.Errorf("fetch offsets: %w", err)
	}
	var lag int64
	for part := range int32(Partitions) {
		start, _ := starts.Lookup(b.topic(), part)
		end, _ := ends.Lookup(b.topic(), part)
		commit, _ := commits.Lookup(b.topic(), part) // not above 0 if there is none
		lag += end.Offset - max(start.Offset, commit.At)
	}
	return lag, nil
}

// Check is a health.Check of the cluster. It should be optional.
func (b *Broker) Check(ctx context.Context) error {
	if err := b.client.Ping(ctx); err != nil {
		return fmt.Errorf("kafka: %w", err)
	}
	return nil
}

// Close closes the connections. What consumes meanwhile ends.
func (b *Broker) Close() error {
	b.closing.close()
	b.client.Close()
	return nil
}
