package idempotency

import (
	"errors"
	"time"
)

// Config is read from the environment.
type Config struct {
	// TTL is how long a request can be repeated.
	TTL time.Duration `env:"IDEMPOTENCY_TTL" envDefault:"24h"`
	// AnswerLimit is the largest body that is kept, in bytes.
	AnswerLimit int `env:"IDEMPOTENCY_ANSWER_LIMIT" envDefault:"65536"`
	// Memory bounds what all answers take, in bytes. Where that is too little,
	// the oldest are forgotten before their time.
	Memory int `env:"IDEMPOTENCY_MEMORY" envDefault:"67108864"`
}

// Validate reports what New and NewMemory could not use.
func (c Config) Validate() error {
	var problems []error
	if c.TTL <= 0 {
		problems = append(problems, errors.New("IDEMPOTENCY_TTL: must be positive"))
	}
	if c.AnswerLimit <= 0 {
		problems = append(problems, errors.New("IDEMPOTENCY_ANSWER_LIMIT: must be positive"))
	}
	if c.Memory < c.AnswerLimit+overhead {
		problems = append(problems, errors.New("IDEMPOTENCY_MEMORY: must have room for an answer of IDEMPOTENCY_ANSWER_LIMIT"))
	}
	return errors.Join(problems...)
}
