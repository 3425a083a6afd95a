package password

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Bounds of what is read from a hash, so that no row of the database can make a
// login take all memory.
const (
	minMemory     = 8
	maxMemory     = 1 << 20
	maxIterations = 100
	maxThreads    = 16
	maxBytes      = 64 // of the salt, and of the key
	minBytes      = 8
)

var errFormat = errors.New("the hash of the password is not one of argon2id")

// encoded is a hash with what it was computed with, in the string format of the
// password hashing competition (PHC).
type encoded struct {
	memory, iterations uint32
	threads            uint8
	salt, key          []byte
}

// String returns, for example, $argon2id$v=19$m=32768,t=3,p=1$c2FsdA$a2V5.
func (e encoded) String() string {
	text := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, e.memory, e.iterations, e.threads, text(e.salt), text(e.key))
}

// decode parses what String returns, and nothing else.
func decode(hash string) (encoded, error) {
	var e encoded
	var version int
	parts := strings.Split(hash, "$")
	if len(parts) != 6 {
		return encoded{}, errFormat
	}
	_, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &e.memory, &e.iterations, &e.threads)
	if err != nil {
		return encoded{}, errFormat
	}
	if e.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return encoded{}, errFormat
	}
	if e.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
		return encoded{}, errFormat
	}
	if e.String() != hash || !e.bounded() {
		return encoded{}, errFormat
	}
	return e, nil
}

// bounded reports whether the parameters are ones that argon2 accepts, and not
// too much for a request.
func (e encoded) bounded() bool {
	return e.iterations >= 1 && e.iterations <= maxIterations &&
		e.threads >= 1 && e.threads <= maxThreads &&
		e.memory >= minMemory*uint32(e.threads) && e.memory <= maxMemory &&
		len(e.salt) >= minBytes && len(e.salt) <= maxBytes && len(e.key) >= minBytes && len(e.key) <= maxBytes
}

// with returns the hash of another password with the same parameters and salt.
func (e encoded) with(password string) []byte {
	return argon2.IDKey([]byte(password), e.salt, e.iterations, e.memory, e.threads, uint32(len(e.key))) //nolint:gosec // bounded
}
