// Package commit has functions run once the transaction of a context has been
// committed.
package commit

import (
	"context"
	"sync"
)

// Work is what is to be done after the commit of a transaction.
type Work struct {
	mu        sync.Mutex
	functions []func()
	done      bool
}

// workKey is the key of the Work in a context.
type workKey struct{}

// WithWork returns a context for a transaction, whose Work waits until it is done
// or forgotten.
func WithWork(ctx context.Context) (context.Context, *Work) {
	w := &Work{}
	return context.WithValue(ctx, workKey{}, w), w
}

// Do runs the functions. It is called when the transaction has been committed, or
// may have been, but never before.
func (w *Work) Do() {
	w.mu.Lock()
	functions := w.functions
	w.functions, w.done = nil, true
	w.mu.Unlock()
	for _, f := range functions {
		f()
	}
}

// add reports whether f will be run by Do.
func (w *Work) add(f func()) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done {
		return false
	}
	w.functions = append(w.functions, f)
	return true
}

// After runs f once the transaction in ctx has been committed: at once if there is
// none, and never if it is rolled back.
func After(ctx context.Context, f func()) {
	if w, ok := ctx.Value(workKey{}).(*Work); ok && w.add(f) {
		return
	}
	f()
}

// Pending reports whether ctx is that of a transaction.
func Pending(ctx context.Context) bool {
	w, ok := ctx.Value(workKey{}).(*Work)
	if !ok {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.done
}
