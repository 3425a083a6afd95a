package openapi

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

func TestStatusTexts(t *testing.T) {
	for code := range 1000 {
		if got, want := statusText(code), http.StatusText(code); got != want {
			t.Errorf("%d: %q, want %q", code, got, want)
		}
	}
}

// words are strings for which YAML has special rules.
var words = []string{
	"", " ", "  ", ":", ": ", "#", " #", "'", `"`, "-", "- ", "?", "? ", "---", "...", ".", "~", "null", "yes", "No", "on", "off", "y", "n", "true", "FALSE",
	"<<", ".inf", "+.inf", "-.INF", ".nan", "0", "1", "01", "10", "9", "0x1f", "0b11", "-0b11", "0o7", "1_000", "1e3", "1.5", ".5", "5.", "+1", "-1", "--1", "+.5",
	"0x1p-2", "inf", "+inf", "NaN", "1e999", "99999999999999999999", "12:30", "12:30:45.5", "+1:2", "1:60", "2024-05-17", "2024-5-7", "2024-13-01", "2024-05-17T08:30:00Z",
	"2024-05-17t08:30:00+02:00", "2024-05-17 08:30:00", "20240517", "a", "B", "z", "word", "a-b", "a_b", "{id}", "[x]", "*", "&", "!", "|", ">", "%", "@", "`", ",", "/", "\\", "<b>",
	"application/json", "#/definitions/book.Book", "9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11", "longer words of a description", "it's", "a: b", "a :b", "a #b", "a# b",
}

// letters are words that are not in ASCII.
var letters = []string{"", "", "é", "größe", "Ωμέγα", "日本語", "ａｂ", "٣"}

func text(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(4) {
		b.WriteString(words[r.IntN(len(words))])
	}
	if r.IntN(8) == 0 {
		for range r.IntN(30) {
			b.WriteString(words[r.IntN(len(words))] + strings.Repeat(" ", r.IntN(3)))
		}
	}
	return b.String()
}

func value(r *rand.Rand, depth int) any {
	switch n := r.IntN(12); {
	case n < 3 && depth > 0:
		return randomObject(r, depth-1)
	case n < 5 && depth > 0:
		list := []any{}
		for range r.IntN(4) {
			if e, ok := value(r, depth-1).([]any); !ok { // not a list of lists
				list = append(list, value(r, 0))
			} else {
				list = append(list, randomObject(r, 0), len(e))
			}
		}
		return list
	case n == 5:
		return r.IntN(2) == 0
	case n == 6:
		return r.Int64() >> r.IntN(64) * int64(r.IntN(3)-1)
	case n == 8:
		return "two\nlines: 'of' " + text(r) + ".\nof text"
	case n == 7:
		return []float64{0, 1, -1, 0.01, 1.5, 100000000, 12345678.5, 1e19, 1e20, 1e21, 1e-7, -2.5, 1 << 53, 1 << 63, -1 << 63, 1 << 64}[r.IntN(16)]
	}
	return letters[r.IntN(len(letters))] + text(r) + letters[r.IntN(len(letters))]
}

func randomObject(r *rand.Rand, depth int) object {
	o, taken := object{}, map[string]bool{}
	for range r.IntN(6) {
		name := text(r)
		if len(name) > 128 || strings.Contains(name, "'") || strings.Contains(name, "999999999") || taken[name] {
			continue // too long for a key, or for a number in the sort order
		}
		taken[name] = true
		o = o.set(name, value(r, depth))
	}
	if !ordered(o) {
		return object{}
	}
	return o
}

// ordered reports whether the order of names is well defined. For 0x, 1 and 02
// it is not, and go-yaml sorts them arbitrarily.
func ordered(o object) bool {
	names := slices.SortedFunc(slices.Values(o), func(a, b member) int { return compareNames(a.name, b.name) })
	for i := range names {
		for j := range i {
			if compareNames(names[j].name, names[i].name) >= 0 {
				return false
			}
		}
	}
	return true
}

// TestPrinting compares the output with that of the libraries that swag uses.
func TestPrinting(t *testing.T) {
	for seed := range 3000 {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		o := randomObject(r, 3)
		got := printJSON(o)
		var back any
		if err := json.Unmarshal(got, &back); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, got)
		}
		want, err := json.MarshalIndent(marshaler{o}, "", "    ")
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Fatalf("seed %d: JSON\n%s\nwant\n%s", seed, got, want)
		}
		gotYAML, err := printYAML(o)
		if err != nil {
			t.Fatal(err)
		}
		wantYAML, err := yaml.JSONToYAML(got)
		if err != nil {
			t.Fatal(err)
		}
		if string(gotYAML) != string(wantYAML) {
			t.Fatalf("seed %d: YAML\n%s\nwant\n%s", seed, gotYAML, wantYAML)
		}
	}
}

// marshaler makes encoding/json print an object member by member.
type marshaler struct{ value any }

func (m marshaler) MarshalJSON() ([]byte, error) {
	switch v := m.value.(type) {
	case object:
		var parts []string
		for _, m := range v {
			value, err := json.Marshal(marshaler{m.value})
			if err != nil {
				return nil, err
			}
			name, err := json.Marshal(m.name)
			if err != nil {
				return nil, err
			}
			parts = append(parts, fmt.Sprintf("%s:%s", name, value))
		}
		return []byte("{" + strings.Join(parts, ",") + "}"), nil
	case []any:
		list := []marshaler{}
		for _, e := range v {
			list = append(list, marshaler{e})
		}
		return json.Marshal(list)
	}
	return json.Marshal(m.value)
}
