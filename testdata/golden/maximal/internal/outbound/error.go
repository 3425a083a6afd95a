package outbound

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/sony/gobreaker/v2"

	"github.com/acme/everything/internal/apperr"
)

// Error is why a call has failed. It wraps apperr.ErrUpstream,
// apperr.ErrUpstreamDown or apperr.ErrUpstreamTimeout, and not what caused it: a
// deadline of ours must not pass for that of the caller.
type Error struct {
	Service string
	// Status is that of the response, 0 if there was none.
	Status int
	// Body is that of the response.
	Body []byte

	kind       error
	cause      error
	retryAfter time.Duration
}

func (e *Error) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%s: %v: %v", e.Service, e.kind, e.cause)
	}
	return fmt.Sprintf("%s: %v: status %d", e.Service, e.kind, e.Status)
}

func (e *Error) Unwrap() error { return e.kind }

// temporary reports whether another try may succeed.
func (e *Error) temporary() bool {
	switch e.Status {
	case 0:
		_, untrusted := errors.AsType[*tls.CertificateVerificationError](e.cause)
		return !untrusted && !errors.Is(e.cause, http.ErrSchemeMismatch) && !errors.Is(e.cause, errTooLarge)
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// StatusOf returns the status of the response with which a call has failed, 0 if
// there was none.
func StatusOf(err error) int {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status
	}
	return 0
}

// failed returns the error of a call without a useful response.
func (c *Client) failed(kind, cause error) *Error {
	return &Error{Service: c.cfg.Service, kind: kind, cause: cause}
}

// unanswered returns the error of a try without a whole response.
func (c *Client) unanswered(err error) *Error {
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err // without the URL, whose query may be confidential
	}
	var timeout net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return c.failed(apperr.ErrUpstreamTimeout, err)
	}
	return c.failed(apperr.ErrUpstream, err)
}

// answered returns the error of a response that is no success.
func (c *Client) answered(response *http.Response, body []byte) *Error {
	e := &Error{Service: c.cfg.Service, Status: response.StatusCode, Body: body, kind: apperr.ErrUpstream}
	switch response.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		e.kind, e.retryAfter = apperr.ErrUpstreamDown, retryAfter(response.Header.Get("Retry-After"), time.Now())
	case http.StatusGatewayTimeout:
		e.kind = apperr.ErrUpstreamTimeout
	}
	return e
}

// retryAfter returns the time that a Retry-After asks to wait for, in seconds or
// until a date.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return date.Sub(now)
	}
	return 0
}

// refused returns the error of a call that the breaker has not let through, or
// else err.
func (c *Client) refused(err error) error {
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return c.failed(apperr.ErrUpstreamDown, gobreaker.ErrOpenState)
	}
	return err
}
