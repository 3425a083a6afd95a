package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/acme/everything/internal/apperr"
)

// testNoCase stores texts that differ in the case of letters in a field that is
// unique. Only A to Z and a to z are equal.
func (s resourceSuite[T]) testNoCase(t *testing.T, field string) {
	t.Helper()
	store := s.open(t)
	_, first := s.create(t, store, s.numbered(t, 1))
	_, second := s.create(t, store, s.numbered(t, 2))
	set := func(text string) func(*T) error {
		return func(row *T) error { return json.Unmarshal(fmt.Appendf(nil, `{%q:%q}`, field, text), row) }
	}
	for _, pair := range []struct {
		a, b string
		same bool
	}{
		{"ab", "ab", true},
		{"Ab.cZ", "aB.CZ", true},
		{"1é", "1É", false},
		{"2ß", "2SS", false},
		{"3i", "3I", true},
		{"3i", "3İ", false},
		{"3ı", "3I", false},
		{"4k", "4\u212A", false}, // the sign for kelvin
		{"5a", "5a ", false},
	} {
		_, errFirst := store.Update(t.Context(), first, set(pair.a))
		_, errSecond := store.Update(t.Context(), second, set(pair.b))
		taken := errors.Is(errSecond, apperr.ErrConflict) && slices.Equal(fieldsIn(errSecond), []string{field})
		if errFirst != nil || taken != pair.same || !taken && errSecond != nil {
			t.Errorf("%q beside %q: error = %v of %v, %v", pair.b, pair.a, errSecond, fieldsIn(errSecond), errFirst)
		}
	}
}
