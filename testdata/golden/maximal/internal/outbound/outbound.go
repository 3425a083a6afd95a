// Package outbound calls other services over HTTP, so that one in trouble does
// little harm: calls end in time, few are repeated, and none are made while most
// of them fail.
//
// A call waits for no other. From the outside in it meets
//
//   - the bound on calls in flight, which a slow service would otherwise fill
//     this one with;
//   - the breaker, which sees a call and its retries as one;
//   - the deadline of the call, and the retries, paid for by a budget;
//   - the deadline of a try, and the limit of the response.
package outbound

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/sony/gobreaker/v2"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/metrics"
	"github.com/acme/everything/internal/tracing"
)

// Client calls one service.
type Client struct {
	cfg     Config
	log     *slog.Logger
	base    *url.URL
	http    *http.Client
	slots   chan struct{} // as many as calls may be in flight
	breaker *gobreaker.CircuitBreaker[[]byte]
	state   atomic.Int64 // of the breaker, as last reported
	budget  *budget
	meter   *metrics.Client
}

// New returns a client. It fails if the URL is invalid.
func New(cfg Config, log *slog.Logger) (*Client, error) {
	base, err := url.Parse(cfg.URL)
	if err != nil {
		return nil, fmt.Errorf("client %s: %w", cfg.Service, err)
	}
	return &Client{
		cfg:     cfg,
		log:     log,
		base:    base,
		http:    &http.Client{Transport: tracing.Transport(newTransport(cfg), cfg.Service), CheckRedirect: refuseRedirects},
		slots:   make(chan struct{}, cfg.MaxInFlight),
		breaker: newBreaker(),
		budget:  newBudget(),
	}, nil
}

func newTransport(cfg Config) *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSHandshakeTimeout:    cfg.TryTimeout,
		ResponseHeaderTimeout:  cfg.TryTimeout,
		IdleConnTimeout:        idleTimeout,
		MaxIdleConnsPerHost:    cfg.MaxInFlight,
		MaxConnsPerHost:        cfg.MaxInFlight,
		MaxResponseHeaderBytes: maxHeaderBytes,
		ForceAttemptHTTP2:      true,
	}
}

// refuseRedirects makes the response that redirects that of the call, which fails:
// what a call carries is meant for no other address.
func refuseRedirects(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Do makes a call, and decodes the JSON of the response into out unless that is
// nil. If it fails, the error is that of ctx if ctx has ended, and else an *Error.
func (c *Client) Do(ctx context.Context, call Call, out any) error {
	start := time.Now()
	err := c.do(ctx, call, out)
	c.meter.Called(ctx, outcome(err), start)
	return err
}

func (c *Client) do(ctx context.Context, call Call, out any) error {
	req, err := c.newRequest(call)
	if err != nil {
		return err
	}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	default:
		return c.failed(apperr.ErrUpstreamDown, fmt.Errorf("%d calls are in flight", cap(c.slots)))
	}
	_, err = c.breaker.Execute(func() ([]byte, error) {
		data, err := c.retry(ctx, req)
		if err != nil || out == nil {
			return nil, err
		}
		if err := json.Unmarshal(data, out); err != nil {
			return nil, c.failed(apperr.ErrUpstream, err)
		}
		return data, nil
	})
	c.report(ctx)
	return c.refused(err)
}

// Check fails while the breaker is open. It makes no call. A breaker that is
// half-open may stay so for want of calls, and says nothing about the service.
func (c *Client) Check(context.Context) error {
	if c.breaker.State() == gobreaker.StateOpen {
		return gobreaker.ErrOpenState
	}
	return nil
}

// retry tries a call until it succeeds or another try has no prospect.
func (c *Client) retry(ctx context.Context, req *request) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	limited = tracing.CountSends(limited)
	c.budget.earn()
	for try := 1; ; try++ {
		data, err := c.try(limited, req)
		if err == nil {
			return data, nil
		}
		if ctx.Err() != nil {
			return nil, c.ended(ctx)
		}
		if !c.worthRetry(req, err, try) {
			return nil, err
		}
		pause := max(pauseBefore(try), err.retryAfter)
		if end, _ := limited.Deadline(); time.Until(end) <= pause || !c.budget.spend() {
			return nil, err
		}
		if !sleep(ctx, pause) {
			return nil, c.ended(ctx)
		}
		c.meter.Retried()
	}
}

// ended returns the error of a call whose caller has gone, or waits no longer.
func (c *Client) ended(ctx context.Context) error {
	return fmt.Errorf("%s: %w", c.cfg.Service, ctx.Err())
}

// worthRetry reports whether another try may succeed and does no harm. A trial of
// the breaker is a single try.
func (c *Client) worthRetry(req *request, err *Error, try int) bool {
	return req.repeatable && err.temporary() && try < maxTries && c.breaker.State() == gobreaker.StateClosed
}
