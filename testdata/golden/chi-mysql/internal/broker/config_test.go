package broker_test

import (
	"strings"
	"testing"
	"time"

	"github.com/acme/payments/internal/broker"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	valid := broker.Config{URL: "nats://127.0.0.1:4222", Prefix: "app", Replicas: 1, Keep: time.Hour, Timeout: time.Second}
	if err := valid.Validate(); err != nil {
		t.Error(err)
	}
	err := broker.Config{Prefix: "a.b"}.Validate()
	for _, name := range []string{"NATS_URL", "NATS_PREFIX", "NATS_REPLICAS", "NATS_KEEP", "NATS_TIMEOUT"} {
		if err == nil || !strings.Contains(err.Error(), name+": ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
