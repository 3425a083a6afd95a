package outbound

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/sony/gobreaker/v2"
)

func newBreaker() *gobreaker.CircuitBreaker[[]byte] {
	return gobreaker.NewCircuitBreaker[[]byte](gobreaker.Settings{
		MaxRequests:  trialCalls,
		Interval:     window,
		BucketPeriod: bucket,
		Timeout:      openTime,
		ReadyToTrip: func(counts gobreaker.Counts) bool {
			return counts.Requests >= minCalls && 2*counts.TotalFailures >= counts.Requests
		},
		IsSuccessful: healthy,
		IsExcluded:   callerLeft,
	})
}

// callerLeft reports whether a call has ended with its caller, whose patience says
// nothing about the service. An *Error never wraps these: it is about deadlines of ours.
func callerLeft(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// report logs the state of the breaker if it has changed.
func (c *Client) report(ctx context.Context) {
	now := c.breaker.State()
	if was := gobreaker.State(c.state.Swap(int64(now))); was != now {
		c.log.WarnContext(ctx, "circuit breaker", slog.String("service", c.cfg.Service),
			slog.String("from", was.String()), slog.String("to", now.String()))
	}
}

// healthy reports whether the service works, although a call may have failed: a
// status below 500 is about the request, and so is a response that is too large.
func healthy(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err == nil
	}
	return e.Status != 0 && e.Status < http.StatusInternalServerError || errors.Is(e.cause, errTooLarge)
}
