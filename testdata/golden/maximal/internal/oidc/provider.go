package oidc

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/acme/everything/internal/apperr"
)

// Identity is somebody whom a provider has authenticated.
type Identity struct {
	Issuer, Subject string
	Email           string
	EmailVerified   bool // by the provider
}

// protocol is how the service talks to a provider. The HTTP client is in ctx.
type protocol interface {
	// config returns the endpoints and the client of OAuth 2.0.
	config(ctx context.Context) (oauth2.Config, error)
	// identity returns whom a token of the provider is about.
	identity(ctx context.Context, t *oauth2.Token, nonce string) (Identity, error)
}

// provider is one of those with which users may log in.
type provider struct {
	settings
	protocol
	client   *http.Client
	redirect string // URL of the callback
}

func newProvider(s settings, client *http.Client, redirect string) *provider {
	p := &provider{settings: s, client: client, redirect: redirect}
	if s.github {
		p.protocol = gitHub{s}
	} else {
		p.protocol = &openID{settings: s, pause: client.Timeout}
	}
	return p
}

// authURL returns the URL at which a login begins.
func (p *provider) authURL(ctx context.Context, l login) (string, error) {
	cfg, err := p.oauth(oidc.ClientContext(ctx, p.client))
	if err != nil {
		return "", err
	}
	return cfg.AuthCodeURL(l.State, oidc.Nonce(l.Nonce), oauth2.S256ChallengeOption(l.Verifier)), nil
}

// exchange returns whom a code of the provider is about.
func (p *provider) exchange(ctx context.Context, l login, code string) (Identity, error) {
	ctx = oidc.ClientContext(ctx, p.client)
	cfg, err := p.oauth(ctx)
	if err != nil {
		return Identity{}, err
	}
	t, err := cfg.Exchange(ctx, code, oauth2.VerifierOption(l.Verifier))
	if err != nil {
		return Identity{}, exchangeError(err)
	}
	id, err := p.identity(ctx, t, l.Nonce)
	if err == nil && (id.Subject == "" || len(id.Subject) > maxSubject || !isPrintable(id.Subject)) {
		err = fmt.Errorf("%w: subject is malformed", apperr.ErrProviderResponse)
	}
	return id, err
}

func (p *provider) oauth(ctx context.Context) (oauth2.Config, error) {
	cfg, err := p.config(ctx)
	cfg.ClientID, cfg.ClientSecret, cfg.RedirectURL, cfg.Scopes = p.clientID, string(p.clientSecret), p.redirect, p.scopes
	return cfg, err
}

// exchangeError tells apart a code that is not valid, a provider that is down, and
// one whose response makes no sense.
func exchangeError(err error) error {
	kind := apperr.ErrProviderResponse
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		switch {
		case refused.ErrorCode == "invalid_grant":
			kind = apperr.ErrLoginUnknown
		case refused.Response.StatusCode >= http.StatusInternalServerError:
			kind = apperr.ErrProviderUnavailable
		}
	} else if _, ok := errors.AsType[*url.Error](err); ok {
		kind = apperr.ErrProviderUnavailable
	}
	return fmt.Errorf("%w: token endpoint: %s", kind, brief(err))
}

// openID is a provider with OpenID Connect, which is found on first use: the
// service starts while a provider is down, and serves the others.
type openID struct {
	settings
	pause time.Duration // in which a provider that has failed is not asked again

	mu       sync.Mutex
	found    *discovered
	err      error // of the last attempt
	askAgain time.Time
}

// discovered is what the provider says about itself.
type discovered struct {
	endpoint oauth2.Endpoint
	verifier *oidc.IDTokenVerifier // fetches new keys when a token has an unknown one
}

func (o *openID) config(ctx context.Context) (oauth2.Config, error) {
	found, err := o.discover(ctx)
	if err != nil {
		return oauth2.Config{}, err
	}
	return oauth2.Config{Endpoint: found.endpoint}, nil
}

// discover returns what the provider says about itself. Of requests that come at
// the same time, the first asks and the others wait.
func (o *openID) discover(ctx context.Context) (*discovered, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.found != nil || time.Now().Before(o.askAgain) {
		return o.found, o.err
	}
	// The client has a timeout. That this request ends early must not be an error
	// for those that wait.
	o.found, o.err = ask(context.WithoutCancel(ctx), o.settings)
	o.askAgain = time.Now().Add(o.pause)
	if o.err != nil {
		o.err = fmt.Errorf("%w: discovery: %s", apperr.ErrProviderUnavailable, brief(o.err))
	}
	return o.found, o.err
}

func ask(ctx context.Context, s settings) (*discovered, error) {
	p, err := oidc.NewProvider(ctx, s.issuer)
	if err != nil {
		return nil, err
	}
	var metadata struct {
		Keys        string   `json:"jwks_uri"`
		AuthMethods []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := p.Claims(&metadata); err != nil {
		return nil, err
	}
	endpoint := p.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader // the default of the specification
	if len(metadata.AuthMethods) > 0 && !slices.Contains(metadata.AuthMethods, "client_secret_basic") {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	for _, u := range []string{endpoint.AuthURL, endpoint.TokenURL, metadata.Keys} {
		if err := checkURL(u); err != nil {
			return nil, fmt.Errorf("endpoint %q %w", u, err)
		}
	}
	return &discovered{endpoint: endpoint, verifier: p.VerifierContext(ctx, &oidc.Config{ClientID: s.clientID})}, nil
}

// identity implements protocol: it returns whom the ID token is about.
func (o *openID) identity(ctx context.Context, t *oauth2.Token, nonce string) (Identity, error) {
	refuse := func(reason string) (Identity, error) {
		return Identity{}, fmt.Errorf("%w: ID token: %s", apperr.ErrProviderResponse, reason)
	}
	found, err := o.discover(ctx)
	if err != nil {
		return Identity{}, err
	}
	raw, ok := t.Extra("id_token").(string)
	if !ok {
		return refuse("is missing")
	}
	checked, err := found.verifier.Verify(ctx, raw)
	if err != nil {
		return refuse(brief(err))
	}
	if subtle.ConstantTimeCompare([]byte(checked.Nonce), []byte(nonce)) != 1 {
		return refuse("nonce is not that of the login")
	}
	var claims struct {
		AuthorizedParty string `json:"azp"`
		Email           string `json:"email"`
		EmailVerified   bool   `json:"email_verified"`
	}
	if err := checked.Claims(&claims); err != nil {
		return refuse(brief(err))
	}
	if azp := claims.AuthorizedParty; azp != "" && azp != o.clientID {
		return refuse("is for another client")
	}
	return Identity{Issuer: o.issuer, Subject: checked.Subject, Email: claims.Email, EmailVerified: claims.EmailVerified}, nil
}

// maxSubject is the length of the longest subject that OpenID Connect allows.
const maxSubject = 255

func isPrintable(s string) bool {
	return !slices.ContainsFunc([]rune(s), func(r rune) bool { return r < ' ' || r > '~' })
}

// brief returns the beginning of the text of an error, which may quote a response.
func brief(err error) string { return fmt.Sprintf("%.300s", err) }
