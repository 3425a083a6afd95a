package guard

import (
	"strings"

	"github.com/acme/notes/internal/apperr"
)

// maxToken is the maximum length of a token.
const maxToken = 4096

// errMalformed is the error of credentials that no Authenticator can be asked
// about.
var errMalformed = &apperr.BadRequest{Message: "Authorization must be given once, as Bearer and a token"}

// bearer returns the token in the Authorization headers of a request, or "" if
// there is none of the scheme Bearer. It follows RFC 6750 and RFC 9110.
func bearer(authorization []string) (string, error) {
	switch len(authorization) {
	case 0:
		return "", nil
	case 1:
	default:
		return "", errMalformed
	}
	scheme, token, _ := strings.Cut(authorization[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", nil
	}
	token = strings.TrimLeft(token, " ")
	if len(token) > maxToken || !isToken(token) {
		return "", errMalformed
	}
	return token, nil
}

// isToken reports whether s is a token68 of RFC 9110.
func isToken(s string) bool {
	const symbols = "-._~+/"
	s = strings.TrimRight(s, "=")
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune(symbols, c)
	})
}
