package app_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"github.com/acme/tracks/internal/app"
	"github.com/acme/tracks/internal/config"
	"github.com/acme/tracks/internal/resp"
)

const (
	oidcRoutes = "/api/v1/auth/oidc"
	publicURL  = "https://api.example.com"
	returnURL  = "https://app.example.com/done?lang=en"
)

// oidcConfig is testConfig with two providers, of which tests use corp.
func oidcConfig(t *testing.T, corp *provider, settings ...string) config.Config {
	t.Helper()
	cfg := testConfig(t)
	cfg.OIDC.Names, cfg.OIDC.PublicURL, cfg.OIDC.ReturnURLs = "corp,other", publicURL, returnURL
	cfg.OIDC.Timeout = time.Second
	values := map[string]string{
		"OIDC_CORP_ISSUER": corp.URL, "OIDC_CORP_CLIENT_ID": clientID, "OIDC_CORP_CLIENT_SECRET": clientSecret,
		"OIDC_OTHER_ISSUER": newProvider(t, "other").URL, "OIDC_OTHER_CLIENT_ID": clientID, "OIDC_OTHER_CLIENT_SECRET": clientSecret,
	}
	for _, s := range settings {
		name, value, _ := strings.Cut(s, "=")
		values[name] = value
	}
	if err := cfg.OIDC.ReadProviders(func(name string) string { return values[name] }); err != nil {
		t.Fatal(err)
	}
	return cfg
}

// browser is one that keeps the cookie of logins, and goes where it is sent.
type browser struct {
	t       *testing.T
	service string // address
	cookie  string
}

// serve starts the service, and returns a browser.
func serve(t *testing.T, cfg config.Config) *browser {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	logs, out := io.Pipe()
	result := make(chan error, 1)
	go func() {
		defer func() { _ = out.Close() }()
		result <- app.Command(ctx, cfg, nil, out)
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-result; err != nil {
			t.Error(err)
		}
	})
	b := &browser{t: t}
	lines := bufio.NewScanner(logs)
	for serving := false; !serving; serving = strings.Contains(lines.Text(), `"msg":"serving"`) {
		if !lines.Scan() {
			t.Fatal("the service does not start")
		}
		if _, after, ok := strings.Cut(lines.Text(), `"listener":"public","address":"`); ok {
			address, _, _ := strings.Cut(after, `"`)
			b.service = "http://" + address
		}
	}
	go func() { _, _ = io.Copy(io.Discard, logs) }()
	return b
}

// send sends a request to the service, unless target is the URL of something else.
// reply is what a response has besides its body.
type reply struct {
	StatusCode int
	Header     http.Header
}

func (b *browser) send(method, target string, header http.Header, body any) (reply, resp.Body) {
	b.t.Helper()
	if strings.HasPrefix(target, "/") {
		target = b.service + target
	}
	data, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, target, bytes.NewReader(data))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header = header
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var decoded resp.Body
	if response.Header.Get("Content-Type") == "application/json; charset=utf-8" {
		if err := json.NewDecoder(response.Body).Decode(&decoded); err != nil {
			b.t.Fatal(err)
		}
	}
	return reply{response.StatusCode, response.Header}, decoded
}

func (b *browser) get(target string) (reply, resp.Body) {
	b.t.Helper()
	answer, body := b.send(http.MethodGet, target, http.Header{"Cookie": {b.cookie}}, nil)
	if set := answer.Header.Get("Set-Cookie"); strings.HasPrefix(set, "__Host-") {
		b.cookie, _, _ = strings.Cut(set, ";")
	}
	return answer, body
}

func (b *browser) post(route string, body any) (reply, resp.Body) {
	b.t.Helper()
	return b.send(http.MethodPost, route, http.Header{"Content-Type": {"application/json"}}, body)
}

// start starts a login and logs in to the provider. It returns where the provider
// sends the browser back to, at the service.
func (b *browser) start(query string) string {
	b.t.Helper()
	answer, body := b.get(oidcRoutes + "/corp/login" + query)
	if answer.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("login: %d %+v", answer.StatusCode, body)
	}
	atProvider, _ := b.send(http.MethodGet, answer.Header.Get("Location"), http.Header{}, nil)
	callback, ok := strings.CutPrefix(atProvider.Header.Get("Location"), publicURL)
	if !ok {
		b.t.Fatalf("the provider refuses: %d %v", atProvider.StatusCode, atProvider.Header)
	}
	return callback
}

