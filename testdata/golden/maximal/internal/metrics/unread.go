package metrics

import "context"

// Unread measures a request that could not be read, and so was refused before it
// could begin.
func (m *Requests) Unread(ctx context.Context, r Request) {
	if m != nil {
		m.measure(ctx, r)
	}
}
