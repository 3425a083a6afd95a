package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/acme/tracks/internal/apperr"
)

// testTogether gives a row the values of another one in fields that are unique
// together, one field after the other. Only the last change is a conflict.
func (s resourceSuite[T]) testTogether(t *testing.T, fields ...string) {
	t.Helper()
	store := s.open(t)
	s.create(t, store, s.numbered(t, 0)) // for the next one to refer to
	taken, _ := s.create(t, store, s.numbered(t, 1))
	_, id := s.create(t, store, s.numbered(t, 2))
	values := parse[map[string]json.RawMessage](t, encode(t, taken))
	for i, field := range fields {
		_, err := store.Update(t.Context(), id, func(row *T) error {
			return json.Unmarshal(fmt.Appendf(nil, `{%q:%s}`, field, values[field]), row)
		})
		switch last := i == len(fields)-1; {
		case !last && err != nil:
			t.Errorf("the same %v: %v", fields[:i+1], err)
		case last && (!errors.Is(err, apperr.ErrConflict) || !slices.Equal(sorted(fieldsIn(err)), sorted(fields))):
			t.Errorf("error = %v of %v, want ErrConflict of %v", err, fieldsIn(err), fields)
		}
	}
}

func sorted(names []string) []string { return slices.Sorted(slices.Values(names)) }
