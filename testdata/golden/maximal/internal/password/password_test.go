package password_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/password"
)

const secret = "correct horse battery"

// cheap are parameters for tests.
func cheap() password.Config {
	return password.Config{Memory: 64, Iterations: 1, Concurrency: 1}
}

func TestHash(t *testing.T) {
	t.Parallel()
	hasher := password.New(cheap())
	hash, err := hasher.Hash(t.Context(), secret)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Fatalf("%s, %v", hash, err)
	}
	if again, err := hasher.Hash(t.Context(), secret); err != nil || again == hash {
		t.Errorf("two hashes with the same salt: %v", err)
	}
	for other, want := range map[string]bool{secret: true, "": false, secret + " ": false, secret[1:]: false, strings.ToUpper(secret): false} {
		if ok, rehash, err := hasher.Verify(t.Context(), other, hash); ok != want || rehash || err != nil {
			t.Errorf("%q: %v %v %v", other, ok, rehash, err)
		}
	}
}

// All characters count, even beyond the 72 bytes of which bcrypt takes notice.
func TestHashOfLongPassword(t *testing.T) {
	t.Parallel()
	hasher := password.New(cheap())
	long := strings.Repeat("ä", password.MaxLength)
	hash, err := hasher.Hash(t.Context(), long)
	if err != nil {
		t.Fatal(err)
	}
	if ok, _, err := hasher.Verify(t.Context(), strings.TrimSuffix(long, "ä")+"a", hash); ok || err != nil {
		t.Errorf("another password has its hash: %v", err)
	}
}

// Nobody has the password of a user who has none.
func TestVerifyNoHash(t *testing.T) {
	t.Parallel()
	hasher := password.New(cheap())
	for _, other := range []string{secret, ""} {
		if ok, rehash, err := hasher.Verify(t.Context(), other, ""); ok || rehash || err != nil {
			t.Errorf("%q: %v %v %v", other, ok, rehash, err)
		}
	}
}

func TestVerifyAfterSettingsHaveChanged(t *testing.T) {
	t.Parallel()
	now := cheap()
	hash, err := password.New(now).Hash(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	more, longer, less := now, now, now
	more.Memory, longer.Iterations, less.Memory = 128, 2, 32
	for cfg, want := range map[password.Config]bool{now: false, more: true, longer: true, less: false} {
		if ok, rehash, err := password.New(cfg).Verify(t.Context(), secret, hash); !ok || rehash != want || err != nil {
			t.Errorf("%+v: %v %v %v", cfg, ok, rehash, err)
		}
		if ok, rehash, err := password.New(cfg).Verify(t.Context(), "wrong", hash); ok || rehash || err != nil {
			t.Errorf("%+v, wrong password: %v %v %v", cfg, ok, rehash, err)
		}
	}
}

// A hash of another program, of the reference implementation: echo -n password |
// argon2 somesalt -id -t 2 -k 65536 -p 1.
func TestVerifyHashOfOthers(t *testing.T) {
	t.Parallel()
	const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if ok, _, err := password.New(cheap()).Verify(t.Context(), "password", hash); !ok || err != nil {
		t.Errorf("%v %v", ok, err)
	}
}

func TestVerifyRefusesOtherHashes(t *testing.T) {
	t.Parallel()
	for _, hash := range []string{
		secret,
		"$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=64,t=4294967295,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=64,t=1,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=064,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc ",
		"$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$",
		"$argon2id$v=19$m=64,t=1,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
	} {
		if ok, _, err := password.New(cheap()).Verify(t.Context(), secret, hash); ok || err == nil || strings.Contains(err.Error(), "$") {
			t.Errorf("%q: %v %v", hash, ok, err)
		}
	}
}

// TestBusy makes more hashes at once than there may be.
func TestBusy(t *testing.T) {
	t.Parallel()
	hasher := password.New(cheap())
	leave := hasher.Occupy()
	ctx, cancel := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	for range password.Queue {
		waiting.Go(func() {
			if _, err := hasher.Hash(ctx, secret); !errors.Is(err, context.Canceled) {
				t.Errorf("who waits: %v", err)
			}
		})
	}
	hasher.AwaitFull()
	if err := hasher.Dummy(t.Context(), secret); !errors.Is(err, apperr.ErrOverloaded) {
		t.Errorf("one too many: %v", err)
	}
	cancel()
	waiting.Wait()
	leave()
	if err := hasher.Dummy(t.Context(), secret); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for candidate, rule := range map[string]string{
		secret:                      "",
		strings.Repeat("ä", 11):     "min",
		strings.Repeat("ä", 12):     "",
		strings.Repeat("ä", 128):    "",
		strings.Repeat("ä", 129):    "max",
		"Password1234":              "common",
		"correct horse\xff battery": "utf8",
		"":                          "min",
	} {
		err := password.Check(candidate)
		invalid, refused := errors.AsType[*apperr.Invalid](err)
		switch {
		case refused != (rule != ""):
			t.Errorf("%q: %v", candidate, err)
		case refused && (invalid.Fields[0].Rule != rule || invalid.Fields[0].Field != "password"):
			t.Errorf("%q: %+v, want %s", candidate, invalid.Fields, rule)
		}
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	if err := cheap().Validate(); err != nil {
		t.Error(err)
	}
	err := password.Config{Concurrency: -1}.Validate()
	for _, name := range []string{"PASSWORD_MEMORY", "PASSWORD_ITERATIONS", "PASSWORD_CONCURRENCY"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not reported: %v", name, err)
		}
	}
}

// BenchmarkHash measures the default settings, which should take from 50 to 250
// ms: less is quick to guess, more is a long time to wait for.
func BenchmarkHash(b *testing.B) {
	hasher := password.New(password.Config{Memory: 32768, Iterations: 3})
	for b.Loop() {
		if _, err := hasher.Hash(b.Context(), secret); err != nil {
			b.Fatal(err)
		}
	}
}
