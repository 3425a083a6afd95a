package handler_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/tracks/internal/auth"
	"github.com/acme/tracks/internal/authtest"
	"github.com/acme/tracks/internal/guard"
	"github.com/acme/tracks/internal/principal"
	"github.com/acme/tracks/internal/router"
)

const ann = `{"email": "ann@example.com", "password": "correct horse battery"}`

// newAuth returns what the router needs to log users in.
func newAuth(t *testing.T, cfg auth.Config) router.Deps {
	t.Helper()
	cfg.Registration = true
	service := authtest.New(t, cfg, func(*auth.Parts) {})
	return router.Deps{Auth: service, Guard: guard.Guard{service.Tokens}}
}

// post sends JSON with headers such as "Accept: text/html".
func post(t *testing.T, deps router.Deps, path, body string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	return request(t, deps, http.MethodPost, path, body, header...)
}

func request(t *testing.T, deps router.Deps, method, path, body string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	h := http.Header{"Authorization": {}, "Content-Type": {"application/json"}}
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		h.Set(name, value)
	}
	return send(t, deps, method, api+"/auth"+path, h, body)
}

// tokensIn decodes the tokens in a response.
func tokensIn(t *testing.T, w *httptest.ResponseRecorder) (tokens auth.Tokens) {
	t.Helper()
	body := struct {
		Data *auth.Tokens `json:"data"`
	}{&tokens}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || tokens.AccessToken == "" {
		t.Fatalf("%d %s, %v", w.Code, w.Body, err)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control is %q", got)
	}
	return tokens
}

// TestAuth is what a client does from its registration to its logout.
func TestAuth(t *testing.T) {
	t.Parallel()
	deps := newAuth(t, auth.Config{})
	wantResponse(t, post(t, deps, "/register", ann), http.StatusCreated, `"refresh_token":`)
	wantResponse(t, post(t, deps, "/register", ann), http.StatusConflict, "")
	// A token that is no longer valid does not keep anybody from logging in.
	tokens := tokensIn(t, post(t, deps, "/login", ann, "Authorization: Bearer a.b.c"))
	tokens = tokensIn(t, post(t, deps, "/refresh", `{"refresh_token": "`+tokens.RefreshToken+`"}`))
	bearer := "Authorization: Bearer " + tokens.AccessToken

	wantResponse(t, request(t, deps, http.MethodGet, "/me", "", bearer), http.StatusOK, `"email":"ann@example.com"`)
	change := `{"current": "correct horse battery", "password": "another horse battery"}`
	wantResponse(t, request(t, deps, http.MethodPut, "/password", change, bearer), http.StatusNoContent, "")
	wantResponse(t, request(t, deps, http.MethodPut, "/password", change, bearer), http.StatusUnprocessableEntity, `"field":"current"`)

	w := request(t, deps, http.MethodGet, "/sessions", "", bearer)
	wantResponse(t, w, http.StatusOK, `"current":true`)
	if strings.Count(w.Body.String(), `"current"`) != 1 {
		t.Errorf("sessions that were left after the change of the password: %s", w.Body)
	}
	wantResponse(t, request(t, deps, http.MethodDelete, "/sessions/"+uuid.NewString(), "", bearer), http.StatusNotFound, "")
	wantResponse(t, request(t, deps, http.MethodDelete, "/sessions/1", "", bearer), http.StatusNotFound, "")

	logout := `{"refresh_token": "` + tokens.RefreshToken + `"}`
	for range 2 {
		wantResponse(t, post(t, deps, "/logout", logout), http.StatusNoContent, "")
	}
	w = post(t, deps, "/refresh", logout)
	wantResponse(t, w, http.StatusUnauthorized, "")
	if got := w.Header().Get("WWW-Authenticate"); !strings.HasPrefix(got, "Bearer ") {
		t.Errorf("challenge %q", got)
	}
	wantResponse(t, post(t, deps, "/logout-all", "", bearer), http.StatusNoContent, "")
}

