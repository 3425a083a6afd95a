package broker

import (
	"errors"
	"strings"
	"time"

	"github.com/rabbitmq/amqp091-go"

	"github.com/acme/notes/internal/secret"
)

// Config is read from the environment.
type Config struct {
	// URL has the password in it: amqp://USER:PASSWORD@HOST:PORT/VHOST, or amqps.
	URL secret.Text `env:"AMQP_URL"`
	// Prefix begins the names of the exchange and its queues, so that services can
	// share a server.
	Prefix string `env:"AMQP_PREFIX" envDefault:"notes"`
	// Timeout bounds a connection attempt, and the wait for the confirmation of
	// messages.
	Timeout time.Duration `env:"AMQP_TIMEOUT" envDefault:"5s"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.URL == "" {
		problems = append(problems, errors.New("AMQP_URL: must be set, such as amqp://user:password@127.0.0.1:5672/"))
	} else if _, err := amqp091.ParseURI(string(c.URL)); err != nil {
		problems = append(problems, errors.New("AMQP_URL: is not like amqp://user:password@127.0.0.1:5672/")) // err may have the password
	}
	if c.Prefix == "" || strings.HasPrefix(c.Prefix, "amq.") || len(c.Prefix) > 100 {
		problems = append(problems, errors.New("AMQP_PREFIX: must be set, must not begin with amq., and has at most 100 bytes"))
	}
	if c.Timeout <= 0 {
		problems = append(problems, errors.New("AMQP_TIMEOUT: must be positive"))
	}
	return errors.Join(problems...)
}
