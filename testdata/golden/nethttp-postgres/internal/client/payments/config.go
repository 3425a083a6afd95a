package payments

import (
	"time"

	"github.com/acme/shop/internal/outbound"
	"github.com/acme/shop/internal/secret"
)

// Config is read from the environment.
type Config struct {
	// URL begins those of all calls.
	URL string `env:"PAYMENTS_URL"`
	// Token is sent as a bearer token, unless it is empty.
	Token secret.Text `env:"PAYMENTS_TOKEN"`
	// Timeout is the time allowed for a call with its retries.
	Timeout time.Duration `env:"PAYMENTS_TIMEOUT" envDefault:"5s"`
	// TryTimeout is the time allowed for each try.
	TryTimeout time.Duration `env:"PAYMENTS_TRY_TIMEOUT" envDefault:"2s"`
	// MaxInFlight is how many calls are made at a time.
	MaxInFlight int `env:"PAYMENTS_MAX_IN_FLIGHT" envDefault:"64"`
	// ResponseLimit is the largest body of a response in bytes.
	ResponseLimit int64 `env:"PAYMENTS_RESPONSE_LIMIT" envDefault:"1048576"`
}

// Validate reports invalid settings.
func (c Config) Validate() error { return c.outbound().Validate("PAYMENTS_") }

func (c Config) outbound() outbound.Config {
	return outbound.Config{
		Service:       "payments",
		URL:           c.URL,
		Token:         c.Token,
		Timeout:       c.Timeout,
		TryTimeout:    c.TryTimeout,
		MaxInFlight:   c.MaxInFlight,
		ResponseLimit: c.ResponseLimit,
	}
}
