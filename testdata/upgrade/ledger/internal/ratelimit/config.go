package ratelimit

// Config is read from the environment. Lists have commas between their values.
type Config struct {
	// Default is the quota of each client for all that has no quota of its own.
	Default Quota `env:"RATELIMIT_DEFAULT" envDefault:"600/1m"`
	// Routes have quotas of their own, written METHOD PATH QUOTA, of which the
	// first that fits counts: POST /api/v1/books 10/1m, * /api/v1/*/* 5/1s. An
	// asterisk is any method, or as in path.Match whatever has no slash.
	Routes string `env:"RATELIMIT_ROUTES"`
	// Exempt are the paths without a quota. A probe that is refused would take
	// the service out of use.
	Exempt string `env:"RATELIMIT_EXEMPT" envDefault:"/healthz,/readyz"`
	// TrustedProxies are the networks of the proxies before the service, whose
	// X-Forwarded-For is believed: 10.0.0.0/8,2001:db8::/32.
	TrustedProxies string `env:"RATELIMIT_TRUSTED_PROXIES"`
	// Clients is how many are remembered. When there are more, those that have
	// been quiet longest are forgotten, and begin anew.
	Clients int `env:"RATELIMIT_CLIENTS" envDefault:"65536"`
}

// Validate reports what New could not use.
func (c Config) Validate() error {
	_, err := New(c)
	return err
}
