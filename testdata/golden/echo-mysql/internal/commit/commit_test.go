package commit_test

import (
	"testing"

	"github.com/acme/tracks/internal/commit"
)

func TestAfter(t *testing.T) {
	done := 0
	count := func() { done++ }
	commit.After(t.Context(), count)
	if done != 1 || commit.Pending(t.Context()) {
		t.Errorf("without a transaction: done %d times, pending: %t", done, commit.Pending(t.Context()))
	}

	ctx, work := commit.WithWork(t.Context())
	commit.After(ctx, count)
	commit.After(ctx, count)
	if done != 1 || !commit.Pending(ctx) {
		t.Errorf("before the commit: done %d times, pending: %t", done, commit.Pending(ctx))
	}
	work.Do()
	work.Do()
	if done != 3 || commit.Pending(ctx) {
		t.Errorf("after the commit: done %d times, pending: %t", done, commit.Pending(ctx))
	}
	commit.After(ctx, count)
	if done != 4 {
		t.Errorf("done %d times, want 4", done)
	}

	forgotten, _ := commit.WithWork(t.Context()) // of a transaction that is rolled back
	commit.After(forgotten, count)
	if done != 4 {
		t.Error("done without a commit")
	}
}
