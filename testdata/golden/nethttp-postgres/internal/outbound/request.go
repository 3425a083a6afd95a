package outbound

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/requestid"
)

// Call is a request to a service.
type Call struct {
	Method string
	// Path are the elements of the path below the URL of the service. Characters
	// with a meaning in a path are escaped.
	Path  []string
	Query url.Values
	// Key is the Idempotency-Key. A call that changes something, other than PUT
	// and DELETE, is only repeated if it has one, which the service has to honor.
	Key string
	// Body is sent as JSON, unless it is nil.
	Body any
}

// request is a call that can be sent any number of times.
type request struct {
	method     string
	url        string
	header     http.Header
	body       []byte
	repeatable bool
}

func (c *Client) newRequest(call Call) (*request, error) {
	target := *c.base
	for _, element := range call.Path {
		if element == "" || element == "." || element == ".." { // which would be another path
			return nil, &apperr.BadRequest{Message: fmt.Sprintf("%q is no element of a path", element)}
		}
		target = *target.JoinPath(url.PathEscape(element))
	}
	target.RawQuery = call.Query.Encode()
	req := &request{
		method: call.Method, url: target.String(),
		header:     http.Header{"Accept": {"application/json"}, "User-Agent": {"shop"}},
		repeatable: call.Key != "" || idempotent(call.Method),
	}
	if c.cfg.Token != "" {
		req.header.Set("Authorization", "Bearer "+string(c.cfg.Token))
	}
	if call.Key != "" {
		req.header.Set("Idempotency-Key", call.Key)
	}
	if call.Body != nil {
		body, err := json.Marshal(call.Body)
		if err != nil {
			return nil, fmt.Errorf("%s: encode the request: %w", c.cfg.Service, err)
		}
		req.body = body
		req.header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// idempotent reports whether requests with a method can be repeated (RFC 9110,
// section 9.2.2).
func idempotent(method string) bool {
	return slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPut, http.MethodDelete}, method)
}

// try sends a request once and returns the body of the response.
func (c *Client) try(ctx context.Context, req *request) ([]byte, *Error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.TryTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, req.method, req.url, bytes.NewReader(req.body))
	if err != nil {
		return nil, c.failed(apperr.ErrUpstream, err)
	}
	r.Header = req.header.Clone()
	identify(ctx, r.Header)
	response, err := c.http.Do(r)
	if err != nil {
		return nil, c.unanswered(err)
	}
	defer func() { _ = response.Body.Close() }() // it was read, or is of no use
	body, err := io.ReadAll(io.LimitReader(response.Body, c.cfg.ResponseLimit+1))
	switch {
	case err != nil:
		return nil, c.unanswered(err)
	case int64(len(body)) > c.cfg.ResponseLimit:
		return nil, c.failed(apperr.ErrUpstream, errTooLarge)
	case response.StatusCode < 200 || response.StatusCode > 299:
		return nil, c.answered(response, body)
	}
	return body, nil
}

var errTooLarge = errors.New("the response is too large")

// identify sets the IDs of the request for which a call is made, so that its log
// records are found in all services.
func identify(ctx context.Context, header http.Header) {
	ids, ok := requestid.FromContext(ctx)
	if !ok {
		return
	}
	header.Set(requestid.Header, ids.Request)
	var span [8]byte
	binary.NativeEndian.PutUint64(span[:], rand.Uint64()|1) //nolint:gosec // no secret; not 0
	header.Set(requestid.TraceHeader, "00-"+ids.Trace+"-"+hex.EncodeToString(span[:])+"-01")
}
