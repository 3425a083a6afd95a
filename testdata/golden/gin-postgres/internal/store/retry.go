package store

import (
	"context"
	"time"
)

// attempts is how often retry tries what fails because of others.
const attempts = 3

// retry runs fn, which is a transaction, and runs it again where the database
// gave it up in favor of others, as it does in a deadlock.
func retry(ctx context.Context, fn func() error) error {
	for attempt := 1; ; attempt++ {
		err := fn()
		if err == nil || attempt == attempts || !retryable(err) {
			return err
		}
		select { // longer each time, so that the others get through
		case <-ctx.Done():
			return err
		case <-time.After(time.Duration(attempt) * 10 * time.Millisecond):
		}
	}
}
