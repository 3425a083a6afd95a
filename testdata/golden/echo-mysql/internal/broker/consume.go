package broker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	// sessionTimeout is how long partitions are kept from other instances after the
	// one that has them was last heard of.
	sessionTimeout = 15 * time.Second
	// commitInterval is how often the group tells what it has handled.
	commitInterval = time.Second
	// batch is how many messages are taken at a time.
	batch = 256
)

func (b *Broker) group(name string) string { return b.cfg.Prefix + "." + name }

// Consume calls handle with the messages for the group until ctx ends, and returns
// when the calls have that have begun. A message is acknowledged when handle has
// returned nil, and until then handle is called with it again.
func (b *Broker) Consume(ctx context.Context, group string, handle func(context.Context, Message) error) error {
	return b.closing.run(ctx, b.log, func(ctx context.Context) error {
		if err := b.declare(ctx); err != nil {
			return err
		}
		c := &consumer{log: b.log, topic: b.topic(), handle: handle, parts: map[int32]work{}}
		client, err := kgo.NewClient(append(options(b.cfg),
			kgo.ConsumerGroup(b.group(group)),
			kgo.ConsumeTopics(b.topic()),
			kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
			kgo.Balancers(kgo.CooperativeStickyBalancer()),
			kgo.SessionTimeout(sessionTimeout),
			// Partitions stay while the messages that were polled are given to them.
			kgo.BlockRebalanceOnPoll(),
			kgo.AutoCommitMarks(),
			kgo.AutoCommitInterval(commitInterval),
			kgo.OnPartitionsRevoked(c.revoked),
			kgo.OnPartitionsLost(c.revoked),
		)...)
		if err != nil {
			return fmt.Errorf("kafka: %w", err)
		}
		c.client = client
		defer c.close(context.WithoutCancel(ctx), b.cfg.Timeout)
		return c.poll(ctx)
	})
}

// consumer is a member of a group. It handles the partitions that it has at the same
// time, and polls for those that have nothing to do.
type consumer struct {
	log    *slog.Logger
	topic  string
	handle func(context.Context, Message) error
	client *kgo.Client

	mu    sync.Mutex
	parts map[int32]work
}

// work is what is done about the messages of a partition.
type work struct {
	cancel context.CancelFunc
	done   chan struct{}
}

func (c *consumer) poll(ctx context.Context) error {
	for {
		fetches := c.client.PollRecords(ctx, batch)
		if err := fetches.Err0(); ctx.Err() != nil || errors.Is(err, kgo.ErrClientClosed) {
			return err
		}
		fetches.EachError(func(_ string, part int32, err error) {
			c.log.WarnContext(ctx, "kafka", slog.Int("part", int(part)), slog.Any("error", err))
		})
		fetches.EachPartition(func(p kgo.FetchTopicPartition) {
			if len(p.Records) > 0 {
				c.start(ctx, p.Partition, p.Records)
			}
		})
		c.client.AllowRebalance()
	}
}

// start has the records of a partition handled, and no more of it polled meanwhile.
func (c *consumer) start(ctx context.Context, part int32, records []*kgo.Record) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.client.PauseFetchPartitions(map[string][]int32{c.topic: {part}})
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	c.parts[part] = work{cancel, done}
	go func() {
		defer close(done)
		defer cancel()
		for _, r := range records {
			if !deliver(ctx, c.log, message(r), c.handle) {
				return // the partition is revoked, or the consumer ends
			}
			c.client.MarkCommitRecords(r)
		}
		c.client.ResumeFetchPartitions(map[string][]int32{c.topic: {part}})
	}()
}

// revoked returns when nothing of the partitions is being handled, so that another
// member can have them.
func (c *consumer) revoked(ctx context.Context, client *kgo.Client, lost map[string][]int32) {
	c.stop(lost[c.topic])
	if err := client.CommitMarkedOffsets(ctx); err != nil {
		c.log.WarnContext(ctx, "messages will come again", slog.Any("error", err))
	}
	client.ResumeFetchPartitions(lost) // for when they come back
}

func (c *consumer) stop(parts []int32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, part := range parts {
		if w, ok := c.parts[part]; ok {
			w.cancel()
			<-w.done
			delete(c.parts, part)
		}
	}
}

// close leaves the group when the calls that have begun have returned.
func (c *consumer) close(ctx context.Context, timeout time.Duration) {
	all := make([]int32, Partitions)
	for part := range all {
		all[part] = int32(part)
	}
	c.stop(all)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := c.client.CommitMarkedOffsets(ctx); err != nil {
		c.log.WarnContext(ctx, "messages will come again", slog.Any("error", err))
	}
	c.client.AllowRebalance()
	if err := c.client.LeaveGroupContext(ctx); err != nil {
		c.log.WarnContext(ctx, "leave the group", slog.Any("error", err))
	}
	c.client.Close()
}

// message returns the message in a record.
func message(r *kgo.Record) Message {
	m := Message{Key: string(r.Key), Part: int(r.Partition), Body: r.Value}
	for _, h := range r.Headers {
		switch h.Key {
		case headerID:
			m.ID = string(h.Value)
		case headerType:
			m.Type = string(h.Value)
		case headerTrace:
			m.Trace = string(h.Value)
		}
	}
	return m
}
