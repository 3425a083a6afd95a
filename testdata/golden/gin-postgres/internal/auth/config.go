package auth

import (
	"errors"
	"net/http"
	"strings"
)

// Config is read from the environment.
type Config struct {
	// Registration lets everybody register.
	Registration bool `env:"AUTH_REGISTRATION" envDefault:"true"`
	// Cookie keeps refresh tokens in a cookie, out of reach of scripts, for
	// clients that are web pages.
	Cookie bool `env:"AUTH_COOKIE" envDefault:"false"`
	// Origins are other origins whose pages may use the cookie, separated by commas.
	Origins string `env:"AUTH_ORIGINS"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	_, err := c.protection()
	return err
}

// protection returns what refuses requests that a page of another site makes a
// browser send.
func (c Config) protection() (*http.CrossOriginProtection, error) {
	protection := http.NewCrossOriginProtection()
	for origin := range strings.SplitSeq(c.Origins, ",") {
		origin = strings.TrimSpace(origin)
		if origin == "" {
			continue
		}
		if err := protection.AddTrustedOrigin(origin); err != nil {
			return nil, errors.New("AUTH_ORIGINS: " + err.Error())
		}
	}
	return protection, nil
}
