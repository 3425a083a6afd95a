// Package redisdb makes the client of Redis. Redis makes the service faster and
// its instances agree; none of it needs Redis to give right answers. So no
// request waits longer than Config.Timeout for a server that is down, unreachable
// or slow, and after that none waits at all: see breaker.
package redisdb

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"github.com/acme/shop/internal/tracing"
)

// ErrDown is the error of every command while Redis is known to be down.
var ErrDown = errors.New("redis is down")

// Client is the client of Redis, with a breaker in front of every command and
// pipeline.
type Client struct {
	*redis.Client
	// Prefix begins the name of every key and channel.
	Prefix  string
	breaker *breaker
}

// Open makes the client, and does not fail if the server is down. The caller
// closes it.
func Open(cfg Config, log *slog.Logger) *Client {
	redis.SetLogger(libraryLog{log}) // of the whole process, and otherwise standard error
	opts := &redis.Options{
		Addr:     cfg.Addr,
		Username: cfg.Username,
		Password: string(cfg.Password),
		DB:       cfg.DB,

		// The context of a command ends all of these, if they are not over before.
		ContextTimeoutEnabled: true,
		DialTimeout:           cfg.Timeout,
		ReadTimeout:           cfg.Timeout,
		WriteTimeout:          cfg.Timeout,
		PoolTimeout:           cfg.Timeout,
		// Who has waited once need not wait again: there is the breaker.
		MaxRetries:    -1,
		DialerRetries: 1,

		PoolSize:         cfg.MaxConns,
		PipelinePoolSize: -1, // pipelines are short, and need no pool of their own

		// Not every server knows these, and each refusal is an error in its statistics.
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
	if cfg.TLS {
		host, _, _ := net.SplitHostPort(cfg.Addr) // as Validate has found
		opts.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, ServerName: host}
	}
	c := &Client{Client: redis.NewClient(opts), Prefix: cfg.Prefix, breaker: newBreaker(cfg.Timeout, log)}
	c.AddHook(tracing.Redis{})
	c.AddHook(hook{c.breaker})
	return c
}

// Check is a health.Check of the server. It should be optional.
func (c *Client) Check(ctx context.Context) error {
	err := c.Ping(ctx).Err()
	if errors.Is(err, ErrDown) {
		return c.breaker.cause()
	}
	return err
}

// hook puts the breaker in front of commands and pipelines.
type hook struct{ breaker *breaker }

func (h hook) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h hook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := h.breaker.do(ctx, func(ctx context.Context) error { return next(ctx, cmd) })
		if errors.Is(err, ErrDown) {
			cmd.SetErr(err)
		}
		return err
	}
}

func (h hook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		err := h.breaker.do(ctx, func(ctx context.Context) error { return next(ctx, cmds) })
		if errors.Is(err, ErrDown) {
			for _, cmd := range cmds {
				cmd.SetErr(err)
			}
		}
		return err
	}
}

// libraryLog has what the library says, such as that it could not connect, as
// details: the breaker reports what matters.
type libraryLog struct{ log *slog.Logger }

func (l libraryLog) Printf(ctx context.Context, format string, args ...any) {
	l.log.DebugContext(ctx, "redis client", slog.String("detail", fmt.Sprintf(format, args...)))
}
