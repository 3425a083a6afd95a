package session

import (
	"errors"
	"time"
)

// Config is read from the environment.
type Config struct {
	// TTL is how long a refresh token is valid, and so a session that is not used.
	TTL time.Duration `env:"SESSION_TTL" envDefault:"168h"`
	// MaxAge is when a session ends although it is used.
	MaxAge time.Duration `env:"SESSION_MAX_AGE" envDefault:"2160h"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.TTL < time.Second {
		problems = append(problems, errors.New("SESSION_TTL: must be at least 1s"))
	}
	if c.MaxAge < c.TTL {
		problems = append(problems, errors.New("SESSION_MAX_AGE: must be at least SESSION_TTL"))
	}
	return errors.Join(problems...)
}
