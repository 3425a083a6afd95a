package apikey

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/guard"
)

const (
	// prefix tells people, and programs that look for leaked secrets, what it is.
	prefix = "everything_"

	secretBytes = 32
)

// Hash is the hash of a secret. The secret is random and long, so that a fast hash
// does not help to guess it.
type Hash [sha256.Size]byte

// text returns the key as its owner sees it: the prefix, the ID, a dot and the
// secret.
func text(id uuid.UUID, secret []byte) string {
	return prefix + id.String() + "." + base64.RawURLEncoding.EncodeToString(secret)
}

// parse returns the ID of a key, and the hash of its secret. It accepts what text
// returns and nothing else.
func parse(given string) (uuid.UUID, Hash, error) {
	rest, ok := strings.CutPrefix(given, prefix)
	if !ok {
		return uuid.Nil, Hash{}, guard.ErrOtherKind
	}
	name, encoded, _ := strings.Cut(rest, ".")
	id, err := uuid.Parse(name)
	if err != nil {
		return uuid.Nil, Hash{}, apperr.ErrInvalidCredentials
	}
	secret, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || len(secret) != secretBytes || text(id, secret) != given {
		return uuid.Nil, Hash{}, apperr.ErrInvalidCredentials
	}
	return id, sha256.Sum256(secret), nil
}
