package auth

import (
	"net/http"
	"time"

	"github.com/acme/everything/internal/apperr"
)

// Request is the part of an HTTP request that a Service needs.
type Request struct {
	Method, Host, Remote string
	Header               http.Header
}

// Client is where a request comes from.
type Client struct {
	Address string // network address
	Agent   string // User-Agent
}

// Client returns where a request comes from.
func (s *Service) Client(r Request) Client {
	return Client{Address: s.Throttle.Client(r.Remote, r.Header["X-Forwarded-For"]), Agent: r.Header.Get("User-Agent")}
}

// CheckOrigin returns an error if a browser sends a request on behalf of another
// site, in cookie mode. The cookie has SameSite too, but that does not tell apart
// the subdomains of a site.
func (s *Service) CheckOrigin(r Request) error {
	if !s.cfg.Cookie {
		return nil
	}
	if err := s.protection.Check(&http.Request{Method: r.Method, Host: r.Host, Header: r.Header}); err != nil {
		return apperr.ErrCrossOrigin
	}
	return nil
}

// cookieName begins with a prefix for which browsers insist on Secure.
const cookieName = "__Secure-refresh_token"

// CookieMode reports whether refresh tokens are in a cookie.
func (s *Service) CookieMode() bool { return s.cfg.Cookie }

// Cookie returns the refresh token in the cookie of a request, "" without one.
func (r Request) Cookie() string {
	cookie, err := (&http.Request{Header: r.Header}).Cookie(cookieName)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// NewCookie returns the value of Set-Cookie for a refresh token, which browsers
// send to the routes below a path only.
func NewCookie(path, token string, expires time.Time) string {
	cookie := http.Cookie{
		Name: cookieName, Value: token, Path: path, Expires: expires,
		HttpOnly: true, Secure: true, SameSite: http.SameSiteStrictMode,
	}
	return cookie.String()
}

// DeleteCookie returns the value of Set-Cookie that deletes the cookie.
func DeleteCookie(path string) string { return NewCookie(path, "", time.Unix(1, 0)) }
