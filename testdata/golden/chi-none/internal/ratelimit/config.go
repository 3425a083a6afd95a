package ratelimit

// Config is read from the environment. Lists are comma-separated.
type Config struct {
	// Default is the quota per client for routes without one of their own.
	Default Quota `env:"RATELIMIT_DEFAULT" envDefault:"600/1m"`
	// Routes are the quotas of single routes, as METHOD PATH QUOTA, of which the
	// first match counts: POST /api/v1/books 10/1m, * /api/v1/*/* 5/1s. An
	// asterisk matches any method or, as in path.Match, any path segment.
	Routes string `env:"RATELIMIT_ROUTES"`
	// Exempt are the paths without a quota. A rejected probe would take the
	// service out of rotation.
	Exempt string `env:"RATELIMIT_EXEMPT" envDefault:"/healthz,/readyz"`
	// TrustedProxies are the networks of the proxies in front of the service whose
	// X-Forwarded-For is trusted: 10.0.0.0/8,2001:db8::/32.
	TrustedProxies string `env:"RATELIMIT_TRUSTED_PROXIES"`
	// Clients is the maximum number of clients tracked at a time. Beyond it, the
	// least recently seen are dropped and start over.
	Clients int `env:"RATELIMIT_CLIENTS" envDefault:"65536"`
	// Store is where the buckets are.
	Store Store `env:"RATELIMIT_STORE" envDefault:"redis"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	_, err := New(c)
	return err
}
