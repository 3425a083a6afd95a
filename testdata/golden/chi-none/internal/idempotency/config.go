package idempotency

import (
	"errors"
	"time"
)

// Config is read from the environment.
type Config struct {
	// TTL is how long a response is stored for retries.
	TTL time.Duration `env:"IDEMPOTENCY_TTL" envDefault:"24h"`
	// AnswerLimit is the size in bytes of the largest body that is stored.
	AnswerLimit int `env:"IDEMPOTENCY_ANSWER_LIMIT" envDefault:"65536"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.TTL <= 0 {
		problems = append(problems, errors.New("IDEMPOTENCY_TTL: must be positive"))
	}
	if c.AnswerLimit <= 0 {
		problems = append(problems, errors.New("IDEMPOTENCY_ANSWER_LIMIT: must be positive"))
	}
	return errors.Join(problems...)
}
