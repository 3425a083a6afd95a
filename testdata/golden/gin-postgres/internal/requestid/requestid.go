// Package requestid identifies requests, so that their log records can be
// found: by a request ID for this service, and by the W3C trace ID of the whole
// call chain.
package requestid

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"strings"
)

// Headers that carry the IDs, in the form net/http keeps them in.
const (
	Header      = "X-Request-Id"
	TraceHeader = "Traceparent"
)

const (
	// maxLength bounds a request ID taken over from a client.
	maxLength = 64
	// idBytes is the size of an ID made here, the same as that of a trace ID.
	idBytes = 16
	// traceparentLength is that of version 00: version, trace, parent and flags.
	traceparentLength = 55
)

// IDs are those of one request.
type IDs struct {
	Request string
	Trace   string
}

// Accept returns the IDs in the values of Header and TraceHeader, and new ones
// for those that are missing or not safe to log and to send back.
func Accept(requestID, traceparent string) IDs {
	ids := IDs{Request: requestID, Trace: traceOf(traceparent)}
	if !valid(ids.Request) {
		ids.Request = newID()
	}
	if ids.Trace == "" {
		ids.Trace = newID()
	}
	return ids
}

type contextKey struct{}

// identified is a context with IDs, in less memory than that of context.WithValue.
type identified struct {
	context.Context //nolint:containedctx // it is one
	ids             IDs
}

func (c *identified) Value(key any) any {
	if key == (contextKey{}) {
		return &c.ids
	}
	return c.Context.Value(key)
}

// NewContext returns a context that carries ids.
func NewContext(ctx context.Context, ids IDs) context.Context {
	return &identified{ctx, ids}
}

// FromContext returns the IDs that ctx carries, if any.
func FromContext(ctx context.Context) (IDs, bool) {
	ids, ok := ctx.Value(contextKey{}).(*IDs)
	if !ok {
		return IDs{}, false
	}
	return *ids, true
}

// newID returns a random ID, which is unique but no secret.
func newID() string {
	var id [idBytes]byte
	binary.NativeEndian.PutUint64(id[:], rand.Uint64())  //nolint:gosec // no secret
	binary.NativeEndian.PutUint64(id[8:], rand.Uint64()) //nolint:gosec // no secret
	return string(hex.AppendEncode(make([]byte, 0, 2*idBytes), id[:]))
}

// valid rejects what could forge a log record or a header.
func valid(id string) bool {
	const allowed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:"
	return id != "" && len(id) <= maxLength && strings.Trim(id, allowed) == ""
}

// traceOf returns the trace ID in a traceparent header, "" if it has none.
func traceOf(traceparent string) string {
	if len(traceparent) != traceparentLength {
		return ""
	}
	parts := strings.Split(traceparent, "-")
	if len(parts) != 4 || parts[0] != "00" {
		return ""
	}
	if !isID(parts[1], 2*idBytes) || !isID(parts[2], idBytes) {
		return ""
	}
	return parts[1]
}

// isID reports whether s has n lower-case hexadecimal digits, not all of them 0.
func isID(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789abcdef") == "" && strings.Trim(s, "0") != ""
}
