package merge

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSimilarity(t *testing.T) {
	long := strings.Repeat("0123456789", 20)
	for _, tt := range []struct {
		name, a, b string
		want       int
	}{
		{"empty", "", "", 100},
		{"against empty", "", "a\n", 0},
		{"equal", "a\nb\n", "a\nb\n", 100},
		{"nothing", "a\nb\n", "c\nd\n", 0},
		{"different order", "a\nb\nc\nd\n", "d\nc\nb\na\n", 100},
		{"half", "a\nb\n", "a\nc\n", 50},
		{"grown", "a\n", "a\nb\nc\nd\n", 25},
		{"a line counts once", "a\n", "a\na\na\na\n", 25},
		{"line endings", "a\nb\n", "a\r\nb\r\n", 100},
		{"byte order mark", "a\nb\n", bom + "a\nb\n", 100},
		{"change in a long line", long, long[:150] + "x" + long[151:], 68},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, got := range []int{Similarity([]byte(tt.a), []byte(tt.b)), Similarity([]byte(tt.b), []byte(tt.a))} {
				if got != tt.want {
					t.Errorf("got %d, want %d", got, tt.want)
				}
			}
		})
	}
}

func TestSimilarityIsThatOfGit(t *testing.T) {
	newGit(t) // skips the test without git
	dir := t.TempDir()
	files := golden(t, "*.go", "*.md", "*.yml")
	names := slices.Sorted(maps.Keys(files))
	r := rand.New(rand.NewPCG(5, 0))
	measured := 0
	for i := range 40 {
		a := files[names[r.IntN(len(names))]]
		b := edit(r, a, 1+r.IntN(20))
		if a == b || collide(a, b) {
			continue // git reports no similarity for equal files, or a different one
		}
		for name, text := range map[string]string{"a/old": a, "b/new": b} {
			path := filepath.Join(dir, fmt.Sprint(i), name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("git", "diff", "--no-index", "-M1%", "--name-status", "a", "b")
		cmd.Dir = filepath.Join(dir, fmt.Sprint(i))
		out, _ := cmd.Output() // fails because there are differences
		want := 0
		if _, err := fmt.Sscanf(string(out), "R%d", &want); err != nil && string(out) != "A\tb/new\nD\ta/old\n" {
			t.Fatalf("git printed %q", out)
		}
		if got := Similarity([]byte(a), []byte(b)); got != want {
			t.Errorf("pair %d: got %d, git %d", i, got, want)
		}
		measured++
	}
	if measured < 20 {
		t.Errorf("only %d pairs were compared", measured)
	}
}

// collide reports whether git cannot distinguish two different pieces of a and
// b. It compares hashes with 107,927 possible values, computed as in
// hash_chars of its diffcore-delta.c.
func collide(a, b string) bool {
	seen := map[uint32]string{}
	for _, text := range []string{a, b} {
		for piece := range pieces([]byte(text)) {
			var one, two uint32
			for _, c := range piece {
				one, two = one<<7^two>>25+uint32(c), two<<7^one>>25
			}
			hash := (one + two*0x61) % 107927
			if other, ok := seen[hash]; ok && other != string(piece) {
				return true
			}
			seen[hash] = string(piece)
		}
	}
	return false
}
