package token_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/guard"
	"github.com/acme/notes/internal/principal"
	"github.com/acme/notes/internal/token"
)

const secret = "0123456789abcdef0123456789abcdef"

func testConfig() token.Config {
	return token.Config{Secret: secret, Issuer: "issuer", Audience: "audience", TTL: 15 * time.Minute, Leeway: 10 * time.Second}
}

func newIssuer(tb testing.TB, cfg token.Config) *token.Issuer {
	tb.Helper()
	issuer, err := token.New(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	return issuer
}

// sign returns a token of a user.
func sign(tb testing.TB, issuer *token.Issuer) string {
	tb.Helper()
	signed, _, err := issuer.Sign(uuid.New(), principal.User, uuid.New())
	if err != nil {
		tb.Fatal(err)
	}
	return signed
}

// privatePEM returns a key as a PEM file has it.
func privatePEM(tb testing.TB, key crypto.Signer) []byte {
	tb.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		tb.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// publicPEM returns what a key has in public.
func publicPEM(tb testing.TB, key crypto.Signer) []byte {
	tb.Helper()
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		tb.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// file writes a file and returns its path.
func file(tb testing.TB, data []byte) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "key.pem")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

func newKey(tb testing.TB) ed25519.PrivateKey {
	tb.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	return private
}

// withKey returns a Config for EdDSA.
func withKey(path string) token.Config {
	cfg := testConfig()
	cfg.Secret, cfg.KeyFile = "", path
	return cfg
}

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]token.Config{"HS256": testConfig(), "EdDSA": withKey(file(t, privatePEM(t, newKey(t))))} {
		issuer := newIssuer(t, cfg)
		want := principal.Principal{ID: uuid.New(), Role: principal.Admin, Method: "jwt", Session: uuid.New()}
		signed, expires, err := issuer.Sign(want.ID, want.Role, want.Session)
		if err != nil {
			t.Fatal(err)
		}
		if left := time.Until(expires); left <= 0 || left > cfg.TTL {
			t.Errorf("%s: it expires in %s", name, left)
		}
		if got, err := issuer.Authenticate(t.Context(), signed); err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, err, want)
		}
		header := decode(t, signed, 0)
		if header["alg"] != name || header["typ"] != "at+jwt" || header["kid"] == "" {
			t.Errorf("%s: header %v", name, header)
		}
	}
}

func TestAuthenticateRefuses(t *testing.T) {
	t.Parallel()
	issuer := newIssuer(t, testConfig())
	for credentials, want := range map[string]error{
		"key_1.secret": guard.ErrOtherKind,
		"":             guard.ErrOtherKind,
		"a.b.c":        apperr.ErrInvalidCredentials,
		"..":           apperr.ErrInvalidCredentials,
		sign(t, newIssuer(t, withKey(file(t, privatePEM(t, newKey(t)))))): apperr.ErrInvalidCredentials,
	} {
		if p, err := issuer.Authenticate(t.Context(), credentials); !errors.Is(err, want) || p != (principal.Principal{}) {
			t.Errorf("%q: %+v, %v", credentials, p, err)
		}
	}
}

// decode returns a part of a token.
func decode(tb testing.TB, signed string, part int) map[string]any {
	tb.Helper()
	data, err := base64.RawURLEncoding.DecodeString(strings.Split(signed, ".")[part])
	if err != nil {
		tb.Fatal(err)
	}
	var decoded map[string]any
	if err := json.Unmarshal(data, &decoded); err != nil {
		tb.Fatal(err)
	}
	return decoded
}

// forge returns a token of an issuer with changes in its header and claims, where
// nil deletes, signed with a method and key of the attacker's choice.
func forge(tb testing.TB, issuer *token.Issuer, method jwt.SigningMethod, key any, header, claims map[string]any) string {
	tb.Helper()
	change := func(given, changes map[string]any) map[string]any {
		maps.Copy(given, changes)
		maps.DeleteFunc(given, func(_ string, value any) bool { return value == nil })
		return given
	}
	genuine := sign(tb, issuer)
	forged := jwt.NewWithClaims(method, jwt.MapClaims(change(decode(tb, genuine, 1), claims)))
	kid := decode(tb, genuine, 0)["kid"]
	forged.Header = change(map[string]any{"alg": method.Alg(), "typ": "at+jwt", "kid": kid}, header)
	signed, err := forged.SignedString(key)
	if err != nil {
		tb.Fatal(err)
	}
	return signed
}

