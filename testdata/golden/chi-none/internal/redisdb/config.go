package redisdb

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/acme/shelf/internal/secret"
)

// Config is read from the environment.
type Config struct {
	// Addr is the address of the server, HOST:PORT.
	Addr     string      `env:"REDIS_ADDR"`
	Username string      `env:"REDIS_USERNAME"`
	Password secret.Text `env:"REDIS_PASSWORD"`
	// TLS encrypts connections. The certificate has to be valid for the host in
	// Addr.
	TLS bool `env:"REDIS_TLS" envDefault:"false"`
	// DB is the number of the database, which a cluster does not have.
	DB int `env:"REDIS_DB" envDefault:"0"`
	// Prefix begins the name of every key and channel, so that services can share
	// a server.
	Prefix string `env:"REDIS_PREFIX" envDefault:"shelf:"`
	// Timeout bounds a command with all that it needs, a new connection included.
	Timeout time.Duration `env:"REDIS_TIMEOUT" envDefault:"50ms"`
	// MaxConns bounds the connections, not counting a subscription.
	MaxConns int `env:"REDIS_MAX_CONNS" envDefault:"20"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.Addr == "" {
		problems = append(problems, errors.New("REDIS_ADDR: must be set, such as 127.0.0.1:6379"))
	} else if _, port, err := net.SplitHostPort(c.Addr); err != nil || port == "" {
		problems = append(problems, fmt.Errorf("REDIS_ADDR: %q is not HOST:PORT", c.Addr))
	}
	if c.DB < 0 {
		problems = append(problems, errors.New("REDIS_DB: must not be negative"))
	}
	if c.Prefix == "" || strings.ContainsAny(c.Prefix, "{}*?[]\\ ") {
		problems = append(problems, errors.New("REDIS_PREFIX: must be set, without spaces and the characters {}*?[]\\"))
	}
	if c.Timeout <= 0 {
		problems = append(problems, errors.New("REDIS_TIMEOUT: must be positive"))
	}
	if c.MaxConns < 1 {
		problems = append(problems, errors.New("REDIS_MAX_CONNS: must be positive"))
	}
	return errors.Join(problems...)
}
