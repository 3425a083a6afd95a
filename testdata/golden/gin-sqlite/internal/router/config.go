package router

import (
	"errors"
	"regexp"
	"strings"
	"time"
)

// Config is read from the environment.
type Config struct {
	// RequestTimeout is the deadline of everything a handler waits for.
	RequestTimeout time.Duration `env:"HTTP_REQUEST_TIMEOUT" envDefault:"15s"`
	// BodyLimit is the largest body in bytes.
	BodyLimit int64 `env:"HTTP_BODY_LIMIT" envDefault:"1048576"`
	// MaxInFlight is how many requests are handled at a time, 0 for any number.
	// With a body of BodyLimit each, 256 take half of the memory for which the
	// image is tuned; if each took 50 ms, they would be 5000 requests a second.
	MaxInFlight int `env:"HTTP_MAX_IN_FLIGHT" envDefault:"256"`
	// APIPrefix begins the paths of the API, other than those of probes and documents.
	APIPrefix string `env:"API_PREFIX" envDefault:"/api/v1"`
	// PathPrefix begins the paths in URLs that are sent to clients.
	PathPrefix string `env:"HTTP_PATH_PREFIX"`
	// RequireIfMatch refuses changes of a resource without If-Match.
	RequireIfMatch bool `env:"HTTP_REQUIRE_IF_MATCH" envDefault:"false"`
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration `env:"HTTP_COUNT_TIMEOUT" envDefault:"1s"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.RequestTimeout <= 0 {
		problems = append(problems, errors.New("HTTP_REQUEST_TIMEOUT: must be positive"))
	}
	if c.BodyLimit <= 0 {
		problems = append(problems, errors.New("HTTP_BODY_LIMIT: must be positive"))
	}
	if c.MaxInFlight < 0 {
		problems = append(problems, errors.New("HTTP_MAX_IN_FLIGHT: must not be negative"))
	}
	if c.CountTimeout < 0 {
		problems = append(problems, errors.New("HTTP_COUNT_TIMEOUT: must not be negative"))
	}
	switch {
	case !validPrefix(c.api()):
		problems = append(problems, errors.New("API_PREFIX: must be / or a path such as /api/v1, without a slash at its end"))
	case c.APIPrefix == "/swagger" || strings.HasPrefix(c.APIPrefix, "/swagger/"):
		problems = append(problems, errors.New("API_PREFIX: must not be the path of the API documentation, /swagger"))
	}
	if !validPrefix(c.PathPrefix) {
		problems = append(problems, errors.New("HTTP_PATH_PREFIX: must be a path such as /shop, without a slash at its end"))
	}
	return errors.Join(problems...)
}

// api returns the prefix of the routes of the API, which is empty for /. In the
// zero Config it is the default.
func (c Config) api() string {
	switch c.APIPrefix {
	case "":
		return "/api/v1"
	case "/":
		return ""
	}
	return c.APIPrefix
}

// validPrefix reports whether a path is empty or can begin others: it has no
// characters that need encoding, and no dot segments.
func validPrefix(path string) bool {
	return regexp.MustCompile(`^(/[\w~-][\w.~-]*)*$`).MatchString(path)
}
