package cache

import (
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

func TestMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, err := newInMemory(100_000)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = m.Close() }() // never fails
		get := func(key, want string) (current []string) {
			t.Helper()
			entry, current, err := m.Get(t.Context(), key, []string{"one", "two"})
			if err != nil || string(entry) != want {
				t.Errorf("got %q, %v; want %q", entry, err, want)
			}
			return current
		}
		set := func(key, entry string) {
			t.Helper()
			if err := m.Set(t.Context(), key, []byte(entry), time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		before := get("key", "")
		set("key", "first")
		set("key", "second")
		if current := get("key", "second"); !slices.Equal(current, before) {
			t.Errorf("generations %v, want %v", current, before)
		}
		if err := m.Raise(t.Context(), "two", "three"); err != nil {
			t.Fatal(err)
		}
		if current := get("key", "second"); current[0] != before[0] || current[1] == before[1] {
			t.Errorf("generations %v after %v", current, before)
		}
		time.Sleep(time.Minute + time.Second)
		get("key", "")

		for i := range 10_000 {
			set(strconv.Itoa(i), "entry")
		}
		synctest.Wait()
		if n := m.entries.WeightedSize(); n > 100_000 {
			t.Errorf("entries take %d bytes", n)
		}
	})
}