// TestAuthGone sends the token of a user who does not exist any more.
func TestAuthGone(t *testing.T) {
	t.Parallel()
	deps := newAuth(t, auth.Config{})
	access, _, err := deps.Auth.Tokens.Sign(uuid.New(), principal.User, uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	w := request(t, deps, http.MethodGet, "/me", "", "Authorization: Bearer "+access)
	wantResponse(t, w, http.StatusUnauthorized, "")
	if got := w.Header().Get("WWW-Authenticate"); got != guard.Challenge {
		t.Errorf("challenge %q", got)
	}
}

// TestAuthGuards has the routes that need an access token.
func TestAuthGuards(t *testing.T) {
	t.Parallel()
	deps := newAuth(t, auth.Config{})
	for _, route := range []struct{ method, path string }{
		{http.MethodPost, "/logout-all"},
		{http.MethodGet, "/me"},
		{http.MethodPut, "/password"},
		{http.MethodGet, "/sessions"},
		{http.MethodDelete, "/sessions/1"},
	} {
		wantResponse(t, request(t, deps, route.method, route.path, ""), http.StatusUnauthorized, "")
	}
}

// TestAuthInput has bodies with what clients must not set.
func TestAuthInput(t *testing.T) {
	t.Parallel()
	deps := newAuth(t, auth.Config{})
	for _, path := range []string{"/register", "/login"} {
		for _, field := range []string{"role", "id", "disabled", "password_hash", "created_at"} {
			body := strings.Replace(ann, "{", `{"`+field+`": "admin", `, 1)
			wantResponse(t, post(t, deps, path, body), http.StatusBadRequest, "unknown field")
		}
		wantResponse(t, post(t, deps, path+"?role=admin", ann), http.StatusBadRequest, "")
		wantResponse(t, post(t, deps, path, `{"email": "ann@example.com"}`), http.StatusUnprocessableEntity, `"field":"password"`)
		long := strings.Repeat("x", 129)
		wantResponse(t, post(t, deps, path, `{"email": "ann@example.com", "password": "`+long+`"}`), http.StatusUnprocessableEntity, `"field":"password"`)
		wantResponse(t, call(t, deps, http.MethodPost, api+"/auth"+path, "text/plain", ann), http.StatusUnsupportedMediaType, "")
	}
	wantResponse(t, post(t, deps, "/refresh", `{}`), http.StatusUnprocessableEntity, `"field":"refresh_token"`)
}

// TestAuthEnumeration compares the responses to those who know one of the email
// and the password, and neither.
func TestAuthEnumeration(t *testing.T) {
	t.Parallel()
	deps := newAuth(t, auth.Config{})
	wantResponse(t, post(t, deps, "/register", ann), http.StatusCreated, "")
	wrong := post(t, deps, "/login", strings.Replace(ann, "horse", "house", 1))
	unknown := post(t, deps, "/login", strings.Replace(ann, "ann@", "bob@", 1))
	malformed := post(t, deps, "/login", strings.Replace(ann, "ann@", "", 1))
	for _, w := range []*httptest.ResponseRecorder{wrong, unknown, malformed} {
		if w.Code != http.StatusUnauthorized || w.Body.String() != wrong.Body.String() {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
}

func TestAuthRetryAfter(t *testing.T) {
	t.Parallel()
	deps := newAuth(t, auth.Config{})
	for range 5 {
		wantResponse(t, post(t, deps, "/login", ann), http.StatusUnauthorized, "")
	}
	w := post(t, deps, "/login", ann)
	wantResponse(t, w, http.StatusTooManyRequests, "")
	if got := w.Header().Get("Retry-After"); got != "1" {
		t.Errorf("Retry-After is %q", got)
	}
}

func TestAuthCookie(t *testing.T) {
	t.Parallel()
	deps := newAuth(t, auth.Config{Cookie: true, Origins: "https://app.example.com"})
	w := post(t, deps, "/register", ann, "Sec-Fetch-Site: same-origin")
	if tokens := tokensIn(t, w); tokens.RefreshToken != "" {
		t.Errorf("the token is in the body too: %s", w.Body)
	}
	cookie := cookieIn(t, w)
	if !cookie.HttpOnly || !cookie.Secure || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != api+"/auth" || cookie.MaxAge < 0 {
		t.Errorf("cookie %s", cookie.Raw)
	}
	sent := "Cookie: " + cookie.Name + "=" + cookie.Value
	for _, origin := range []string{"Sec-Fetch-Site: cross-site", "Origin: https://attacker.example"} {
		for _, path := range []string{"/refresh", "/logout", "/login", "/register"} {
			wantResponse(t, post(t, deps, path, ann, sent, origin), http.StatusForbidden, "cross-origin")
		}
	}
	w = post(t, deps, "/refresh", "", sent, "Sec-Fetch-Site: same-site", "Origin: https://app.example.com")
	wantResponse(t, w, http.StatusOK, "access_token")
	next := cookieIn(t, w)
	if next.Value == cookie.Value {
		t.Error("the token is the same")
	}
	wantResponse(t, post(t, deps, "/refresh", ""), http.StatusUnauthorized, "")
	sent = "Cookie: " + next.Name + "=" + next.Value
	w = post(t, deps, "/logout", "", sent)
	wantResponse(t, w, http.StatusNoContent, "")
	if gone := cookieIn(t, w); gone.Value != "" || gone.Path != cookie.Path || gone.Expires.Year() != 1970 {
		t.Errorf("cookie %s", gone.Raw)
	}
	wantResponse(t, post(t, deps, "/refresh", "", sent), http.StatusUnauthorized, "")
}

// cookieIn returns the only cookie that a response sets.
func cookieIn(t *testing.T, w *httptest.ResponseRecorder) *http.Cookie {
	t.Helper()
	cookies := (&http.Response{Header: w.Header()}).Cookies()
	if len(cookies) != 1 {
		t.Fatalf("cookies %v", cookies)
	}
	return cookies[0]
}

func TestAuthKeys(t *testing.T) {
	t.Parallel()
	w := send(t, newAuth(t, auth.Config{}), http.MethodGet, "/.well-known/jwks.json", http.Header{}, "")
	if w.Code != http.StatusOK || strings.TrimSpace(w.Body.String()) != `{"keys":[]}` || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
