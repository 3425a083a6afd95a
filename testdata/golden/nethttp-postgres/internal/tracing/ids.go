package tracing

import (
	"context"
	"encoding/binary"
	"math/rand/v2"

	"go.opentelemetry.io/otel/trace"

	"github.com/acme/shop/internal/requestid"
)

// ids makes the IDs of spans. A trace that begins with a request has the trace ID
// that its log records have.
type ids struct{}

// NewIDs returns those of the first span of a trace.
func (g ids) NewIDs(ctx context.Context) (trace.TraceID, trace.SpanID) {
	var id trace.TraceID
	if of, ok := requestid.FromContext(ctx); ok {
		id, _ = trace.TraceIDFromHex(of.Trace)
	}
	if !id.IsValid() {
		binary.NativeEndian.PutUint64(id[:], rand.Uint64())    //nolint:gosec // no secret
		binary.NativeEndian.PutUint64(id[8:], rand.Uint64()|1) //nolint:gosec // no secret; not 0
	}
	return id, g.NewSpanID(ctx, id)
}

// NewSpanID returns that of another span.
func (ids) NewSpanID(context.Context, trace.TraceID) trace.SpanID {
	var id trace.SpanID
	binary.NativeEndian.PutUint64(id[:], rand.Uint64()|1) //nolint:gosec // no secret; not 0
	return id
}
