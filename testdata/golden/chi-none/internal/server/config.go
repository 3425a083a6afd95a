package server

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"
)

// Config is read from the environment.
type Config struct {
	// Host and Port are the address of the public listener. No host means every
	// interface, port 0 any free port.
	Host string `env:"HTTP_HOST"`
	Port uint16 `env:"HTTP_PORT" envDefault:"8080"`
	// AdminHost and AdminPort are the address of the admin listener, which
	// nobody outside the machine should reach.
	AdminHost string `env:"ADMIN_HOST" envDefault:"127.0.0.1"`
	AdminPort uint16 `env:"ADMIN_PORT" envDefault:"9090"`

	// ReadHeaderTimeout and ReadTimeout bound how slowly a client may send.
	ReadHeaderTimeout time.Duration `env:"HTTP_READ_HEADER_TIMEOUT" envDefault:"5s"`
	ReadTimeout       time.Duration `env:"HTTP_READ_TIMEOUT" envDefault:"10s"`
	// WriteTimeout is how long a response may take.
	WriteTimeout time.Duration `env:"HTTP_WRITE_TIMEOUT" envDefault:"30s"`
	// IdleTimeout is how long an unused connection is kept.
	IdleTimeout time.Duration `env:"HTTP_IDLE_TIMEOUT" envDefault:"60s"`
	// MaxHeaderBytes bounds the request line and all headers.
	MaxHeaderBytes int `env:"HTTP_MAX_HEADER_BYTES" envDefault:"65536"`

	// ShutdownDelay is how long the service keeps serving after readiness has
	// failed: the time that load balancers take to notice.
	ShutdownDelay time.Duration `env:"SHUTDOWN_DELAY" envDefault:"5s"`
	// ShutdownTimeout bounds the whole stop, the delay included. It belongs
	// below the grace period of what runs the service.
	ShutdownTimeout time.Duration `env:"SHUTDOWN_TIMEOUT" envDefault:"25s"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	for _, limit := range []struct {
		name  string
		value time.Duration
	}{
		{"HTTP_READ_HEADER_TIMEOUT", c.ReadHeaderTimeout},
		{"HTTP_READ_TIMEOUT", c.ReadTimeout},
		{"HTTP_WRITE_TIMEOUT", c.WriteTimeout},
		{"HTTP_IDLE_TIMEOUT", c.IdleTimeout},
	} {
		if limit.value <= 0 {
			problems = append(problems, fmt.Errorf("%s: must be positive", limit.name))
		}
	}
	if c.ShutdownDelay < 0 {
		problems = append(problems, errors.New("SHUTDOWN_DELAY: must not be negative"))
	}
	if c.ShutdownTimeout <= c.ShutdownDelay {
		problems = append(problems, errors.New("SHUTDOWN_TIMEOUT: must be longer than SHUTDOWN_DELAY, which is a part of it"))
	}
	if c.MaxHeaderBytes < minHeaderBytes {
		problems = append(problems, fmt.Errorf("HTTP_MAX_HEADER_BYTES: must be at least %d", minHeaderBytes))
	}
	if c.Port != 0 && c.Port == c.AdminPort {
		problems = append(problems, errors.New("ADMIN_PORT: must differ from the port of the API, HTTP_PORT or PORT"))
	}
	return errors.Join(problems...)
}

// minHeaderBytes leaves room for what browsers and proxies always send.
const minHeaderBytes = 4096

// Address is that of the public listener.
func (c Config) Address() string {
	return net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port)))
}

// AdminAddress is that of the admin listener.
func (c Config) AdminAddress() string {
	return net.JoinHostPort(c.AdminHost, strconv.Itoa(int(c.AdminPort)))
}
