package cors

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Config is read from the environment. Lists have commas between their values.
type Config struct {
	// Origins are those whose pages may call the API, as browsers name them:
	// https://app.example. An asterisk stands for all.
	Origins string `env:"CORS_ORIGINS"`
	// Methods and Headers are what requests from there may have.
	Methods string `env:"CORS_METHODS" envDefault:"GET,HEAD,POST,PUT,PATCH,DELETE"`
	Headers string `env:"CORS_HEADERS" envDefault:"Authorization,Content-Type,Idempotency-Key,X-Request-ID"`
	// ExposedHeaders are those of an answer that scripts may read, beside the
	// few that they always may.
	ExposedHeaders string `env:"CORS_EXPOSED_HEADERS" envDefault:"Idempotency-Replayed,Location,RateLimit,RateLimit-Policy,Retry-After,X-Request-ID"`
	// Credentials lets browsers send cookies and show the answer to scripts.
	Credentials bool `env:"CORS_CREDENTIALS" envDefault:"false"`
	// MaxAge is how long browsers remember what they may send.
	MaxAge time.Duration `env:"CORS_MAX_AGE" envDefault:"10m"`
}

// Validate reports what New could not use.
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
				problems = append(problems, fmt.Errorf("%s: %q is not a name", names.variable, name))
			}
		}
	}
	if c.Credentials && slices.Contains(list(c.Origins), anyOrigin) {
		problems = append(problems, errors.New("CORS_CREDENTIALS: need origins by name: any page on the web could act for the user"))
	}
	if c.MaxAge < 0 {
		problems = append(problems, errors.New("CORS_MAX_AGE: must not be negative"))
	}
	return errors.Join(problems...)
}

// anyOrigin in a list of origins stands for all of them.
const anyOrigin = "*"

// checkOrigin refuses what no browser sends: the header Origin is compared as
// a text. It refuses null, too, which is the origin of too many: of files, of
// sandboxed frames and so of whoever wants it.
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

// list splits at commas.
func list(values string) []string {
	return strings.FieldsFunc(values, func(r rune) bool { return r == ',' || r == ' ' })
}

// notToken reports whether r cannot be in the name of a method or a header.
func notToken(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
}
