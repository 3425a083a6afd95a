package token

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/golang-jwt/jwt/v5"

	"github.com/acme/everything/internal/secret"
)

// key signs tokens and checks signatures, with one algorithm only.
type key struct {
	id      string
	method  jwt.SigningMethod
	private any // nil if it does not sign
	public  any
}

// keys returns the keys of a Config: first the one that signs, then those that
// only check.
func (c Config) keys() ([]key, error) {
	var keys []key
	var problems []error
	for _, f := range []struct{ name, path string }{{"JWT_KEY_FILE", c.KeyFile}, {"JWT_PREVIOUS_KEY_FILE", c.PreviousKeyFile}} {
		if f.path == "" {
			continue
		}
		k, err := readKey(f.path)
		if err == nil && f.path == c.KeyFile && k.private == nil {
			err = errors.New("is a public key, which cannot sign")
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", f.name, err))
		}
		keys = append(keys, k)
	}
	// Config.Validate leaves either a key or a secret to sign with.
	if c.Secret != "" {
		keys = append([]key{secretKey(c.Secret)}, keys...)
	}
	if c.PreviousSecret != "" {
		keys = append(keys, secretKey(c.PreviousSecret))
	}
	return keys, errors.Join(problems...)
}

// secretKey returns the key of a secret. Its ID tells apart the secrets of a
// rotation.
func secretKey(value secret.Text) key {
	mac := hmac.New(sha256.New, []byte(value))
	mac.Write([]byte("kid"))
	return key{
		id:      base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:9]),
		method:  jwt.SigningMethodHS256,
		private: []byte(value),
		public:  []byte(value),
	}
}

// readKey reads an Ed25519 key from a PEM file. Errors do not quote the file.
func readKey(path string) (key, error) {
	data, err := os.ReadFile(path) //nolint:gosec // the setting is there to name any file
	if err != nil {
		return key{}, err
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return key{}, errors.New("is not a PEM file")
	}
	if private, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		if private, ok := private.(ed25519.PrivateKey); ok {
			public, _ := private.Public().(ed25519.PublicKey) // it is one
			return publicKey(public, private), nil
		}
	}
	if public, err := x509.ParsePKIXPublicKey(block.Bytes); err == nil {
		if public, ok := public.(ed25519.PublicKey); ok {
			return publicKey(public, nil), nil
		}
	}
	return key{}, errors.New("has no Ed25519 key, such as openssl genpkey -algorithm ed25519 makes")
}

// publicKey returns the key of a pair, of which private may be nil.
func publicKey(public ed25519.PublicKey, private any) key {
	// RFC 7638: members in this order and without spaces.
	thumbprint := sha256.Sum256([]byte(`{"crv":"Ed25519","kty":"OKP","x":"` + encode(public) + `"}`))
	return key{id: encode(thumbprint[:]), method: jwt.SigningMethodEdDSA, private: private, public: public}
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// KeySet is a JSON Web Key Set (RFC 7517).
type KeySet struct {
	Keys []PublicKey `json:"keys"`
}

// PublicKey is an Ed25519 key in a KeySet (RFC 8037).
type PublicKey struct {
	Type      string `json:"kty"`
	Curve     string `json:"crv"`
	X         string `json:"x"`
	ID        string `json:"kid"`
	Algorithm string `json:"alg"`
	Use       string `json:"use"`
}

// KeySet returns the public keys with which others can check tokens: none if a
// secret signs them.
func (i *Issuer) KeySet() KeySet {
	set := KeySet{Keys: []PublicKey{}}
	for _, k := range i.keys {
		if public, ok := k.public.(ed25519.PublicKey); ok {
			set.Keys = append(set.Keys, PublicKey{
				Type: "OKP", Curve: "Ed25519", X: encode(public),
				ID: k.id, Algorithm: k.method.Alg(), Use: "sig",
			})
		}
	}
	return set
}
