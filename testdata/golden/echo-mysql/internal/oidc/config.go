package oidc

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/acme/tracks/internal/secret"
)

// Config is read from the environment.
type Config struct { //nolint:recvcheck // Validate is called on values, as for all configurations
	// Names are those of the providers, separated by commas: google,corp.
	Names string `env:"OIDC_PROVIDERS"`
	// PublicURL is the URL of the service for browsers, to which providers send
	// them back.
	PublicURL string `env:"OIDC_PUBLIC_URL"`
	// ReturnURLs are where apps get browsers back after a login, separated by commas.
	ReturnURLs string `env:"OIDC_RETURN_URLS"`
	// Timeout is how long a provider may take for a response.
	Timeout time.Duration `env:"OIDC_TIMEOUT" envDefault:"5s"`

	providers []*settings // pointers, as fmt would print the secrets in fields that are not exported
}

// settings are those of one provider, OIDC_<NAME>_ISSUER and so on.
type settings struct {
	name         string
	github       bool // and not OpenID Connect
	issuer       string
	clientID     string
	clientSecret secret.Text
	scopes       []string
	registration bool // everybody whom the provider knows gets an account
	link         bool // the provider decides whose an account with a password is
}

// Validate reports invalid settings, without those of the providers.
func (c Config) Validate() error {
	var problems []error
	if c.Names != "" || c.PublicURL != "" {
		if err := checkURL(c.PublicURL); err != nil {
			problems = append(problems, fmt.Errorf("OIDC_PUBLIC_URL: %w", err))
		}
	}
	for _, one := range list(c.ReturnURLs) {
		if err := checkURL(one); err != nil {
			problems = append(problems, fmt.Errorf("OIDC_RETURN_URLS: %q %w", one, err))
		}
	}
	if c.Timeout <= 0 {
		problems = append(problems, errors.New("OIDC_TIMEOUT: must be positive"))
	}
	return errors.Join(problems...)
}

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9]{0,31}$`)

// ReadProviders reads the settings of each provider with get. The error reports
// all that are invalid.
func (c *Config) ReadProviders(get func(setting string) string) error {
	var problems []error
	for i, name := range list(c.Names) {
		if !nameForm.MatchString(name) || slices.Contains(list(c.Names)[:i], name) {
			problems = append(problems, fmt.Errorf("OIDC_PROVIDERS: %q must be a-z and 0-9, and once", name))
			continue
		}
		one, err := readSettings(name, get)
		c.providers = append(c.providers, one)
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

// readSettings reads the settings of a provider.
func readSettings(name string, get func(setting string) string) (*settings, error) {
	var problems []error
	prefix := "OIDC_" + strings.ToUpper(name) + "_"
	report := func(setting, problem string) {
		problems = append(problems, errors.New(prefix+setting+": "+problem))
	}
	flag := func(setting string) bool {
		value := get(prefix + setting)
		on, err := strconv.ParseBool(value)
		if err != nil && value != "" {
			report(setting, "must be true or false")
		}
		return on
	}
	s := &settings{
		name:         name,
		issuer:       get(prefix + "ISSUER"),
		clientID:     get(prefix + "CLIENT_ID"),
		clientSecret: secret.Text(get(prefix + "CLIENT_SECRET")),
		scopes:       list(get(prefix + "SCOPES")),
		registration: flag("REGISTRATION"),
		link:         flag("LINK"),
	}
	switch get(prefix + "TYPE") {
	case "", "oidc":
		s.fill("", "openid", "email")
		if !slices.Contains(s.scopes, "openid") {
			report("SCOPES", "must have openid")
		}
	case "github":
		s.github = true
		s.fill("https://github.com", "user:email")
	default:
		report("TYPE", "must be oidc or github")
	}
	if err := checkURL(s.issuer); err != nil {
		report("ISSUER", err.Error())
	}
	if s.clientID == "" {
		report("CLIENT_ID", "must be set")
	}
	if s.clientSecret == "" {
		report("CLIENT_SECRET", "must be set")
	}
	return s, errors.Join(problems...)
}

// fill gives settings that are empty their defaults.
func (s *settings) fill(issuer string, scopes ...string) {
	if s.issuer == "" {
		s.issuer = issuer
	}
	if len(s.scopes) == 0 {
		s.scopes = scopes
	}
}

// checkURL returns an error unless text is a URL with which secrets are safe:
// HTTPS, or HTTP on this machine.
func checkURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return errors.New("must be set")
	case err != nil, u.Host == "", u.User != nil, u.Fragment != "", u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())):
		return errors.New("must be a URL such as https://example.com; http is for localhost only")
	}
	return nil
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// list returns the members of a setting that are separated by commas or
// spaces.
func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}
