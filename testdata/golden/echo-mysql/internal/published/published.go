// Package published wraps stores so that each change is published. The event is
// stored in the transaction of the change. A cache stands outside of it, as what is
// not committed must not be in the cache.
package published
