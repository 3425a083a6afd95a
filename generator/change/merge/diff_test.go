package merge

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// apply applies hunks to a, taking new lines from b. The test fails if hunks
// are empty or touch.
func apply(t *testing.T, a, b []int, hunks []hunk) []int {
	t.Helper()
	var out []int
	at := 0
	for i, h := range hunks {
		if i > 0 && (h.a0 <= hunks[i-1].a1 || h.b0 <= hunks[i-1].b1) {
			t.Fatalf("hunks touch: %v", hunks)
		}
		if h.a0 == h.a1 && h.b0 == h.b1 {
			t.Fatalf("empty hunk: %v", hunks)
		}
		out = append(append(out, a[at:h.a0]...), b[h.b0:h.b1]...)
		at = h.a1
	}
	return append(out, a[at:]...)
}

// Files with few distinct lines have many shortest diffs.
func TestDiff(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 0))
	random := func() []int {
		out := make([]int, r.IntN(40))
		kinds := 1 + r.IntN(12)
		for i := range out {
			out[i] = r.IntN(kinds)
		}
		return out
	}
	for range 20_000 {
		a, b := random(), random()
		if got := apply(t, a, b, diff(a, b)); !slices.Equal(got, b) {
			t.Fatalf("diff of %v applied: got %v, want %v", a, got, b)
		}
	}
}

func TestDiffIsShortest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 0))
	for range 5_000 {
		// Every line is rare and in both files, so that all of them are
		// candidates.
		a, b := r.Perm(12), r.Perm(12)
		changed := 0
		for _, h := range diff(a, b) {
			changed += h.a1 - h.a0 + h.b1 - h.b0
		}
		if want := len(a) + len(b) - 2*longestCommon(a, b); changed != want {
			t.Fatalf("%v and %v: %d changed lines, want %d", a, b, changed, want)
		}
	}
}

// longestCommon returns the length of the longest common subsequence, by
// dynamic programming.
func longestCommon(a, b []int) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			above := row[j+1]
			if row[j+1] = max(above, row[j]); x == y {
				row[j+1] = diagonal + 1
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

func TestDiffSlidesDown(t *testing.T) {
	for _, tt := range []struct {
		name string
		a, b []int
		want []hunk
	}{
		{"insertion", []int{1, 2, 3}, []int{1, 2, 2, 3}, []hunk{{2, 2, 2, 3}}},
		{"deletion", []int{1, 2, 2, 3}, []int{1, 2, 3}, []hunk{{2, 3, 2, 2}}},
		{"block", []int{1, 2, 9, 1, 2, 9}, []int{1, 2, 9, 1, 2, 9, 1, 2, 9}, []hunk{{6, 6, 6, 9}}},
		{"next to a change", []int{1, 2, 7, 3}, []int{1, 2, 2, 8, 3}, []hunk{{2, 3, 2, 4}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := diff(tt.a, tt.b); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// Frequent lines, such as empty ones, are not matched when they are surrounded
// by new lines.
func TestDiffIgnoresChance(t *testing.T) {
	a := []int{1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 10, 0, 11, 0, 12, 0}
	for _, tt := range []struct {
		name string
		new  []int
		want []hunk
	}{
		{"among many", []int{8, 8, 8, 0, 8, 8, 8, 8}, []hunk{{4, 7, 4, 12}}},
		{"among few", []int{8, 8, 8, 0, 8, 8, 8}, []hunk{{4, 5, 4, 7}, {6, 7, 8, 11}}},
		{"below many", []int{9, 9, 9, 9, 9, 9, 9, 0, 4}, []hunk{{4, 5, 4, 11}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := slices.Concat(a[:4], tt.new, a[7:])
			if got := diff(a, b); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// If hardly anything is equal, the search gives up quickly and reports one
// hunk.
func TestDiffGivesUp(t *testing.T) {
	a := make([]int, 4*costLimit)
	for i := range a {
		a[i] = i + 2
	}
	b := slices.Clone(a)
	slices.Reverse(b)
	a, b = slices.Concat([]int{0}, a, []int{1}), slices.Concat([]int{0}, b, []int{1})
	start := time.Now()
	got := diff(a, b)
	if want := []hunk{{1, len(a) - 1, 1, len(b) - 1}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}
