package oidc

import (
	"errors"
	"net/http"
	"time"
)

// maxResponse bounds what is read of a response, in bytes.
const maxResponse = 1 << 20

// newClient returns the client for requests to providers. Each has a deadline of
// its own, as the libraries do not always heed that of a context.
func newClient(timeout time.Duration) *http.Client {
	return &http.Client{
		Timeout:   timeout,
		Transport: limited{http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return errors.New("providers must not redirect the service")
		},
	}
}

// limited bounds the bodies of responses.
type limited struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := l.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, maxResponse)
	}
	return response, err
}
