// Package token signs access tokens and checks them. They are JSON Web Tokens as
// RFC 8725 wants them: what a token says about its own key and algorithm is
// compared with what is expected, and never followed.
package token

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/guard"
	"github.com/acme/notes/internal/principal"
)

const (
	// mediaType tells access tokens from other tokens of the same issuer.
	mediaType = "at+jwt"
	// maxSize is far more than a token of this package has, in bytes.
	maxSize = 2048
)

// Issuer signs access tokens and checks them. It is safe for concurrent use.
type Issuer struct {
	cfg    Config
	keys   []key // the first signs
	parser *jwt.Parser
}

// New returns an Issuer, which has read its key if that is in a file.
func New(cfg Config) (*Issuer, error) {
	if !cfg.HasKey() {
		return nil, errors.New("JWT_SECRET: must be set, or JWT_KEY_FILE")
	}
	keys, err := cfg.keys()
	if err != nil {
		return nil, err
	}
	var algorithms []string
	for _, k := range keys {
		algorithms = append(algorithms, k.method.Alg())
	}
	return &Issuer{cfg: cfg, keys: keys, parser: jwt.NewParser(
		jwt.WithValidMethods(algorithms),
		jwt.WithStrictDecoding(),
		jwt.WithIssuer(cfg.Issuer),
		jwt.WithAudience(cfg.Audience),
		jwt.WithExpirationRequired(),
		jwt.WithNotBeforeRequired(),
		jwt.WithIssuedAt(),
		jwt.WithLeeway(cfg.Leeway),
	)}, nil
}

// Claims are what a token says.
type Claims struct {
	jwt.RegisteredClaims
	Role    string    `json:"role"`
	Session uuid.UUID `json:"sid"`
}

// Validate is called by Parse, beside the checks of the registered claims.
func (c Claims) Validate() error {
	switch {
	case uuid.Validate(c.Subject) != nil:
		return errors.New("token has no valid sub claim")
	case c.IssuedAt == nil:
		return errors.New("token has no iat claim")
	case c.ID == "":
		return errors.New("token has no jti claim")
	case c.Role == "":
		return errors.New("token has no role claim")
	case c.Session == uuid.Nil:
		return errors.New("token has no valid sid claim")
	}
	return nil
}

// Sign returns a token of a user in a session, and when it expires.
func (i *Issuer) Sign(user uuid.UUID, role string, session uuid.UUID) (signed string, expires time.Time, err error) {
	now := time.Now()
	expires = now.Add(i.cfg.TTL)
	signing := i.keys[0]
	token := jwt.NewWithClaims(signing.method, Claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer:    i.cfg.Issuer,
			Subject:   user.String(),
			Audience:  jwt.ClaimStrings{i.cfg.Audience},
			ExpiresAt: jwt.NewNumericDate(expires),
			NotBefore: jwt.NewNumericDate(now),
			IssuedAt:  jwt.NewNumericDate(now),
			ID:        uuid.NewString(),
		},
		Role:    role,
		Session: session,
	})
	token.Header["typ"] = mediaType
	token.Header["kid"] = signing.id
	signed, err = token.SignedString(signing.private)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("sign access token: %w", err)
	}
	return signed, expires, nil
}

// Parse returns the claims of a token, or an error if the token is not valid now.
func (i *Issuer) Parse(token string) (Claims, error) {
	// The decoder of base64 skips line breaks.
	if len(token) > maxSize || strings.ContainsAny(token, "\r\n") {
		return Claims{}, errors.New("access token: malformed")
	}
	var claims Claims
	if _, err := i.parser.ParseWithClaims(token, &claims, i.key); err != nil {
		return Claims{}, fmt.Errorf("access token: %w", err)
	}
	return claims, nil
}

// key returns the key with which the signature of a token is checked. A header
// with more than the type, the algorithm and the ID of one of our keys is refused:
// it may name a key of its own (jwk, jku, x5c, x5u), or want to be understood
// (crit).
func (i *Issuer) key(token *jwt.Token) (any, error) {
	if len(token.Header) != 3 || token.Header["typ"] != mediaType {
		return nil, errors.New("header is not that of an access token")
	}
	n := slices.IndexFunc(i.keys, func(k key) bool { return k.id == token.Header["kid"] })
	if n < 0 {
		return nil, errors.New("key is unknown")
	}
	if token.Method.Alg() != i.keys[n].method.Alg() {
		return nil, errors.New("algorithm is not that of the key")
	}
	return i.keys[n].public, nil
}

// Authenticate implements guard.Authenticator. It does not ask the database: a
// change of a user counts from the next token on.
func (i *Issuer) Authenticate(_ context.Context, bearer string) (principal.Principal, error) {
	if strings.Count(bearer, ".") != 2 {
		return principal.Principal{}, guard.ErrOtherKind
	}
	claims, err := i.Parse(bearer)
	if err != nil {
		return principal.Principal{}, fmt.Errorf("%w: %w", apperr.ErrInvalidCredentials, err)
	}
	user, err := uuid.Parse(claims.Subject)
	if err != nil {
		return principal.Principal{}, fmt.Errorf("%w: sub claim: %w", apperr.ErrInvalidCredentials, err)
	}
	return principal.Principal{ID: user, Role: claims.Role, Method: "jwt", Session: claims.Session}, nil
}
