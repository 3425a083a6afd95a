package secure

import (
	"errors"
	"time"
)

// Config is read from the environment.
type Config struct {
	// HSTSMaxAge is how long browsers must use HTTPS for this host. 0 sends no
	// Strict-Transport-Security; set it once every client uses TLS.
	HSTSMaxAge time.Duration `env:"SECURE_HSTS_MAX_AGE" envDefault:"0s"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	if c.HSTSMaxAge < 0 {
		return errors.New("SECURE_HSTS_MAX_AGE: must not be negative")
	}
	return nil
}
