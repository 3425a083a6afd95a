package date_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/acme/library/internal/date"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"0001-01-01", "2024-02-29", "9999-12-31"} {
		if d, err := date.Parse(s); err != nil || d.String() != s {
			t.Errorf("Parse(%q) = %v, %v", s, d, err)
		}
	}
	for _, s := range []string{
		"", "2024-5-17", "2024-02-30", "2023-02-29", "2024-13-01", "0000-01-01", "10000-01-01", "-001-01-01",
		"2024-05-17T00:00:00Z", " 2024-05-17", "17.05.2024",
	} {
		if d, err := date.Parse(s); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", s, d)
		}
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	var v struct {
		Day  date.Date  `json:"day"`
		Last *date.Date `json:"last"`
	}
	const text = `{"day":"2024-05-17","last":null}`
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	if got, err := json.Marshal(v); err != nil || string(got) != text {
		t.Errorf("Marshal = %s, %v, want %s", got, err, text)
	}
	for _, text := range []string{`{"day":20240517}`, `{"day":"soon"}`, `{"day":true}`} {
		if err := json.Unmarshal([]byte(text), &v); err == nil {
			t.Errorf("Unmarshal(%s) succeeded, want an error", text)
		}
	}
}

func TestScan(t *testing.T) {
	t.Parallel()
	want := date.MustParse("2024-05-17")
	for _, src := range []any{"2024-05-17", []byte("2024-05-17"), want.Time()} {
		var got date.Date
		if err := got.Scan(src); err != nil || got != want {
			t.Errorf("Scan(%v) = %v, %v", src, got, err)
		}
	}
	for _, src := range []any{nil, 20240517, "soon"} {
		if err := new(date.Date).Scan(src); err == nil {
			t.Errorf("Scan(%v) succeeded, want an error", src)
		}
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	sorted := []date.Date{
		date.MustParse("1999-12-31"), date.MustParse("2024-05-17"), date.MustParse("2024-05-18"), date.MustParse("2024-06-01"),
	}
	shuffled := []date.Date{sorted[2], sorted[0], sorted[3], sorted[1]}
	slices.SortFunc(shuffled, date.Date.Compare)
	if !slices.Equal(shuffled, sorted) {
		t.Errorf("sorted = %v, want %v", shuffled, sorted)
	}
}

func TestOfKeepsTheDayOfTheZone(t *testing.T) {
	t.Parallel()
	evening := time.Date(2024, time.May, 17, 23, 30, 0, 0, time.FixedZone("", -5*3600))
	if got := date.Of(evening); got != date.MustParse("2024-05-17") {
		t.Errorf("Of(%v) = %v", evening, got)
	}
}
