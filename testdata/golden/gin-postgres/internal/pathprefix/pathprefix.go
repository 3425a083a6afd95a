// Package pathprefix carries the path under which a proxy publishes the service,
// such as /shop, to the handlers that send URLs to clients.
package pathprefix

import "context"

type key struct{}

// NewContext returns a copy of ctx with the prefix, or ctx without one.
func NewContext(ctx context.Context, prefix string) context.Context {
	if prefix == "" {
		return ctx
	}
	return context.WithValue(ctx, key{}, prefix)
}

// Of returns the prefix in ctx, or "".
func Of(ctx context.Context) string {
	prefix, _ := ctx.Value(key{}).(string)
	return prefix
}
