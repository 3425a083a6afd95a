package token

import (
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/acme/notes/internal/secret"
)

const (
	// minSecret is the size of the smallest secret in bytes: that of the hash,
	// below which HMAC gets weaker (RFC 7518, section 3.2).
	minSecret = 32
	// maxLeeway bounds the setting: a token is valid for that much longer.
	maxLeeway = 2 * time.Minute
)

// Config is read from the environment.
type Config struct {
	// Secret signs tokens with HS256, unless there is a KeyFile.
	Secret secret.Text `env:"JWT_SECRET"`
	// PreviousSecret is no longer used to sign, but tokens with it are valid.
	PreviousSecret secret.Text `env:"JWT_PREVIOUS_SECRET"`
	// KeyFile names a file with an Ed25519 private key, which signs tokens with
	// EdDSA, so that others can check them without being able to sign.
	KeyFile string `env:"JWT_KEY_FILE"`
	// PreviousKeyFile names a file with the key before, private or public.
	PreviousKeyFile string `env:"JWT_PREVIOUS_KEY_FILE"`
	// Issuer and Audience are in every token, and must be.
	Issuer   string `env:"JWT_ISSUER" envDefault:"notes"`
	Audience string `env:"JWT_AUDIENCE" envDefault:"notes"`
	// TTL is how long a token is valid. It is short, because until then nothing
	// revokes a token.
	TTL time.Duration `env:"JWT_TTL" envDefault:"15m"`
	// Leeway is how far the clocks of instances may be apart.
	Leeway time.Duration `env:"JWT_LEEWAY" envDefault:"10s"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	for _, s := range []struct {
		name  string
		value secret.Text
	}{{"JWT_SECRET", c.Secret}, {"JWT_PREVIOUS_SECRET", c.PreviousSecret}} {
		if s.value != "" && len(s.value) < minSecret {
			problems = append(problems, fmt.Errorf("%s: must have at least %d bytes, such as those of openssl rand -base64 32", s.name, minSecret))
		}
	}
	if c.Secret != "" && c.KeyFile != "" {
		problems = append(problems, errors.New("JWT_SECRET: must be empty if JWT_KEY_FILE is set; while its tokens are valid, the secret belongs in JWT_PREVIOUS_SECRET"))
	}
	if c.Issuer == "" {
		problems = append(problems, errors.New("JWT_ISSUER: must be set"))
	}
	if c.Audience == "" {
		problems = append(problems, errors.New("JWT_AUDIENCE: must be set"))
	}
	if c.TTL < time.Second {
		problems = append(problems, errors.New("JWT_TTL: must be at least 1s"))
	}
	if c.Leeway < 0 || c.Leeway > maxLeeway {
		problems = append(problems, fmt.Errorf("JWT_LEEWAY: must be from 0s to %s", maxLeeway))
	}
	return errors.Join(problems...)
}

// HasKey reports whether there is a key to sign with.
func (c Config) HasKey() bool { return c.Secret != "" || c.KeyFile != "" }

// NewSecret returns a random secret, for development.
func NewSecret() secret.Text { return secret.Text(rand.Text() + rand.Text()) }
