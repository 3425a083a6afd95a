// Package oidc lets users log in with OpenID Connect providers, and with GitHub.
//
// A login goes from the app to the service, to the provider, back to the service
// and back to the app. What binds the steps together is a cookie with state and
// nonce, and PKCE twice: between service and provider, and between app and service.
package oidc

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/auth"
	"github.com/acme/tracks/internal/resp"
	"github.com/acme/tracks/internal/throttle"
	"github.com/acme/tracks/internal/user"
)

// Service is the business logic of logins by providers.
type Service struct {
	accounts   *auth.Service
	store      Store
	publicURL  string
	path       string // of the routes
	returnURLs []string
	providers  []*provider
}

// New returns a Service whose routes are below a path.
func New(cfg Config, path string, accounts *auth.Service, store Store) *Service {
	s := &Service{accounts: accounts, store: store, publicURL: strings.TrimSuffix(cfg.PublicURL, "/"), path: path, returnURLs: list(cfg.ReturnURLs)}
	client := newClient(cfg.Timeout)
	for _, one := range cfg.providers {
		s.providers = append(s.providers, newProvider(*one, client, s.url(one.name, "callback")))
	}
	return s
}

// url returns the public URL of a route of a provider.
func (s *Service) url(provider, route string) string {
	return s.publicURL + s.path + "/" + provider + "/" + route
}

// Provider is what apps need to know about a provider.
type Provider struct {
	Name     string `json:"name" example:"google"`
	LoginURL string `json:"loginUrl" example:"https://api.example.com/api/v1/auth/oidc/google/login"`
}

// Providers are those with which users may log in.
type Providers struct {
	Items []Provider `json:"items"`
}

// Providers returns the providers, in the order of OIDC_PROVIDERS.
func (s *Service) Providers() Providers {
	all := Providers{Items: make([]Provider, 0, len(s.providers))}
	for _, p := range s.providers {
		all.Items = append(all.Items, Provider{Name: p.name, LoginURL: s.url(p.name, "login")})
	}
	return all
}

func (s *Service) provider(name string) (*provider, error) {
	i := slices.IndexFunc(s.providers, func(p *provider) bool { return p.name == name })
	if i < 0 {
		return nil, apperr.ErrNotFound
	}
	return s.providers[i], nil
}

// challengeForm is that of a challenge of PKCE with S256: a hash in base64url.
var challengeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// Begin returns where the browser goes to log in, and the cookie that it keeps
// meanwhile. An app says where it gets the browser back, and gives the challenge
// to the verifier with which it will exchange the code. Without an app the
// response to the browser has the tokens.
func (s *Service) Begin(ctx context.Context, name, returnTo, challenge string) (location, cookie string, err error) {
	p, err := s.provider(name)
	if err != nil {
		return "", "", err
	}
	switch {
	case returnTo == "" && challenge == "":
	case !slices.Contains(s.returnURLs, returnTo):
		return "", "", &apperr.BadRequest{Message: "return_to is not among OIDC_RETURN_URLS"}
	case !challengeForm.MatchString(challenge):
		return "", "", &apperr.BadRequest{Message: "code_challenge must be the SHA-256 of a verifier in base64url"}
	}
	l := newLogin(name, returnTo, challenge)
	location, err = p.authURL(ctx, l)
	return location, l.cookie(), err
}

// Callback is what the provider makes the browser send.
type Callback struct {
	Provider, State, Code, Issuer, Error string
	Header                               http.Header
}

// Result is what a login ends in: the browser goes to an app, or gets tokens.
type Result struct {
	Location string
	Tokens   auth.Tokens
}