// login logs in, and wants an error with a code of package resp, or none.
func (b *browser) login(code int) (tokens map[string]any) {
	b.t.Helper()
	_, body := b.get(b.start(""))
	if body.Code != code {
		b.t.Errorf("login: %+v, want code %d", body, code)
	}
	tokens, _ = body.Data.(map[string]any)
	return tokens
}

// me returns the profile of the user with tokens.
func (b *browser) me(tokens map[string]any) map[string]any {
	b.t.Helper()
	access, _ := tokens["access_token"].(string)
	_, body := b.send(http.MethodGet, "/api/v1/auth/me", http.Header{"Authorization": {"Bearer " + access}}, nil)
	profile, ok := body.Data.(map[string]any)
	if !ok {
		b.t.Fatalf("me: %+v", body)
	}
	return profile
}

func TestOIDCLogin(t *testing.T) {
	corp := newProvider(t, "corp")
	b := serve(t, oidcConfig(t, corp))
	first := b.me(b.login(resp.CodeOK))
	if first["email"] != "ann@example.com" || first["role"] != "user" {
		t.Errorf("profile %v", first)
	}
	// Later neither the email matters, nor the key with which the provider signs.
	corp.change(func(c map[string]any) { c["email"], c["email_verified"] = "eve@example.com", false })
	corp.rotate()
	if again := b.me(b.login(resp.CodeOK)); again["id"] != first["id"] {
		t.Errorf("another user: %v, %v", first, again)
	}
	answer, body := b.get(oidcRoutes)
	if data := fmt.Sprint(body.Data); answer.StatusCode != http.StatusOK || !strings.Contains(data, publicURL+oidcRoutes+"/corp/login") {
		t.Errorf("providers: %s", data)
	}
}

// TestOIDCApp logs in on behalf of an app in the browser.
func TestOIDCApp(t *testing.T) {
	b := serve(t, oidcConfig(t, newProvider(t, "corp")))
	verifier := oauth2.GenerateVerifier()
	callback := b.start("?" + url.Values{"return_to": {returnURL}, "code_challenge": {oauth2.S256ChallengeFromVerifier(verifier)}}.Encode())
	answer, _ := b.get(callback)
	location, ok := strings.CutPrefix(answer.Header.Get("Location"), "https://app.example.com/done?code=")
	code, ok2 := strings.CutSuffix(location, "&lang=en")
	if answer.StatusCode != http.StatusSeeOther || !ok || !ok2 || b.cookie != "__Host-oidc_login=" {
		t.Fatalf("callback: %d %v", answer.StatusCode, answer.Header)
	}
	if answer.Header.Get("Cache-Control") != "no-store" || answer.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("header %v", answer.Header)
	}
	exchange := func(code, verifier string) (int, resp.Body) {
		answer, body := b.post(oidcRoutes+"/token", map[string]string{"code": code, "code_verifier": verifier})
		return answer.StatusCode, body
	}
	if status, body := exchange(code, oauth2.GenerateVerifier()); status != http.StatusUnauthorized || body.Code != resp.CodeInvalidCredentials {
		t.Errorf("verifier of another app: %d %+v", status, body)
	}
	status, body := exchange(code, verifier)
	tokens, ok := body.Data.(map[string]any)
	if status != http.StatusOK || !ok || b.me(tokens)["email"] != "ann@example.com" {
		t.Errorf("exchange: %d %+v", status, body)
	}
	if status, body := exchange(code, verifier); status != http.StatusUnauthorized {
		t.Errorf("second exchange: %d %+v", status, body)
	}
}

// TestOIDCAppError tells the app about an error.
func TestOIDCAppError(t *testing.T) {
	b := serve(t, oidcConfig(t, newProvider(t, "corp")))
	callback := b.start("?" + url.Values{"return_to": {returnURL}, "code_challenge": {strings.Repeat("x", 43)}}.Encode())
	u, err := url.Parse(callback)
	if err != nil {
		t.Fatal(err)
	}
	answer, _ := b.get(u.Path + "?error=access_denied&state=" + u.Query().Get("state"))
	if got := answer.Header.Get("Location"); got != fmt.Sprintf("https://app.example.com/done?error=%d&lang=en", resp.CodeLoginDenied) {
		t.Errorf("%d, location %q", answer.StatusCode, got)
	}
}

