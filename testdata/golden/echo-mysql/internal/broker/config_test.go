package broker_test

import (
	"strings"
	"testing"
	"time"

	"github.com/acme/tracks/internal/broker"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	valid := broker.Config{
		Brokers: []string{"127.0.0.1:9092"}, Mechanism: "SCRAM-SHA-512", Prefix: "app", Replicas: -1, Keep: time.Hour, Timeout: time.Second,
	}
	if err := valid.Validate(); err != nil {
		t.Error(err)
	}
	for _, cfg := range []broker.Config{
		{Prefix: "a b"},
		{Brokers: []string{"127.0.0.1"}, Mechanism: "GSSAPI"},
	} {
		err := cfg.Validate()
		for _, name := range []string{"KAFKA_BROKERS", "KAFKA_MECHANISM", "KAFKA_PREFIX", "KAFKA_REPLICAS", "KAFKA_KEEP", "KAFKA_TIMEOUT"} {
			if err == nil || !strings.Contains(err.Error(), name+": ") {
				t.Errorf("%s: got %v", name, err)
			}
		}
	}
}
