package oidc

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"golang.org/x/oauth2"

	"github.com/acme/everything/internal/apperr"
)

// gitHub is GitHub, or a GitHub Enterprise Server. It has OAuth 2.0 without
// OpenID Connect, so its API says who has logged in.
type gitHub struct{ settings }

func (g gitHub) config(context.Context) (oauth2.Config, error) {
	return oauth2.Config{Endpoint: oauth2.Endpoint{
		AuthURL:   g.issuer + "/login/oauth/authorize",
		TokenURL:  g.issuer + "/login/oauth/access_token",
		AuthStyle: oauth2.AuthStyleInParams,
	}}, nil
}

// identity implements protocol. There is no nonce: the token comes from GitHub
// itself, for a code that PKCE binds to the login.
func (g gitHub) identity(ctx context.Context, t *oauth2.Token, _ string) (Identity, error) {
	var account struct {
		ID int64 `json:"id"`
	}
	if err := g.get(ctx, t, "/user", &account); err != nil {
		return Identity{}, err
	}
	if account.ID <= 0 {
		return Identity{}, fmt.Errorf("%w: user has no ID", apperr.ErrProviderResponse)
	}
	var emails []struct {
		Email    string `json:"email"`
		Primary  bool   `json:"primary"`
		Verified bool   `json:"verified"`
	}
	if err := g.get(ctx, t, "/user/emails", &emails); err != nil {
		return Identity{}, err
	}
	id := Identity{Issuer: g.issuer, Subject: strconv.FormatInt(account.ID, 10)}
	for _, e := range emails {
		if e.Primary {
			id.Email, id.EmailVerified = e.Email, e.Verified
		}
	}
	return id, nil
}

// get reads a resource of the API.
func (g gitHub) get(ctx context.Context, t *oauth2.Token, path string, dst any) error {
	api := g.issuer + "/api/v3"
	if g.issuer == "https://github.com" {
		api = "https://api.github.com"
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, api+path, http.NoBody)
	if err != nil {
		return err
	}
	r.Header.Set("Accept", "application/vnd.github+json")
	response, err := oauth2.NewClient(ctx, oauth2.StaticTokenSource(t)).Do(r)
	if err != nil {
		return fmt.Errorf("%w: %s", apperr.ErrProviderUnavailable, brief(err))
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= http.StatusInternalServerError {
		return fmt.Errorf("%w: %s: status %d", apperr.ErrProviderUnavailable, path, response.StatusCode)
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%w: %s: status %d", apperr.ErrProviderResponse, path, response.StatusCode)
	}
	if err := json.NewDecoder(response.Body).Decode(dst); err != nil {
		return fmt.Errorf("%w: %s: %s", apperr.ErrProviderResponse, path, brief(err))
	}
	return nil
}
