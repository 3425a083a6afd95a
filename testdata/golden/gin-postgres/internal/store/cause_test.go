package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestCauseOf(t *testing.T) {
	t.Parallel()
	late, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	errOther := errors.New("other")
	for _, tt := range []struct {
		err, want error
	}{
		{nil, nil},
		{errOther, errOther},
		{fmt.Errorf("commit: %w", sql.ErrTxDone), context.DeadlineExceeded},
	} {
		if got := causeOf(late, tt.err); !errors.Is(got, tt.want) {
			t.Errorf("%v: got %v, want %v", tt.err, got, tt.want)
		}
	}
	if got := causeOf(t.Context(), sql.ErrTxDone); !errors.Is(got, sql.ErrTxDone) {
		t.Errorf("in time: got %v", got)
	}
}