func TestOIDCStartRefused(t *testing.T) {
	b := serve(t, oidcConfig(t, newProvider(t, "corp")))
	challenge := "&code_challenge=" + strings.Repeat("x", 43)
	for target, status := range map[string]int{
		"/nobody/login": http.StatusNotFound,
		"/corp/login?return_to=https://evil.example.com" + challenge:                                http.StatusBadRequest,
		"/corp/login?return_to=" + url.QueryEscape(returnURL+"&x=1") + challenge:                    http.StatusBadRequest,
		"/corp/login?return_to=" + url.QueryEscape("https://app.example.com/done/../x") + challenge: http.StatusBadRequest,
		"/corp/login?return_to=" + url.QueryEscape(returnURL):                                       http.StatusBadRequest,
		"/corp/login?return_to=" + url.QueryEscape(returnURL) + "&code_challenge=short":             http.StatusBadRequest,
		"/corp/login?" + challenge[1:]:                                                              http.StatusBadRequest,
		"/corp/login?next=/":                                                                        http.StatusBadRequest,
	} {
		answer, body := b.get(oidcRoutes + target)
		if answer.StatusCode != status || b.cookie != "" {
			t.Errorf("%s: %d %+v, cookie %q", target, answer.StatusCode, body, b.cookie)
		}
	}
}

// TestOIDCCallbackRefused returns to the service in ways that the login has not
// begun with.
func TestOIDCCallbackRefused(t *testing.T) {
	corp := newProvider(t, "corp")
	corp.codesLast = true // so that the service has to notice itself
	b := serve(t, oidcConfig(t, corp))
	refused := func(name, target string) {
		t.Helper()
		answer, body := b.get(target)
		if answer.StatusCode != http.StatusBadRequest || body.Code != resp.CodeLoginUnknown {
			t.Errorf("%s: %d %+v", name, answer.StatusCode, body)
		}
	}
	callback := b.start("")
	mine := b.cookie
	b.cookie = ""
	refused("no cookie", callback)
	_ = b.start("")
	refused("cookie of another browser", callback)
	b.cookie = "__Host-oidc_login=e30"
	refused("empty cookie", callback)
	b.cookie = mine
	refused("another provider", strings.Replace(callback, "/corp/", "/other/", 1))
	refused("another state", callback+"x") // the last parameter
	refused("another issuer", callback+"&iss=https://evil.example.com")
	if answer, body := b.get(callback); answer.StatusCode != http.StatusOK {
		t.Errorf("%d %+v", answer.StatusCode, body)
	}
	refused("used state and code", callback)
	refused("unknown code", strings.Replace(b.start(""), "code=", "code=x", 1))
}

// TestOIDCTokenRefused logs in with ID tokens that are not what they should be.
func TestOIDCTokenRefused(t *testing.T) {
	corp := newProvider(t, "corp")
	b := serve(t, oidcConfig(t, corp))
	other, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	set := func(name string, value any) func() {
		return func() { corp.change(func(c map[string]any) { c[name] = value }) }
	}
	for name, spoil := range map[string]func(){
		"nonce":            set("nonce", "another"),
		"no nonce":         set("nonce", nil),
		"audience":         set("aud", "another"),
		"issuer":           set("iss", "https://evil.example.com"),
		"expired":          set("exp", time.Now().Add(-time.Minute).Unix()),
		"no expiry":        set("exp", nil),
		"not yet valid":    set("nbf", time.Now().Add(time.Hour).Unix()),
		"authorized party": set("azp", "another"),
		"no subject":       set("sub", nil),
		"long subject":     set("sub", strings.Repeat("x", 256)),
		"other algorithm":  func() { corp.sign("ES384", other) },
		"shared secret":    func() { corp.sign("HS256", []byte(clientSecret+clientSecret)) },
		"not signed":       func() { corp.sign("none", nil) },
		"key of another":   func() { corp.sign("ES256", newProvider(t, "corp").key) },
		"no ID token":      func() { corp.idToken = false },
	} {
		corp.reset()
		spoil()
		t.Log(name)
		if tokens := b.login(resp.CodeProviderResponse); tokens != nil {
			t.Errorf("%s: %v", name, tokens)
		}
	}
	corp.reset()
	b.login(resp.CodeOK)
}

