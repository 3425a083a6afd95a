package app_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"golang.org/x/oauth2"
)

const (
	clientID     = "service"
	clientSecret = "s3cret+/ of the client"
)

// provider is one of OpenID Connect, and GitHub. It refuses requests that are not
// quite right, and does what tests want to be wrong. One browser at a time uses it.
type provider struct {
	*httptest.Server
	t        *testing.T
	redirect string // the only URL to which it sends browsers
	test     *oidctest.Server
	key      *ecdsa.PrivateKey
	keyID    string
	fail     atomic.Pointer[http.HandlerFunc]

	codes     map[string]url.Values // with the requests that they belong to
	codesLast bool                  // they can be used again
	idToken   bool                  // there is one
	algorithm string
	signer    crypto.PrivateKey
	changes   []func(claims map[string]any)

	primaryVerified bool // the email at GitHub
}

// newProvider starts a provider that knows the service, by which it is called name.
func newProvider(t *testing.T, name string) *provider {
	t.Helper()
	p := &provider{t: t, redirect: publicURL + oidcRoutes + "/" + name + "/callback", test: &oidctest.Server{Algorithms: []string{"ES256"}}, codes: make(map[string]url.Values)}
	p.rotate()
	mux := http.NewServeMux()
	mux.Handle("/", p.test)
	mux.HandleFunc("GET /auth", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /login/oauth/authorize", p.authorize)
	mux.HandleFunc("POST /login/oauth/access_token", p.token)
	mux.HandleFunc("GET /api/v3/user", p.gitHub(func() any { return map[string]any{"id": 7, "login": "ann"} }))
	mux.HandleFunc("GET /api/v3/user/emails", p.gitHub(func() any {
		return []map[string]any{
			{"email": "other@example.com", "primary": false, "verified": true},
			{"email": "Ann@example.com", "primary": true, "verified": p.primaryVerified},
		}
	}))
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if fail := p.fail.Load(); fail != nil {
			(*fail)(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(p.Close)
	p.test.SetIssuer(p.URL)
	return p
}

// rotate replaces the key with another one.
func (p *provider) rotate() {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	p.key, p.keyID = key, rand.Text()
	p.test.PublicKeys = []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: p.keyID, Algorithm: "ES256"}}
	changes := p.changes
	p.reset()
	p.changes = changes
}

// reset makes the provider do what is right.
func (p *provider) reset() {
	p.algorithm, p.signer, p.idToken, p.changes = "ES256", p.key, true, nil
}

// change changes the claims of ID tokens; those that are nil are left out.
func (p *provider) change(do func(claims map[string]any)) { p.changes = append(p.changes, do) }

// sign makes the provider sign in another way than it says.
func (p *provider) sign(algorithm string, signer crypto.PrivateKey) {
	p.algorithm, p.signer = algorithm, signer
}

// failWith answers all requests with a handler, or as usual.
func (p *provider) failWith(h http.HandlerFunc) {
	if h == nil {
		p.fail.Store(nil)
		return
	}
	p.fail.Store(&h)
}

// authorize logs the user in at once, and sends the browser back.
func (p *provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	gitHub := strings.HasPrefix(r.URL.Path, "/login/")
	switch {
	case q.Get("response_type") != "code", q.Get("client_id") != clientID, q.Get("redirect_uri") != p.redirect,
		q.Get("code_challenge_method") != "S256", len(q.Get("code_challenge")) != 43, len(q.Get("state")) < 22,
		!gitHub && (len(q.Get("nonce")) < 22 || q.Get("scope") != "openid email"), gitHub && q.Get("scope") != "user:email":
		http.Error(w, "invalid_request", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	p.codes[code] = q
	back := url.Values{"code": {code}, "state": {q.Get("state")}}
	http.Redirect(w, r, p.redirect+"?"+back.Encode(), http.StatusFound)
}

// token exchanges a code.
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if r.URL.Path != "/token" {
		id, secret = r.FormValue("client_id"), r.FormValue("client_secret")
	} else {
		id, secret = unescape(id), unescape(secret)
	}
	code := r.PostFormValue("code")
	begun, ok := p.codes[code]
	if !p.codesLast {
		delete(p.codes, code)
	}
	w.Header().Set("Content-Type", "application/json")
	switch {
	case id != clientID || secret != clientSecret:
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"error":"invalid_client"}`))
		return
	case !ok || r.PostFormValue("grant_type") != "authorization_code" || r.PostFormValue("redirect_uri") != begun.Get("redirect_uri") ||
		oauth2.S256ChallengeFromVerifier(r.PostFormValue("code_verifier")) != begun.Get("code_challenge"):
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_grant"}`))
		return
	}
	response := map[string]any{"access_token": "access", "token_type": "Bearer"}
	if p.idToken {
		response["id_token"] = p.sealed(begun.Get("nonce"))
	}
	_ = json.NewEncoder(w).Encode(response) //nolint:errchkjson // a provider in a test
}

func unescape(text string) string {
	plain, _ := url.QueryUnescape(text)
	return plain
}

// sealed returns an ID token for a login with a nonce.
func (p *provider) sealed(nonce string) string {
	claims := map[string]any{
		"iss": p.URL, "aud": clientID, "sub": "7", "nonce": nonce, "email": "Ann@example.com", "email_verified": true,
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
	}
	for _, change := range p.changes {
		change(claims)
	}
	for name, value := range claims {
		if value == nil {
			delete(claims, name)
		}
	}
	data, err := json.Marshal(claims)
	if err != nil {
		p.t.Error(err)
	}
	if p.algorithm == "none" {
		encode := base64.RawURLEncoding.EncodeToString
		return encode([]byte(`{"alg":"none"}`)) + "." + encode(data) + "."
	}
	return oidctest.SignIDToken(p.signer, p.keyID, p.algorithm, string(data))
}

// gitHub answers a request with a token to the API of GitHub.
func (p *provider) gitHub(data func() any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer access" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_ = json.NewEncoder(w).Encode(data())
	}
}
