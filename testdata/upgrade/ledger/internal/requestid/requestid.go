// Package requestid names requests, so that their log records can be found: a
// request id for this service, and the W3C trace id of the whole call chain.
package requestid

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
)

// Headers that carry the names.
const (
	Header      = "X-Request-ID"
	TraceHeader = "Traceparent"
)

const (
	// maxLength bounds a request id taken over from a client.
	maxLength = 64
	// idBytes is the size of an id made here, the same as that of a trace id.
	idBytes = 16
	// traceparentLength is that of version 00: version, trace, parent and flags.
	traceparentLength = 55
)

// IDs are the names of one request.
type IDs struct {
	Request string
	Trace   string
}

// Accept returns the names that the values of Header and TraceHeader give, and
// new ones for what is missing or would not be safe to log and send back.
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

// NewContext returns a context that carries ids.
func NewContext(ctx context.Context, ids IDs) context.Context {
	return context.WithValue(ctx, contextKey{}, ids)
}

// FromContext returns the names that ctx carries, if it does.
func FromContext(ctx context.Context) (IDs, bool) {
	ids, ok := ctx.Value(contextKey{}).(IDs)
	return ids, ok
}

func newID() string {
	var id [idBytes]byte
	_, _ = rand.Read(id[:]) // never fails: it ends the program instead
	return hex.EncodeToString(id[:])
}

// valid keeps out what could forge a log record or a header.
func valid(id string) bool {
	const allowed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:"
	return id != "" && len(id) <= maxLength && strings.Trim(id, allowed) == ""
}

// traceOf returns the trace id in a traceparent header, "" if it has none.
func traceOf(traceparent string) string {
	parts := strings.Split(traceparent, "-")
	if len(traceparent) != traceparentLength || len(parts) != 4 || parts[0] != "00" {
		return ""
	}
	if !isID(parts[1], 2*idBytes) || !isID(parts[2], idBytes) {
		return ""
	}
	return parts[1]
}

// isID reports whether s is n lower-case hexadecimal digits, not all zero.
func isID(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789abcdef") == "" && strings.Trim(s, "0") != ""
}