// Finish ends a login. Where an app waits for the browser, it gets an error too,
// as its number.
func (s *Service) Finish(ctx context.Context, from auth.Client, c Callback) (Result, error) {
	p, err := s.provider(c.Provider)
	if err != nil {
		return Result{}, err
	}
	l, err := loginOf(c.Header, c.Provider, c.State)
	if err != nil {
		return Result{}, err
	}
	if l.ReturnTo != "" && !slices.Contains(s.returnURLs, l.ReturnTo) { // whoever sends a cookie may have made it
		return Result{}, apperr.ErrLoginUnknown
	}
	code := rand.Text()
	tokens, err := s.finish(ctx, from, p, l, c, code)
	if err != nil {
		s.accounts.Log.WarnContext(ctx, "login by a provider failed", slog.String("provider", p.name), slog.Any("error", err))
	}
	if l.ReturnTo == "" {
		return Result{Tokens: tokens}, err
	}
	if err != nil {
		_, body := resp.Of(err)
		return Result{Location: withParameter(l.ReturnTo, "error", strconv.Itoa(body.Code))}, nil
	}
	return Result{Location: withParameter(l.ReturnTo, "code", code)}, nil
}

// finish returns the tokens, unless an app gets them for a code.
func (s *Service) finish(ctx context.Context, from auth.Client, p *provider, l login, c Callback, code string) (auth.Tokens, error) {
	attempt, err := s.accounts.Throttle.Address("oidc", from.Address)
	if err != nil {
		return auth.Tokens{}, err
	}
	u, err := s.authenticated(ctx, p, l, c)
	settle(attempt, err)
	if err != nil {
		return auth.Tokens{}, err
	}
	grant := Grant{State: hash(l.State), Code: hash(code), Challenge: l.Challenge, User: u.ID, CreatedAt: time.Now()}
	if err := s.store.AddGrant(ctx, grant, grant.CreatedAt.Add(-loginTime)); err != nil {
		if errors.Is(err, apperr.ErrConflict) {
			err = fmt.Errorf("%w: state is used again", apperr.ErrLoginUnknown)
		}
		return auth.Tokens{}, err
	}
	if l.ReturnTo != "" {
		return auth.Tokens{}, nil
	}
	return s.accounts.Start(ctx, from, u)
}

// settle ends an attempt. One that failed because of a provider does not count.
func settle(attempt *throttle.Attempt, err error) {
	switch {
	case err == nil:
		attempt.Succeeded()
	case !errors.Is(err, apperr.ErrLoginUnknown) && !errors.Is(err, apperr.ErrInvalidCredentials):
		attempt.Undo()
	}
}

// authenticated returns the user whom the provider has sent back.
func (s *Service) authenticated(ctx context.Context, p *provider, l login, c Callback) (user.User, error) {
	switch {
	case c.Issuer != "" && c.Issuer != p.issuer: // RFC 9207
		return user.User{}, fmt.Errorf("%w: response of another issuer", apperr.ErrLoginUnknown)
	case c.Error == "access_denied":
		return user.User{}, apperr.ErrLoginDenied
	case c.Error != "":
		return user.User{}, fmt.Errorf("%w: error %.100q", apperr.ErrProviderResponse, c.Error)
	case c.Code == "":
		return user.User{}, fmt.Errorf("%w: no code", apperr.ErrProviderResponse)
	}
	id, err := p.exchange(ctx, l, c.Code)
	if err != nil {
		return user.User{}, err
	}
	return s.user(ctx, p, id)
}

// Exchange is the input for getting tokens after a login.
type Exchange struct {
	Code     string `json:"code" validate:"required,max=64"`
	Verifier string `json:"code_verifier" validate:"required,min=43,max=128"`
}

// Redeem returns tokens to the app that has started a login, for its code.
func (s *Service) Redeem(ctx context.Context, from auth.Client, in Exchange) (auth.Tokens, error) {
	attempt, err := s.accounts.Throttle.Address("oidc", from.Address)
	if err != nil {
		return auth.Tokens{}, err
	}
	id, err := s.store.UseGrant(ctx, hash(in.Code), oauth2.S256ChallengeFromVerifier(in.Verifier), time.Now().Add(-codeTime))
	if errors.Is(err, apperr.ErrNotFound) {
		err = apperr.ErrInvalidCredentials
	}
	settle(attempt, err)
	if err != nil {
		return auth.Tokens{}, err
	}
	u, err := s.enabled(ctx, id)
	if err != nil {
		return auth.Tokens{}, err
	}
	return s.accounts.Start(ctx, from, u)
}

// withParameter adds a parameter to a URL.
func withParameter(text, name, value string) string {
	u, err := url.Parse(text)
	if err != nil { // refused by Config.Validate
		return text
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}