// TestParseRefusesClaims has tokens that are signed with the right key.
func TestParseRefusesClaims(t *testing.T) {
	t.Parallel()
	issuer := newIssuer(t, testConfig())
	now := time.Now().Unix()
	if _, err := issuer.Parse(forge(t, issuer, jwt.SigningMethodHS256, []byte(secret), nil, nil)); err != nil {
		t.Fatalf("nothing changed: %v", err)
	}
	for name, claims := range map[string]map[string]any{
		"no issuer":         {"iss": nil},
		"other issuer":      {"iss": "other"},
		"no audience":       {"aud": nil},
		"empty audience":    {"aud": []string{}},
		"other audience":    {"aud": []string{"other"}},
		"no subject":        {"sub": nil},
		"a name as subject": {"sub": "ann"},
		"no exp":            {"exp": nil},
		"expired":           {"exp": now - 11},
		"exp as text":       {"exp": "never"},
		"exp null":          {"exp": json.RawMessage("null")},
		"no nbf":            {"nbf": nil},
		"nbf in the future": {"nbf": now + 60},
		"no iat":            {"iat": nil},
		"iat in the future": {"iat": now + 60},
		"no jti":            {"jti": nil},
		"no role":           {"role": nil},
		"no session":        {"sid": nil},
		"no UUID":           {"sid": "1"},
	} {
		if got, err := issuer.Parse(forge(t, issuer, jwt.SigningMethodHS256, []byte(secret), nil, claims)); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestParseRefusesHeaders has tokens that are signed with the right key, too.
func TestParseRefusesHeaders(t *testing.T) {
	t.Parallel()
	issuer := newIssuer(t, testConfig())
	jwk := map[string]any{"kty": "oct", "k": base64.RawURLEncoding.EncodeToString([]byte(secret))}
	for name, header := range map[string]map[string]any{
		"no type":          {"typ": nil},
		"other type":       {"typ": "JWT"},
		"type of another":  {"typ": "logout+jwt"},
		"no key":           {"kid": nil},
		"other key":        {"kid": "other"},
		"a path as key":    {"kid": "../../../../dev/null"},
		"a list as key":    {"kid": []string{"a"}},
		"key set":          {"jku": "https://attacker.example/keys"},
		"certificate":      {"x5u": "https://attacker.example/cert"},
		"own certificate":  {"x5c": []string{"MIIB"}},
		"own key":          {"jwk": jwk},
		"own key, no name": {"jwk": jwk, "kid": nil},
		"critical":         {"crit": []string{"exp"}},
		"compressed":       {"zip": "DEF"},
	} {
		if got, err := issuer.Parse(forge(t, issuer, jwt.SigningMethodHS256, []byte(secret), header, nil)); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestParseRefusesAlgorithms signs with what an attacker has: nothing, keys of
// their own, and the public key.
func TestParseRefusesAlgorithms(t *testing.T) {
	t.Parallel()
	private := newKey(t)
	byRSA, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, _ := private.Public().(ed25519.PublicKey)
	withSecret, withPair := newIssuer(t, testConfig()), newIssuer(t, withKey(file(t, privatePEM(t, private))))
	for name, forged := range map[string]string{
		"none":                     forge(t, withSecret, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil, nil),
		"None":                     forge(t, withSecret, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, map[string]any{"alg": "None"}, nil),
		"none for a pair":          forge(t, withPair, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil, nil),
		"HS384 with the secret":    forge(t, withSecret, jwt.SigningMethodHS384, []byte(secret), nil, nil),
		"HS512 with the secret":    forge(t, withSecret, jwt.SigningMethodHS512, []byte(secret), nil, nil),
		"RS256":                    forge(t, withSecret, jwt.SigningMethodRS256, byRSA, nil, nil),
		"PS256":                    forge(t, withPair, jwt.SigningMethodPS256, byRSA, nil, nil),
		"another secret":           forge(t, withSecret, jwt.SigningMethodHS256, []byte(strings.Repeat("x", 32)), nil, nil),
		"an empty secret":          forge(t, withSecret, jwt.SigningMethodHS256, []byte{}, nil, nil),
		"another pair":             forge(t, withPair, jwt.SigningMethodEdDSA, newKey(t), nil, nil),
		"public key as a secret":   forge(t, withPair, jwt.SigningMethodHS256, []byte(public), nil, nil),
		"its file as a secret":     forge(t, withPair, jwt.SigningMethodHS256, publicPEM(t, private), nil, nil),
		"EdDSA with a kid of HMAC": forge(t, withSecret, jwt.SigningMethodEdDSA, private, nil, nil),
	} {
		for _, issuer := range []*token.Issuer{withSecret, withPair} {
			if got, err := issuer.Parse(forged); err == nil {
				t.Errorf("%s: %+v", name, got)
			}
		}
	}
}

// TestParseRefusesConfusion has an issuer that accepts both algorithms, each for
// its own key only.
func TestParseRefusesConfusion(t *testing.T) {
	t.Parallel()
	private := newKey(t)
	public, _ := private.Public().(ed25519.PublicKey)
	cfg := withKey(file(t, privatePEM(t, private)))
	cfg.PreviousSecret = secret
	issuer := newIssuer(t, cfg)
	for _, key := range [][]byte{public, []byte(secret)} {
		if got, err := issuer.Parse(forge(t, issuer, jwt.SigningMethodHS256, key, nil, nil)); err == nil {
			t.Errorf("HS256 with the kid of the pair: %+v", got)
		}
	}
	bySecret := decode(t, sign(t, newIssuer(t, testConfig())), 0)["kid"]
	if got, err := issuer.Parse(forge(t, issuer, jwt.SigningMethodEdDSA, private, map[string]any{"kid": bySecret}, nil)); err == nil {
		t.Errorf("EdDSA with the kid of the secret: %+v", got)
	}
}

func TestParseRefusesDamage(t *testing.T) {
	t.Parallel()
	issuer := newIssuer(t, testConfig())
	signed := sign(t, issuer)
	parts := strings.Split(signed, ".")
	for i := range signed {
		if got, err := issuer.Parse(signed[:i]); err == nil {
			t.Fatalf("the first %d bytes: %+v", i, got)
		}
		changed := []byte(signed)
		changed[i]++
		if signed[i] == '.' {
			changed[i] = 'A'
		}
		if got, err := issuer.Parse(string(changed)); err == nil {
			t.Fatalf("byte %d changed: %+v", i, got)
		}
	}
	for _, damaged := range []string{
		parts[0] + "." + parts[1] + ".", parts[0] + "." + parts[1],
		signed + ".", signed + "=", signed + "A", " " + signed, signed + "\n", signed + "." + parts[2],
		strings.Repeat("a", 1<<20) + "." + parts[1] + "." + parts[2],
	} {
		if got, err := issuer.Parse(damaged); err == nil {
			t.Errorf("%.80s…: %+v", damaged, got)
		}
	}
}

func TestParseExpired(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cfg := testConfig()
		issuer := newIssuer(t, cfg)
		signed := sign(t, issuer)
		time.Sleep(cfg.TTL + cfg.Leeway - time.Nanosecond)
		if _, err := issuer.Parse(signed); err != nil {
			t.Errorf("within the leeway: %v", err)
		}
		time.Sleep(time.Nanosecond)
		if _, err := issuer.Parse(signed); !errors.Is(err, jwt.ErrTokenExpired) {
			t.Errorf("after it: %v", err)
		}
	})
}

func TestRotation(t *testing.T) {
	t.Parallel()
	first, second := newKey(t), newKey(t)
	before := map[string]token.Config{"secret": testConfig(), "pair": withKey(file(t, privatePEM(t, first)))}
	next := testConfig()
	next.Secret, next.PreviousSecret = token.NewSecret(), secret
	nextKey := withKey(file(t, privatePEM(t, second)))
	nextKey.PreviousKeyFile = file(t, publicPEM(t, first))
	toKey := withKey(file(t, privatePEM(t, second)))
	toKey.PreviousSecret = secret
	for name, step := range map[string]struct{ from, to token.Config }{
		"secret to secret": {before["secret"], next},
		"pair to pair":     {before["pair"], nextKey},
		"secret to pair":   {before["secret"], toKey},
	} {
		old := sign(t, newIssuer(t, step.from))
		issuer := newIssuer(t, step.to)
		if _, err := issuer.Parse(old); err != nil {
			t.Errorf("%s: the previous key: %v", name, err)
		}
		if _, err := newIssuer(t, step.from).Parse(sign(t, issuer)); err == nil {
			t.Errorf("%s: it signs with the previous key", name)
		}
		step.to.PreviousSecret, step.to.PreviousKeyFile = "", ""
		if _, err := newIssuer(t, step.to).Parse(old); err == nil {
			t.Errorf("%s: the key is accepted after its rotation", name)
		}
	}
}

func TestKeySet(t *testing.T) {
	t.Parallel()
	private := newKey(t)
	public, _ := private.Public().(ed25519.PublicKey)
	cfg := withKey(file(t, privatePEM(t, private)))
	cfg.PreviousKeyFile, cfg.PreviousSecret = file(t, publicPEM(t, newKey(t))), secret
	issuer := newIssuer(t, cfg)
	keys := issuer.KeySet().Keys
	if len(keys) != 2 || keys[0].ID != decode(t, sign(t, issuer), 0)["kid"] || keys[0].X != base64.RawURLEncoding.EncodeToString(public) {
		t.Errorf("got %+v", keys)
	}
	data, err := json.Marshal(newIssuer(t, testConfig()).KeySet())
	if err != nil || string(data) != `{"keys":[]}` {
		t.Errorf("with a secret: %s, %v", data, err)
	}
}

// TestThumbprint has the key and the thumbprint of RFC 8037, appendix A.
func TestThumbprint(t *testing.T) {
	t.Parallel()
	seed, err := base64.RawURLEncoding.DecodeString("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
	if err != nil {
		t.Fatal(err)
	}
	issuer := newIssuer(t, withKey(file(t, privatePEM(t, ed25519.NewKeyFromSeed(seed)))))
	if got := issuer.KeySet().Keys[0].ID; got != "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k" {
		t.Errorf("got %s", got)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	byRSA, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	text := file(t, []byte(secret))
	previous := testConfig()
	previous.PreviousKeyFile = text
	for name, tc := range map[string]struct {
		cfg  token.Config
		want string
	}{
		"no key":        {token.Config{}, "JWT_SECRET: must be set, or JWT_KEY_FILE"},
		"no file":       {withKey(text + "x"), "JWT_KEY_FILE: open "},
		"no PEM":        {withKey(text), "JWT_KEY_FILE: is not a PEM file"},
		"RSA":           {withKey(file(t, privatePEM(t, byRSA))), "JWT_KEY_FILE: has no Ed25519 key"},
		"public RSA":    {withKey(file(t, publicPEM(t, byRSA))), "JWT_KEY_FILE: has no Ed25519 key"},
		"public":        {withKey(file(t, publicPEM(t, newKey(t)))), "JWT_KEY_FILE: is a public key"},
		"previous file": {previous, "JWT_PREVIOUS_KEY_FILE: is not a PEM file"},
	} {
		if _, err := token.New(tc.cfg); err == nil || !strings.HasPrefix(err.Error(), tc.want) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	if err := testConfig().Validate(); err != nil {
		t.Errorf("good: %v", err)
	}
	for name, change := range map[string]func(*token.Config){
		"JWT_SECRET: must have at least 32 bytes":          func(c *token.Config) { c.Secret = c.Secret[:31] },
		"JWT_PREVIOUS_SECRET: must have at least 32 bytes": func(c *token.Config) { c.PreviousSecret = "short" },
		"JWT_SECRET: must be empty":                        func(c *token.Config) { c.KeyFile = "key.pem" },
		"JWT_ISSUER: ":                                     func(c *token.Config) { c.Issuer = "" },
		"JWT_AUDIENCE: ":                                   func(c *token.Config) { c.Audience = "" },
		"JWT_TTL: ":                                        func(c *token.Config) { c.TTL = 0 },
		"JWT_LEEWAY: must be from 0s to 2m0s":              func(c *token.Config) { c.Leeway = time.Hour },
	} {
		cfg := testConfig()
		change(&cfg)
		if err := cfg.Validate(); err == nil || !strings.HasPrefix(err.Error(), name) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestNewSecret(t *testing.T) {
	t.Parallel()
	if a, b := token.NewSecret(), token.NewSecret(); len(a) < 32 || a == b {
		t.Errorf("%d bytes", len(a))
	}
}

// FuzzParse looks for a token that is accepted without the right signature.
func FuzzParse(f *testing.F) {
	issuer := newIssuer(f, testConfig())
	signed := sign(f, issuer)
	for _, seed := range []string{signed, signed[:len(signed)-1], "", ".", "..", "...", "e30.e30.", "bnVsbA.bnVsbA.bnVsbA"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		claims, err := issuer.Parse(text)
		if err != nil {
			return
		}
		end := strings.LastIndex(text, ".")
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(text[:end]))
		if text[end+1:] != base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) {
			t.Errorf("%q: %+v", text, claims)
		}
	})
}

// BenchmarkAuthenticate measures what a guarded request takes more than an open one.
func BenchmarkAuthenticate(b *testing.B) {
	for name, cfg := range map[string]token.Config{"HS256": testConfig(), "EdDSA": withKey(file(b, privatePEM(b, newKey(b))))} {
		issuer := newIssuer(b, cfg)
		signed := sign(b, issuer)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := issuer.Authenticate(b.Context(), signed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
