package outbound

import (
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/acme/shop/internal/secret"
)

const (
	// maxTries is how often a call is tried.
	maxTries = 3
	// firstPause and maxPause bound the pause before a retry: it is a random part
	// of a time that doubles with each retry.
	firstPause = 50 * time.Millisecond
	maxPause   = time.Second
	// callsPerRetry is how many calls earn a retry, so that retries add a tenth to
	// the load of a service in trouble, and not a multiple.
	callsPerRetry = 10
	// maxRetries is how many retries a quiet time can save up.
	maxRetries = 10

	// The breaker opens if in the last window there were minCalls or more, and
	// half of them failed. After openTime it lets trialCalls through, and closes
	// when all of them succeed.
	window     = 10 * time.Second
	bucket     = time.Second
	minCalls   = 10
	openTime   = 2 * time.Second
	trialCalls = 3

	// Limits of connections.
	dialTimeout    = time.Second
	idleTimeout    = 30 * time.Second
	maxHeaderBytes = 64 << 10
)

// Config describes a service and the bounds on calls of it.
type Config struct {
	Service string // in logs and errors
	// URL begins those of all calls.
	URL string
	// Token is sent as a bearer token, unless it is empty.
	Token secret.Text
	// Timeout is the time allowed for a call with its retries.
	Timeout time.Duration
	// TryTimeout is the time allowed for each try.
	TryTimeout time.Duration
	// MaxInFlight is how many calls are made at a time.
	MaxInFlight int
	// ResponseLimit is the largest body of a response in bytes.
	ResponseLimit int64
}

// Validate reports invalid settings, whose names begin with prefix.
func (c Config) Validate(prefix string) error {
	problems := []error{checkURL(prefix+"URL", c.URL)}
	if c.Timeout <= 0 {
		problems = append(problems, errors.New(prefix+"TIMEOUT: must be positive"))
	} else if c.TryTimeout <= 0 || c.TryTimeout > c.Timeout {
		problems = append(problems, fmt.Errorf("%sTRY_TIMEOUT: must be positive and at most %[1]sTIMEOUT", prefix))
	}
	if c.MaxInFlight <= 0 {
		problems = append(problems, errors.New(prefix+"MAX_IN_FLIGHT: must be positive"))
	}
	if c.ResponseLimit <= 0 {
		problems = append(problems, errors.New(prefix+"RESPONSE_LIMIT: must be positive"))
	}
	return errors.Join(problems...)
}

func checkURL(setting, value string) error {
	if value == "" {
		return errors.New(setting + ": must be set")
	}
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return errors.New(setting + ": must be an http or https URL") // without its text, which may have a password
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return errors.New(setting + ": must have no user, password, query or fragment")
	}
	return nil
}
