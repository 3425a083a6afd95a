package redisdb

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/sony/gobreaker/v2"
)

const (
	// maxFailures is how many commands may fail in a row. They fail at once, as
	// when a connection breaks, or the server refuses one while it restarts.
	maxFailures = 3
	// retryAfter is how long the breaker is open. Then one command tries whether
	// the server is back.
	retryAfter = time.Second
)

// errGaveUp hides from the breaker what is not the server's failure.
var errGaveUp = errors.New("the caller gave up")

// breaker keeps commands from waiting for a server that does not answer. A command
// that has waited in vain opens it at once: the request that it belongs to has
// waited as long as it may, and would wait again with its next command. Other
// failures open it when there are maxFailures in a row.
type breaker struct {
	timeout time.Duration
	log     *slog.Logger
	circuit *gobreaker.CircuitBreaker[struct{}]
	waited  atomic.Bool // a command has waited in vain since the breaker closed
	last    atomic.Pointer[error]
}

func newBreaker(timeout time.Duration, log *slog.Logger) *breaker {
	b := &breaker{timeout: timeout, log: log}
	b.circuit = gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Timeout: retryAfter,
		ReadyToTrip: func(counts gobreaker.Counts) bool {
			return counts.ConsecutiveFailures >= maxFailures || b.waited.Load()
		},
		IsExcluded:    func(err error) bool { return errors.Is(err, errGaveUp) },
		OnStateChange: b.changed,
	})
	return b
}

// inside is the key of contexts of commands that the breaker has let pass. The
// library sends others within them, when it needs a new connection.
type inside struct{}

// do calls f with the time that a command has, or returns ErrDown.
func (b *breaker) do(ctx context.Context, f func(context.Context) error) error {
	if ctx.Value(inside{}) != nil {
		return f(ctx)
	}
	limited, cancel := context.WithTimeout(context.WithValue(ctx, inside{}, true), b.timeout)
	defer cancel()
	result := ErrDown
	_, _ = b.circuit.Execute(func() (struct{}, error) { // its error is result, or that it is open
		result = f(limited)
		return struct{}{}, b.judge(ctx, result)
	})
	return result
}

// judge returns what the error of a command says about the server.
func (b *breaker) judge(ctx context.Context, err error) error {
	switch {
	case err == nil || answered(err):
		return nil
	case ctx.Err() != nil || errors.Is(err, redis.ErrClosed):
		return errGaveUp
	case timedOut(err):
		b.waited.Store(true)
	}
	b.last.Store(&err)
	return err
}

// answered reports whether the error is an answer of a server that works.
func answered(err error) bool {
	var answer redis.Error // redis.Nil is one
	return errors.As(err, &answer) && !redis.IsLoadingError(err) && !redis.IsMasterDownError(err) &&
		!redis.IsClusterDownError(err) && !redis.IsMaxClientsError(err) && !redis.IsAuthError(err)
}

func timedOut(err error) bool {
	var network net.Error
	return errors.As(err, &network) && network.Timeout() || errors.Is(err, redis.ErrPoolTimeout)
}

// changed reports a new state once, however many commands fail.
func (b *breaker) changed(_ string, from, to gobreaker.State) {
	b.waited.Store(false)
	ctx := context.Background() // what has changed is nobody's request
	switch {
	case from == gobreaker.StateClosed:
		b.log.WarnContext(ctx, "redis is down", slog.Any("error", *b.last.Load()))
	case to == gobreaker.StateClosed:
		b.log.InfoContext(ctx, "redis is back")
	}
}

// cause returns ErrDown with the last failure of a command.
func (b *breaker) cause() error {
	if err := b.last.Load(); err != nil {
		return fmt.Errorf("%w: %w", ErrDown, *err)
	}
	return ErrDown
}
