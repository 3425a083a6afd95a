package password

import (
	"runtime"
	"testing"
)

// Queue is how many may wait in the tests, where one runs at a time.
const Queue = queue

// Occupy takes the place of a hash until leave is called.
func (h *Hasher) Occupy() (leave func()) {
	h.admitted <- struct{}{}
	h.running <- struct{}{}
	return func() { <-h.running; <-h.admitted }
}

// AwaitFull returns when nobody else may wait.
func (h *Hasher) AwaitFull() {
	for len(h.admitted) < cap(h.admitted) {
		runtime.Gosched()
	}
}

// FuzzDecode looks for a hash that is not written as it is read, or with
// parameters that are out of bounds.
func FuzzDecode(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
	f.Add("$argon2id$v=19$m=+64,t=1,p=1$c29tZXNhbHQ=$CTFhFdXPJO1")
	f.Fuzz(func(t *testing.T, hash string) {
		e, err := decode(hash)
		if err == nil && (e.String() != hash || e.memory > maxMemory || e.iterations > maxIterations || len(e.salt) > maxBytes || len(e.key) > maxBytes) {
			t.Errorf("%q: %+v", hash, e)
		}
	})
}
