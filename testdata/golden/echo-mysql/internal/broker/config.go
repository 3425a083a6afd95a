package broker

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/acme/tracks/internal/secret"
)

// Config is read from the environment.
type Config struct {
	// Brokers are the addresses of some brokers, which know those of the others.
	Brokers  []string    `env:"KAFKA_BROKERS"`
	Username string      `env:"KAFKA_USERNAME"`
	Password secret.Text `env:"KAFKA_PASSWORD"`
	// Mechanism is the one of SASL, for clients with a Username.
	Mechanism string `env:"KAFKA_MECHANISM" envDefault:"SCRAM-SHA-512"`
	// TLS encrypts connections.
	TLS bool `env:"KAFKA_TLS" envDefault:"false"`
	// Prefix begins the names of the topic and of groups, so that services can share
	// a cluster.
	Prefix string `env:"KAFKA_PREFIX" envDefault:"tracks"`
	// Replicas is how many brokers have each message; with -1 the cluster decides.
	Replicas int16 `env:"KAFKA_REPLICAS" envDefault:"-1"`
	// Keep is how long messages are kept, consumed or not.
	Keep time.Duration `env:"KAFKA_KEEP" envDefault:"168h"`
	// Timeout bounds the wait for the confirmation of messages.
	Timeout time.Duration `env:"KAFKA_TIMEOUT" envDefault:"5s"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if len(c.Brokers) == 0 {
		problems = append(problems, errors.New("KAFKA_BROKERS: must be set, such as 127.0.0.1:9092"))
	}
	for _, address := range c.Brokers {
		if _, port, err := net.SplitHostPort(address); err != nil || port == "" {
			problems = append(problems, fmt.Errorf("KAFKA_BROKERS: %q is not HOST:PORT", address))
		}
	}
	switch c.Mechanism {
	case plainMechanism, scram256Mechanism, scram512Mechanism:
	default:
		problems = append(problems, errors.New("KAFKA_MECHANISM: must be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512"))
	}
	if c.Prefix == "" || len(c.Prefix) > 100 || strings.Trim(c.Prefix, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" {
		problems = append(problems, errors.New("KAFKA_PREFIX: must be 1 to 100 of the characters A-Z, a-z, 0-9, '.', '_' and '-'"))
	}
	if c.Replicas == 0 || c.Replicas < -1 {
		problems = append(problems, errors.New("KAFKA_REPLICAS: must be positive, or -1"))
	}
	if c.Keep < time.Minute {
		problems = append(problems, errors.New("KAFKA_KEEP: must be at least 1m"))
	}
	if c.Timeout < time.Second {
		problems = append(problems, errors.New("KAFKA_TIMEOUT: must be at least 1s"))
	}
	return errors.Join(problems...)
}
