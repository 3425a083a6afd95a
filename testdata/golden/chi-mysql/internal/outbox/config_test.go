package outbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/acme/payments/internal/outbox"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	valid := outbox.Config{Keep: 0, Poll: time.Second, Late: time.Minute}
	if err := valid.Validate(); err != nil {
		t.Error(err)
	}
	for _, tt := range []struct {
		change func(*outbox.Config)
		want   string
	}{
		{func(c *outbox.Config) { c.Keep = -1 }, "OUTBOX_KEEP"},
		{func(c *outbox.Config) { c.Poll = 0 }, "OUTBOX_POLL"},
		{func(c *outbox.Config) { c.Late = 0 }, "OUTBOX_LATE"},
	} {
		cfg := valid
		tt.change(&cfg)
		if err := cfg.Validate(); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("error = %v, want one of %s", err, tt.want)
		}
	}
}
