package apikey

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/guard"
	"github.com/acme/everything/internal/principal"
)

// one is a store with one key.
type one struct {
	Store
	key     Key
	failure error
	touched time.Time
}

func (s *one) ByID(_ context.Context, id uuid.UUID) (Key, error) {
	if s.failure == nil && id != s.key.ID {
		return Key{}, apperr.ErrNotFound
	}
	return s.key, s.failure
}

func (s *one) Touch(_ context.Context, _ uuid.UUID, at time.Time) error {
	s.touched = at
	return nil
}

// newKey makes a key of an admin.
func newKey(t *testing.T) (k Key, text string) {
	t.Helper()
	k, text, err := generate(Key{Name: "test", Role: principal.Admin, Scope: principal.Read})
	if err != nil {
		t.Fatal(err)
	}
	return k, text
}

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	k, key := newKey(t)
	other, otherKey := newKey(t)
	_, secret, _ := strings.Cut(key, ".")
	_, otherSecret, _ := strings.Cut(otherKey, ".")
	last := strings.Replace(key, secret, secret[:42]+string(secret[42]^1), 1)
	for name, tt := range map[string]struct {
		given string
		err   error
	}{
		"the key":                    {key, nil},
		"the key of another service": {"x" + key, guard.ErrOtherKind},
		"no prefix":                  {strings.TrimPrefix(key, prefix), guard.ErrOtherKind},
		"the prefix alone":           {prefix, apperr.ErrInvalidCredentials},
		"another prefix":             {strings.Replace(key, "_", "-", 1), guard.ErrOtherKind},
		"a JSON Web Token":           {"a.b.c", guard.ErrOtherKind},
		"an unknown key":             {otherKey, apperr.ErrInvalidCredentials},
		"another secret":             {strings.Replace(key, secret, otherSecret, 1), apperr.ErrInvalidCredentials},
		"another ID":                 {strings.Replace(key, k.ID.String(), other.ID.String(), 1), apperr.ErrInvalidCredentials},
		"one bit":                    {last, apperr.ErrInvalidCredentials},
		"cut":                        {key[:len(key)-1], apperr.ErrInvalidCredentials},
		"cut after the dot":          {key[:len(key)-len(secret)], apperr.ErrInvalidCredentials},
		"cut before the dot":         {key[:len(key)-len(secret)-1], apperr.ErrInvalidCredentials},
		"longer":                     {key + "A", apperr.ErrInvalidCredentials},
		"padded":                     {key + "=", apperr.ErrInvalidCredentials},
		"with a line break":          {key + "\n", apperr.ErrInvalidCredentials},
		"a second dot":               {key + ".", apperr.ErrInvalidCredentials},
		"an ID in upper case":        {strings.Replace(key, k.ID.String(), strings.ToUpper(k.ID.String()), 1), apperr.ErrInvalidCredentials},
		"an ID without hyphens":      {strings.Replace(key, k.ID.String(), strings.ReplaceAll(k.ID.String(), "-", ""), 1), apperr.ErrInvalidCredentials},
	} {
		p, err := New(&one{key: k}, nil).Authenticate(t.Context(), tt.given)
		if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
			t.Errorf("%s: error %v, want %v", name, err, tt.err)
		}
		want := principal.Principal{ID: k.ID, Role: principal.Admin, Method: Method, Scope: principal.Read}
		if err != nil {
			want = principal.Principal{}
		}
		if p != want {
			t.Errorf("%s: %+v, want %+v", name, p, want)
		}
	}
}

// TestAuthenticate_Refused has the right secret, but of a key that does not count.
func TestAuthenticate_Refused(t *testing.T) {
	t.Parallel()
	k, key := newKey(t)
	expired, unlimited := k, k
	expired.ExpiresAt = time.Now().Add(-time.Second)
	unlimited.Scope = ""
	for name, tt := range map[string]struct {
		store one
		err   error
	}{
		"expired":       {one{key: expired}, apperr.ErrInvalidCredentials},
		"without scope": {one{key: unlimited}, apperr.ErrInvalidCredentials},
		"database down": {one{key: k, failure: apperr.ErrUnavailable}, apperr.ErrUnavailable},
	} {
		if p, err := New(&tt.store, nil).Authenticate(t.Context(), key); !errors.Is(err, tt.err) || p != (principal.Principal{}) {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
		if !tt.store.touched.IsZero() {
			t.Errorf("%s: counts as used", name)
		}
	}
}

// TestLastUse is written at most once a minute.
func TestLastUse(t *testing.T) {
	t.Parallel()
	k, key := newKey(t)
	for age, want := range map[time.Duration]bool{time.Hour: true, touchInterval: true, time.Second: false} {
		used := k
		used.LastUsedAt = time.Now().Add(-age)
		store := &one{key: used}
		if _, err := New(store, nil).Authenticate(t.Context(), key); err != nil || store.touched.IsZero() == want {
			t.Errorf("after %v: written %v, %v", age, !store.touched.IsZero(), err)
		}
	}
}

func TestGenerate(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		key   Key
		field string
	}{
		"good":        {Key{Name: "nightly backup ö", ExpiresAt: time.Now().Add(time.Hour)}, ""},
		"no name":     {Key{Name: " "}, "name"},
		"long name":   {Key{Name: strings.Repeat("x", maxName+1)}, "name"},
		"line break":  {Key{Name: "a\nb"}, "name"},
		"not UTF-8":   {Key{Name: "a\xff"}, "name"},
		"already old": {Key{Name: "a", ExpiresAt: time.Now().Add(-time.Hour)}, "expires_at"},
	} {
		_, _, err := generate(tt.key)
		invalid, refused := errors.AsType[*apperr.Invalid](err)
		if refused != (tt.field != "") || refused && invalid.Fields[0].Field != tt.field {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParseScopes(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"read": "read", "write": "write", "read,write": "read write", "write,read": "read write",
		"": "", "all": "", "read,all": "", "read,read": "", "READ": "",
	} {
		if got, err := ParseScopes(strings.Split(given, ",")); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", given, got, err, want)
		}
	}
}

// FuzzParse looks for a text that is read as a key but is not written like that.
func FuzzParse(f *testing.F) {
	f.Add(prefix + "0198a000-0000-7000-8000-000000000001.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
	f.Add(prefix + "0198a000-0000-7000-8000-000000000001.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9")
	f.Add(prefix + "{0198a000-0000-7000-8000-000000000001}.")
	f.Fuzz(func(t *testing.T, given string) {
		id, hash, err := parse(given)
		if err == nil && (!strings.HasPrefix(given, prefix+id.String()+".") || len(given) != len(prefix)+80 || hash == Hash{}) {
			t.Errorf("%q: %s", given, id)
		}
	})
}

// BenchmarkAuthenticate is without a database.
func BenchmarkAuthenticate(b *testing.B) {
	k, key, err := generate(Key{Name: "test", Role: principal.Admin, Scope: principal.Read})
	if err != nil {
		b.Fatal(err)
	}
	k.LastUsedAt = time.Now().Add(time.Hour)
	keys := New(&one{key: k}, nil)
	for b.Loop() {
		if _, err := keys.Authenticate(b.Context(), key); err != nil {
			b.Fatal(err)
		}
	}
}
