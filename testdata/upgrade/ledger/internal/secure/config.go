package secure

import (
	"errors"
	"time"
)

// Config is read from the environment.
type Config struct {
	// HSTSMaxAge is how long browsers shall use nothing but HTTPS for this host.
	// 0 leaves that to them; set it where every client comes by TLS.
	HSTSMaxAge time.Duration `env:"SECURE_HSTS_MAX_AGE" envDefault:"0s"`
}

// Validate reports what New could not use.
func (c Config) Validate() error {
	if c.HSTSMaxAge < 0 {
		return errors.New("SECURE_HSTS_MAX_AGE: must not be negative")
	}
	return nil
}