// TestOIDCProviderFails goes on with the other provider.
func TestOIDCProviderFails(t *testing.T) {
	for name, fail := range map[string]http.HandlerFunc{
		"down":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"broken": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"slow": func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // or the server does not notice that the client has left
			<-r.Context().Done()
		},
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://example.com/", http.StatusFound)
		},
		"garbage": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"flood":   func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bytes.Repeat([]byte(" "), 2<<20)) },
	} {
		t.Run(name, func(t *testing.T) {
			corp := newProvider(t, "corp")
			cfg := oidcConfig(t, corp)
			b := serve(t, cfg)
			corp.failWith(fail)
			answer, body := b.get(oidcRoutes + "/corp/login")
			if answer.StatusCode != http.StatusServiceUnavailable || body.Code != resp.CodeProviderUnavailable {
				t.Errorf("%d %+v", answer.StatusCode, body)
			}
			if answer, _ := b.get(oidcRoutes + "/other/login"); answer.StatusCode != http.StatusSeeOther {
				t.Errorf("the other provider: %d", answer.StatusCode)
			}
			corp.failWith(nil)
			for answer.StatusCode != http.StatusSeeOther { // it is asked again soon
				time.Sleep(cfg.OIDC.Timeout / 10)
				answer, _ = b.get(oidcRoutes + "/corp/login")
			}
			callback := b.start("")
			corp.failWith(fail)
			if answer, body := b.get(callback); answer.StatusCode != http.StatusServiceUnavailable && answer.StatusCode != http.StatusBadGateway {
				t.Errorf("callback: %d %+v", answer.StatusCode, body)
			}
		})
	}
}

// TestOIDCEmail logs in with emails that prove nothing, and closes registration.
func TestOIDCEmail(t *testing.T) {
	corp := newProvider(t, "corp")
	cfg := oidcConfig(t, corp)
	cfg.Auth.Registration = false
	b := serve(t, cfg)
	b.login(resp.CodeRegistrationClosed)
	for _, claims := range []map[string]any{
		{"email_verified": false}, {"email_verified": nil}, {"email": nil}, {"email": "nobody"}, {"email_verified": "yes"},
	} {
		corp.reset()
		corp.change(func(c map[string]any) {
			maps.Copy(c, claims)
		})
		if _, body := b.get(b.start("")); body.Code != resp.CodeEmailUnverified && body.Code != resp.CodeProviderResponse {
			t.Errorf("%v: %+v", claims, body)
		}
	}
	cfg = oidcConfig(t, corp, "OIDC_CORP_REGISTRATION=true")
	cfg.Auth.Registration = false
	corp.reset()
	serve(t, cfg).login(resp.CodeOK)
}

// TestOIDCAccountWithPassword keeps apart whoever has registered with an email and
// whoever proves to have it, unless the provider is trusted to know.
func TestOIDCAccountWithPassword(t *testing.T) {
	corp := newProvider(t, "corp")
	credentials := map[string]string{"email": "ann@example.com", "password": "correct horse battery"}
	b := serve(t, oidcConfig(t, corp))
	if answer, body := b.post("/api/v1/auth/register", credentials); answer.StatusCode != http.StatusCreated {
		t.Fatalf("register: %d %+v", answer.StatusCode, body)
	}
	b.login(resp.CodeAccountExists)

	b = serve(t, oidcConfig(t, corp, "OIDC_CORP_LINK=true"))
	answer, body := b.post("/api/v1/auth/register", credentials)
	registered, ok := body.Data.(map[string]any)
	if !ok {
		t.Fatalf("register: %d %+v", answer.StatusCode, body)
	}
	if b.me(b.login(resp.CodeOK))["id"] != b.me(registered)["id"] {
		t.Error("another user")
	}
}

// TestOIDCNoPassword lets nobody log in with a password to an account without one.
func TestOIDCNoPassword(t *testing.T) {
	b := serve(t, oidcConfig(t, newProvider(t, "corp")))
	b.login(resp.CodeOK)
	answer, body := b.post("/api/v1/auth/login", map[string]string{"email": "ann@example.com", "password": "correct horse battery"})
	if answer.StatusCode != http.StatusUnauthorized || body.Code != resp.CodeInvalidCredentials {
		t.Errorf("%d %+v", answer.StatusCode, body)
	}
	answer, body = b.post("/api/v1/auth/register", map[string]string{"email": "ann@example.com", "password": "correct horse battery"})
	if answer.StatusCode != http.StatusConflict {
		t.Errorf("register: %d %+v", answer.StatusCode, body)
	}
}

func TestGitHub(t *testing.T) {
	corp := newProvider(t, "corp")
	b := serve(t, oidcConfig(t, corp, "OIDC_CORP_TYPE=github"))
	corp.primaryVerified = false
	b.login(resp.CodeEmailUnverified)
	corp.primaryVerified = true
	first := b.me(b.login(resp.CodeOK))
	if again := b.me(b.login(resp.CodeOK)); first["email"] != "ann@example.com" || again["id"] != first["id"] {
		t.Errorf("%v, %v", first, again)
	}
}
