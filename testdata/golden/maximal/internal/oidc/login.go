package oidc

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"github.com/acme/everything/internal/apperr"
)

// loginTime is how long somebody may take to log in to a provider.
const loginTime = 10 * time.Minute

// cookieName begins with a prefix with which browsers take a cookie from this
// host only, and over HTTPS. Other subdomains cannot give somebody a login that
// they have started themselves.
const cookieName = "__Host-oidc_login"

// login is what the browser keeps, in a cookie, while it is at the provider. It
// has no secrets from the owner of the browser. That it comes back shows that the
// login was started there.
type login struct {
	Provider  string    `json:"p"`
	State     string    `json:"s"`
	Nonce     string    `json:"n"`
	Verifier  string    `json:"v"` // PKCE of the service with the provider
	ReturnTo  string    `json:"r,omitempty"`
	Challenge string    `json:"c,omitempty"` // PKCE of the app with the service
	Expires   time.Time `json:"e"`
}

func newLogin(provider, returnTo, challenge string) login {
	return login{
		Provider: provider, State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(),
		ReturnTo: returnTo, Challenge: challenge, Expires: time.Now().Add(loginTime),
	}
}

// cookie returns the value of Set-Cookie that keeps a login.
func (l login) cookie() string {
	data, _ := json.Marshal(l) //nolint:errchkjson // strings and a time always encode
	return setCookie(base64.RawURLEncoding.EncodeToString(data), int(loginTime/time.Second))
}

// DeleteCookie is the value of Set-Cookie that ends a login.
func DeleteCookie() string { return setCookie("", -1) }

func setCookie(value string, seconds int) string {
	cookie := http.Cookie{
		Name: cookieName, Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: true,
		SameSite: http.SameSiteLaxMode, // Strict would keep it back when the provider redirects
	}
	return cookie.String()
}

// loginOf returns the login that a browser has started with a provider, given
// the header of its request.
func loginOf(header http.Header, provider, state string) (login, error) {
	cookie, err := (&http.Request{Header: header}).Cookie(cookieName)
	if err != nil {
		return login{}, apperr.ErrLoginUnknown
	}
	data, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return login{}, apperr.ErrLoginUnknown
	}
	var l login
	err = json.Unmarshal(data, &l)
	if err != nil || l.Provider != provider || l.State == "" || subtle.ConstantTimeCompare([]byte(l.State), []byte(state)) != 1 || time.Now().After(l.Expires) {
		return login{}, apperr.ErrLoginUnknown
	}
	return l, nil
}
