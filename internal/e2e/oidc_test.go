package e2e

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	oidcSecret = "hush-hush-hush"
	publicURL  = "https://api.example.com"
	returnURL  = "https://app.example.com/done"
)

// TestOIDC logs in to services with a provider that is strict, on every framework
// and database: as an app does, again after a restart, and in ways that are refused.
func TestOIDC(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for _, c := range choices() {
		t.Run(c.String(), func(t *testing.T) {
			parallel(t)
			server, remote := servers[c["database"]]
			if remote {
				server.need(t)
			}
			delete(c, "example")
			c["auth"] = "jwt,oidc"
			dir := write(t, c, "note text:text:required user:owner", "shelf access.write=admin title:string:required")
			compile(t, dir)
			p := newOIDCProvider(t)
			env := []string{
				keyed, "OIDC_PROVIDERS=corp,away", "OIDC_PUBLIC_URL=" + publicURL, "OIDC_RETURN_URLS=" + returnURL, "OIDC_TIMEOUT=2s",
				"OIDC_CORP_ISSUER=" + p.URL, "OIDC_CORP_CLIENT_ID=service", "OIDC_CORP_CLIENT_SECRET=" + oidcSecret,
				"OIDC_AWAY_ISSUER=http://127.0.0.1:1", "OIDC_AWAY_CLIENT_ID=service", "OIDC_AWAY_CLIENT_SECRET=" + oidcSecret,
			}
			if remote {
				env = append(env, server.newDatabase(t, dir)...)
			}
			s := startService(t, dir, env)
			fulfill(t, s.public, "auth/oidc.yaml")
			if got := call(t, "GET", s.public+"/api/v1/auth/oidc/away/login", "", ""); got.status != 503 {
				t.Errorf("provider that is down: got %d %s", got.status, got.body)
			}
			ann := s.loginWith(p)
			visitors := []visitor{{"nobody", ""}, {"stranger", strings.Repeat("x", 20)}, {"user", ann.AccessToken}}
			if c.relational() {
				visitors = append(visitors, visitor{"admin", s.admit("root@example.com").AccessToken})
			}
			walkGuards(t, s, writesShelves, visitors...)
			if got := s.as(ann.AccessToken, "POST", "/api/v1/notes", "", `{"text":"mine"}`); got.status != 201 {
				t.Errorf("create: got %d %s", got.status, got.body)
			}
			s.end()
			again := startService(t, dir, env)
			if got := again.as(again.loginWith(p).AccessToken, "GET", "/api/v1/notes", "", ""); c.relational() && !strings.Contains(got.body, "mine") {
				t.Errorf("the same user after a restart: got %d %s", got.status, got.body)
			}
			again.end()
			for _, secret := range append(p.issued, oidcSecret, ann.AccessToken, ann.RefreshToken) {
				if strings.Contains(s.log.String()+again.log.String(), secret) {
					t.Errorf("the log contains %s", secret)
				}
			}
		})
	}
}

