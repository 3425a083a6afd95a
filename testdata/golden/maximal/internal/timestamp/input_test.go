package timestamp_test

import (
	"testing"
	"time"

	"github.com/acme/everything/internal/timestamp"
)

func TestOf(t *testing.T) {
	t.Parallel()
	given := time.Date(2024, time.May, 17, 10, 30, 0, 123456789, time.FixedZone("", 2*3600))
	want := time.Date(2024, time.May, 17, 8, 30, 0, 123456000, time.UTC)
	if got := timestamp.Of(&given); *got != want {
		t.Errorf("Of(%v) = %v, want %v", given, got, want)
	}
	if got := timestamp.Of(nil); got != nil {
		t.Errorf("Of(nil) = %v", got)
	}
}
