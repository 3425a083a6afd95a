package password

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/acme/everything/internal/apperr"
)

// Lengths of passwords, in characters.
const (
	MinLength = 12
	MaxLength = 128
)

// common are the commonest passwords of that length. Attackers try them first.
const common = `
	000000000000 111111111111 112233445566 121212121212 123123123123 123456123456
	1234567890123 123456789012 1234567890ab 1234567891011 123456789abc 123456789qwe
	147258369147 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv 987654321012
	a1b2c3d4e5f6 aaaaaaaaaaaa abc123abc123 abcdefghijkl adminadminadmin administrator
	asdfasdfasdf asdfghjkl123 changemechangeme changeme1234 correcthorsebatterystaple
	football1234 iloveyou1234 iloveyouiloveyou letmeinletmein liverpool123 manchester123
	passw0rd1234 password1234 password12345 password123456 password2024 password2025
	password2026 passwordpassword princess1234 qazwsxedcrfv qwerqwerqwer qwerty123456
	qwerty1234567 qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiop[] qwertyuiopas
	qwertyuiopasdfghjkl sunshine1234 superman1234 unknownunknown welcome12345 zaqxswcdevfr
	zxcvbnm12345 zxcvbnmasdfg`

// Check returns an error unless the password may be chosen as a new one.
func Check(password string) error {
	refuse := func(rule, message string) error {
		return &apperr.Invalid{Fields: []apperr.FieldError{{Field: "password", Rule: rule, Message: message}}}
	}
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		return refuse("utf8", "must be UTF-8")
	case n < MinLength:
		return refuse("min", fmt.Sprintf("must have at least %d characters", MinLength))
	case n > MaxLength:
		return refuse("max", fmt.Sprintf("must have at most %d characters", MaxLength))
	case slices.Contains(strings.Fields(common), strings.ToLower(password)):
		return refuse("common", "is too easy to guess, because many people have it")
	}
	return nil
}