// loginWith logs in with a provider as an app does that opens a browser.
func (s *service) loginWith(p *oidcProvider) login {
	s.t.Helper()
	route := s.public + "/api/v1/auth/oidc"
	verifier := rand.Text() + rand.Text()
	start := send(s.t, "GET", route+"/corp/login?"+url.Values{"return_to": {returnURL}, "code_challenge": {challengeOf(verifier)}}.Encode(), http.Header{}, "")
	cookie, attributes, _ := strings.Cut(start.header.Get("Set-Cookie"), ";")
	for _, want := range []string{"Path=/", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600"} {
		if !strings.Contains(attributes, want) {
			s.t.Errorf("cookie %s: want %s", attributes, want)
		}
	}
	atProvider := send(s.t, "GET", start.header.Get("Location"), http.Header{}, "")
	callback, ok := strings.CutPrefix(atProvider.header.Get("Location"), publicURL)
	if !ok || !strings.HasPrefix(cookie, "__Host-") {
		s.t.Fatalf("got %d %v, provider: %d %s", start.status, start.header, atProvider.status, atProvider.body)
	}
	if got := send(s.t, "GET", s.public+callback, http.Header{}, ""); got.status != 400 {
		s.t.Errorf("callback in another browser: got %d %s", got.status, got.body)
	}
	done := send(s.t, "GET", s.public+callback, http.Header{"Cookie": {cookie}}, "")
	code, ok := strings.CutPrefix(done.header.Get("Location"), returnURL+"?code=")
	if !ok {
		s.t.Fatalf("callback: got %d %v %s", done.status, done.header, done.body)
	}
	p.issued = append(p.issued, code, verifier)
	if got := send(s.t, "GET", s.public+callback, http.Header{"Cookie": {cookie}}, ""); !strings.HasPrefix(got.header.Get("Location"), returnURL+"?error=") {
		s.t.Errorf("callback again: got %d %v", got.status, got.header)
	}
	exchange := func(verifier string) answer {
		return call(s.t, "POST", route+"/token", asJSON, fmt.Sprintf(`{"code":%q,"code_verifier":%q}`, code, verifier))
	}
	if got := exchange(strings.Repeat("x", 43)); got.status != 401 {
		s.t.Errorf("exchange by another app: got %d %s", got.status, got.body)
	}
	tokens := s.loggedIn(exchange(verifier))
	if got := exchange(verifier); got.status != 401 {
		s.t.Errorf("exchange again: got %d %s", got.status, got.body)
	}
	return tokens
}

// oidcProvider is a provider of OpenID Connect with one user, who is logged in.
type oidcProvider struct {
	*httptest.Server
	t   *testing.T
	key *rsa.PrivateKey

	mu     sync.Mutex
	codes  map[string]url.Values // with the requests that they belong to
	issued []string              // what no log must have
}

func newOIDCProvider(t *testing.T) *oidcProvider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &oidcProvider{t: t, key: key, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		p.respond(w, map[string]any{
			"issuer": p.URL, "authorization_endpoint": p.URL + "/auth", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"}, "token_endpoint_auth_methods_supported": []string{"client_secret_post"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		p.respond(w, map[string]any{"keys": []map[string]string{{
			"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1",
			"n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes()),
		}}})
	})
	mux.HandleFunc("GET /auth", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *oidcProvider) respond(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", asJSON)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Error(err)
	}
}

func (p *oidcProvider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("response_type") != "code" || q.Get("client_id") != "service" || q.Get("redirect_uri") != publicURL+"/api/v1/auth/oidc/corp/callback" ||
		q.Get("scope") != "openid email" || len(q.Get("state")) < 22 || len(q.Get("nonce")) < 22 ||
		q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 {
		http.Error(w, "invalid request: "+r.URL.RawQuery, http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	code := rand.Text()
	p.codes[code] = q
	p.issued = append(p.issued, code, q.Get("nonce"), q.Get("state"))
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {p.URL}}.Encode(), http.StatusFound)
}

func (p *oidcProvider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	code := r.PostFormValue("code")
	begun, ok := p.codes[code]
	delete(p.codes, code)
	if !ok || r.PostFormValue("grant_type") != "authorization_code" || r.PostFormValue("redirect_uri") != begun.Get("redirect_uri") ||
		r.PostFormValue("client_id") != "service" || r.PostFormValue("client_secret") != oidcSecret ||
		challengeOf(r.PostFormValue("code_verifier")) != begun.Get("code_challenge") {
		w.Header().Set("Content-Type", asJSON)
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_grant"}`))
		return
	}
	claims, err := json.Marshal(map[string]any{
		"iss": p.URL, "aud": "service", "sub": "ann", "nonce": begun.Get("nonce"), "email": "ann@example.com", "email_verified": true,
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
	})
	if err != nil {
		p.t.Error(err)
	}
	signed := encode([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + encode(claims)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, p.key, crypto.SHA256, digest[:])
	if err != nil {
		p.t.Error(err)
	}
	p.respond(w, map[string]string{"access_token": "unused", "token_type": "Bearer", "id_token": signed + "." + encode(signature)})
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// challengeOf returns the challenge of PKCE with S256 to a verifier.
func challengeOf(verifier string) string {
	digest := sha256.Sum256([]byte(verifier))
	return encode(digest[:])
}
