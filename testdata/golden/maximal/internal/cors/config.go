package cors

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Config is read from the environment. Lists are comma-separated.
type Config struct {
	// Origins are the allowed origins, such as https://app.example, or * for
	// all.
	Origins string `env:"CORS_ORIGINS"`
	// Methods and Headers are the allowed request methods and headers.
	Methods string `env:"CORS_METHODS" envDefault:"GET,HEAD,POST,PUT,PATCH,DELETE"`
	Headers string `env:"CORS_HEADERS" envDefault:"Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match,X-Request-ID"`
	// ExposedHeaders are the response headers that scripts may read in addition
	// to the CORS-safelisted ones.
	ExposedHeaders string `env:"CORS_EXPOSED_HEADERS" envDefault:"ETag,Idempotency-Replayed,Location,RateLimit,RateLimit-Policy,Retry-After,WWW-Authenticate,X-Request-ID"`
	// Credentials allows requests with cookies and other credentials.
	Credentials bool `env:"CORS_CREDENTIALS" envDefault:"false"`
	// MaxAge is how long browsers may cache a preflight response.
	MaxAge time.Duration `env:"CORS_MAX_AGE" envDefault:"10m"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	for _, origin := range list(c.Origins) {
		if err := checkOrigin(origin); err != nil {
			problems = append(problems, fmt.Errorf("CORS_ORIGINS: %w", err))
		}
	}
	for _, names := range []struct{ variable, value string }{
		{"CORS_METHODS", c.Methods},
		{"CORS_HEADERS", c.Headers},
		{"CORS_EXPOSED_HEADERS", c.ExposedHeaders},
	} {
		for _, name := range list(names.value) {
			if strings.ContainsFunc(name, notToken) {
				problems = append(problems, fmt.Errorf("%s: %q is not a valid name", names.variable, name))
			}
		}
	}
	if c.Credentials && slices.Contains(list(c.Origins), anyOrigin) {
		problems = append(problems, errors.New("CORS_CREDENTIALS: requires a list of origins: with *, any website could act on behalf of a user"))
	}
	if c.MaxAge < 0 {
		problems = append(problems, errors.New("CORS_MAX_AGE: must not be negative"))
	}
	return errors.Join(problems...)
}

// anyOrigin in a list of origins allows all of them.
const anyOrigin = "*"

// checkOrigin rejects what no browser sends, since the Origin header is compared
// as a string. It also rejects null, the origin of local files and sandboxed
// frames, which anybody can use.
func checkOrigin(origin string) error {
	if origin == anyOrigin {
		return nil
	}
	u, err := url.Parse(origin)
	if err != nil {
		return err
	}
	canonical := strings.ToLower(u.Scheme + "://" + u.Host)
	if u.Scheme == "" || u.Host == "" || strings.Contains(u.Host, "*") || origin != canonical {
		return fmt.Errorf("%q is not an origin: scheme://host or scheme://host:port, in lower case", origin)
	}
	if port := u.Port(); u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		return fmt.Errorf("%q: browsers leave out port %s", origin, port)
	}
	return nil
}

// list splits a comma-separated list.
func list(values string) []string {
	return strings.FieldsFunc(values, func(r rune) bool { return r == ',' || r == ' ' })
}

// notToken reports whether r is not a token character (RFC 9110).
func notToken(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
}
