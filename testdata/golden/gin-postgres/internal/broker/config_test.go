package broker_test

import (
	"strings"
	"testing"
	"time"

	"github.com/acme/notes/internal/broker"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	valid := broker.Config{URL: "amqp://127.0.0.1:5672/", Prefix: "app", Timeout: time.Second}
	if err := valid.Validate(); err != nil {
		t.Error(err)
	}
	for _, cfg := range []broker.Config{
		{Prefix: "amq.app"},
		{URL: "http://opensesame"},
	} {
		err := cfg.Validate()
		for _, name := range []string{"AMQP_URL", "AMQP_PREFIX", "AMQP_TIMEOUT"} {
			if err == nil || !strings.Contains(err.Error(), name+": ") || strings.Contains(err.Error(), "opensesame") {
				t.Errorf("%s: got %v", name, err)
			}
		}
	}
}
