package throttle

import (
	"errors"
	"time"

	"github.com/acme/everything/internal/clientip"
)

// Config is read from the environment.
type Config struct {
	// Attempts is how often somebody may fail before they have to wait.
	Attempts int `env:"AUTH_ATTEMPTS" envDefault:"5"`
	// MaxDelay bounds the wait, which starts with a second and doubles each time.
	MaxDelay time.Duration `env:"AUTH_MAX_DELAY" envDefault:"1m"`
	// TrustedProxies are the networks of the proxies in front of the service whose
	// X-Forwarded-For is trusted: 10.0.0.0/8,2001:db8::/32.
	TrustedProxies string `env:"AUTH_TRUSTED_PROXIES"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.Attempts < 1 {
		problems = append(problems, errors.New("AUTH_ATTEMPTS: must be positive"))
	}
	if c.MaxDelay < minDelay {
		problems = append(problems, errors.New("AUTH_MAX_DELAY: must be at least 1s"))
	}
	_, err := c.proxies()
	return errors.Join(append(problems, err)...)
}

func (c Config) proxies() (clientip.Proxies, error) {
	return clientip.ParseProxies("AUTH_TRUSTED_PROXIES", c.TrustedProxies)
}
