package observed

import (
	"context"
	"errors"
	"slices"
	"testing"
)

// outerKey is where an observer finds those around it.
type outerKey struct{}

// TestStart checks that observers stand around a call like middleware: each gets
// the context of the one before, and ends after the one behind.
func TestStart(t *testing.T) {
	failure := errors.New("no space left")
	var events []string
	observer := func(name string) Call {
		return func(ctx context.Context, store, operation string) (context.Context, func(int, error)) {
			if outer, ok := ctx.Value(outerKey{}).(string); ok {
				name = outer + " " + name
			}
			events = append(events, name+" begins "+store+" "+operation)
			return context.WithValue(ctx, outerKey{}, name), func(rows int, err error) {
				if rows != 3 || !errors.Is(err, failure) {
					t.Errorf("%s: %d rows, %v", name, rows, err)
				}
				events = append(events, name+" ends")
			}
		}
	}
	ctx, end := By{observer("first"), observer("second")}.start(t.Context(), "store", "get")
	if got := ctx.Value(outerKey{}); got != "first second" {
		t.Errorf("the call has the context of %v", got)
	}
	end(3, failure)
	want := []string{"first begins store get", "first second begins store get", "first second ends", "first ends"}
	if !slices.Equal(events, want) {
		t.Errorf("got %q, want %q", events, want)
	}
}
