package broker

import (
	"errors"
	"strings"
	"time"

	"github.com/acme/payments/internal/secret"
)

// Config is read from the environment.
type Config struct {
	// URL has the URLs of the servers, separated by commas.
	URL      string      `env:"NATS_URL"`
	Username string      `env:"NATS_USERNAME"`
	Password secret.Text `env:"NATS_PASSWORD"`
	// Prefix begins the names of the stream and its subjects, so that services can
	// share a server.
	Prefix string `env:"NATS_PREFIX" envDefault:"payments"`
	// Replicas is how many servers have each message.
	Replicas int `env:"NATS_REPLICAS" envDefault:"1"`
	// Keep is how long messages are kept, consumed or not.
	Keep time.Duration `env:"NATS_KEEP" envDefault:"168h"`
	// Timeout bounds the wait for the confirmation of a message.
	Timeout time.Duration `env:"NATS_TIMEOUT" envDefault:"5s"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.URL == "" {
		problems = append(problems, errors.New("NATS_URL: must be set, such as nats://127.0.0.1:4222"))
	}
	if c.Prefix == "" || strings.ContainsAny(c.Prefix, ".*>/\\ ") {
		problems = append(problems, errors.New("NATS_PREFIX: must be set, without spaces and the characters .*>/\\"))
	}
	if c.Replicas < 1 || c.Replicas > 5 {
		problems = append(problems, errors.New("NATS_REPLICAS: must be 1 to 5"))
	}
	if c.Keep < duplicates {
		problems = append(problems, errors.New("NATS_KEEP: must be at least 2m"))
	}
	if c.Timeout <= 0 {
		problems = append(problems, errors.New("NATS_TIMEOUT: must be positive"))
	}
	return errors.Join(problems...)
}
