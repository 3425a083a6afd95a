package outbox

import (
	"errors"
	"fmt"
	"time"
)

// Config is read from the environment.
type Config struct {
	// Keep is how long events stay in the outbox after they were sent.
	Keep time.Duration `env:"OUTBOX_KEEP" envDefault:"24h"`
	// Poll is how often the relay looks for events that it was not told of.
	Poll time.Duration `env:"OUTBOX_POLL" envDefault:"1s"`
	// Late is how long an event may wait before the service is degraded.
	Late time.Duration `env:"OUTBOX_LATE" envDefault:"1m"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	for _, limit := range []struct {
		name  string
		value time.Duration
	}{
		{"OUTBOX_POLL", c.Poll},
		{"OUTBOX_LATE", c.Late},
	} {
		if limit.value <= 0 {
			problems = append(problems, fmt.Errorf("%s: must be positive", limit.name))
		}
	}
	if c.Keep < 0 {
		problems = append(problems, errors.New("OUTBOX_KEEP: must not be negative"))
	}
	return errors.Join(problems...)
}
