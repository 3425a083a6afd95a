package templates_test

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/templates"
)

var thorough = flag.Bool("thorough", false, "cover three options at a time instead of two, with the race detector and linters")

// covering picks combinations such that every choice of so many options that
// some combination holds is in a picked one: greedily the one that adds most,
// the first of equals. All combinations are few enough to be listed, so
// constraints between options need no thought.
func covering(all []combination, strength int) []combination {
	number := map[string]int{} // of each choice
	choices := make([][]int, len(all))
	for i, c := range all {
		for _, part := range c.parts(strength) {
			if _, ok := number[part]; !ok {
				number[part] = len(number)
			}
			choices[i] = append(choices[i], number[part])
		}
	}
	covered := make([]bool, len(number))
	var picked []combination
	for left := len(number); left > 0; {
		best, most := 0, 0
		for i := range all {
			n := 0
			for _, part := range choices[i] {
				if !covered[part] {
					n++
				}
			}
			if n > most {
				best, most = i, n
			}
		}
		picked = append(picked, all[best])
		left -= most
		for _, part := range choices[best] {
			covered[part] = true
		}
	}
	return picked
}

// parts lists the choices of size options that the combination holds.
func (c combination) parts(size int) []string {
	words := c.words()
	var parts []string
	for _, chosen := range subsets(words, min(size, len(words))) {
		parts = append(parts, strings.Join(chosen, " "))
	}
	return parts
}

func TestCovering(t *testing.T) {
	all := combinations(templates.Catalog())
	for _, strength := range []int{1, 2, 3} {
		picked := covering(all, strength)
		have := map[string]bool{}
		for _, c := range picked {
			for _, part := range c.parts(strength) {
				have[part] = true
			}
		}
		for _, c := range all {
			for _, part := range c.parts(strength) {
				if !have[part] {
					t.Fatalf("strength %d: %s is in no picked combination", strength, part)
				}
			}
		}
		if again := covering(all, strength); strings.Join(text(again), "\n") != strings.Join(text(picked), "\n") {
			t.Errorf("strength %d: two runs differ", strength)
		}
	}
}

func text(list []combination) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.String()
	}
	return out
}

// TestCoveringProjects builds, vets and tests the picked projects with the
// real tools.
func TestCoveringProjects(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles whole projects")
	}
	cat := templates.Catalog()
	strength := 2
	if *thorough {
		strength = 3
	}
	picked := covering(combinations(cat), strength)
	t.Logf("%d projects hold every choice of %d options", len(picked), strength)
	for _, c := range picked {
		t.Run(strings.ReplaceAll(c.String(), " ", ","), func(t *testing.T) {
			rendered, err := c.project(cat)
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "myapi")
			if err := (disk.Writer{}).Create(t.Context(), dir, rendered); err != nil {
				t.Fatal(err)
			}
			run(t, dir, "go", "build", "-o", t.TempDir(), "./...")
			run(t, dir, "go", "vet", "./...")
			if out := run(t, dir, "go", "mod", "tidy", "-diff"); out != "" {
				t.Errorf("not tidy:\n%s", out)
			}
			if !*thorough {
				run(t, dir, "go", "test", "./...")
				return
			}
			run(t, dir, "go", "test", "-race", "./...")
			run(t, dir, "make", "--no-print-directory", "lint")
			run(t, dir, "go", "run", "github.com/securego/gosec/v2/cmd/gosec@v2.30.0", "-quiet", "-exclude-generated", "./...")
		})
	}
}
