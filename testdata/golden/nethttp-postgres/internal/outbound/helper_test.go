package outbound

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// answer is what becomes of the nth request, from 1.
type answer func(ctx context.Context, n int) (reply, error)

// reply is what matters of a response.
type reply struct {
	status     int
	retryAfter string
}

// service stands in for the network.
type service struct {
	answer answer
	tries  atomic.Int64
}

func (s *service) RoundTrip(r *http.Request) (*http.Response, error) {
	got, err := s.answer(r.Context(), int(s.tries.Add(1)))
	if err != nil {
		return nil, err
	}
	header := http.Header{"Retry-After": {got.retryAfter}}
	return &http.Response{StatusCode: got.status, Header: header, Body: http.NoBody}, nil
}

// blackHole answers nothing until the request has ended.
func blackHole(ctx context.Context, _ int) (reply, error) {
	<-ctx.Done()
	return reply{}, ctx.Err()
}

// always answers with a status.
func always(status int) answer {
	return func(context.Context, int) (reply, error) { return reply{status: status}, nil }
}

func testConfig(address string) Config {
	return Config{Service: "parcels", URL: address, Timeout: 5 * time.Second, TryTimeout: 2 * time.Second, MaxInFlight: 64, ResponseLimit: 1 << 10}
}

func newClient(t *testing.T, cfg Config) *Client {
	t.Helper()
	c, err := New(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.http.CloseIdleConnections)
	return c
}

// faked returns a client of a service without a network, as synctest needs it.
func faked(t *testing.T, a answer) (*Client, *service) {
	t.Helper()
	c, s := newClient(t, testConfig("http://parcels.test")), &service{answer: a}
	c.http.Transport = s
	return c, s
}

// get makes a call that can be repeated.
func get(ctx context.Context, c *Client) error {
	return c.Do(ctx, Call{Method: http.MethodGet, Path: []string{"parcels"}}, nil)
}
