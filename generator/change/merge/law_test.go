package merge

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// checkLaws tests the laws of every three-way merge: a side without changes
// yields to the other, and equal changes are merged.
func checkLaws(t *testing.T, name string, base, ours, theirs []byte, o Options) {
	t.Helper()
	for _, law := range []struct {
		name               string
		base, ours, theirs []byte
		want               []byte
	}{
		{"theirs alone", base, base, theirs, theirs},
		{"ours alone", base, ours, base, ours},
		{"the same", base, ours, ours, ours},
		{"nothing", base, base, base, base},
	} {
		r := File(name, law.base, law.ours, law.theirs, o)
		if len(r.Conflicts)+len(r.Both) > 0 || !bytes.Equal(r.Data, law.want) {
			t.Errorf("%s changed by %s: %d conflicts, %d kept, got\n%q\nwant\n%q", name, law.name, len(r.Conflicts), len(r.Both), r.Data, law.want)
		}
	}
}

// checkEngineLaws tests the same without the shortcuts for equal files.
func checkEngineLaws(t *testing.T, merge merger, base, ours, theirs string, o Options) {
	t.Helper()
	for _, law := range []struct{ name, base, ours, theirs, want string }{
		{"theirs alone", base, base, theirs, theirs},
		{"ours alone", base, ours, base, ours},
		{"the same", base, ours, ours, ours},
	} {
		m := merge(law.base, law.ours, law.theirs, o)
		if m.has(conflict) || m.has(both) || m.text() != law.want {
			t.Errorf("changed by %s: got\n%s\nwant\n%s", law.name, m.text(), law.want)
		}
	}
}

func TestLaws(t *testing.T) {
	files := newCorpus(t, "*.go", "*.yml", "*.md", "Makefile")
	for seed := range uint64(2_000) {
		r := rand.New(rand.NewPCG(6, seed))
		base, ours, theirs := files.texts(r)
		o := Options{KeepBoth: seed%2 == 0}
		checkEngineLaws(t, mergeText, base, ours, theirs, o)
		if seed%4 == 0 {
			ours = strings.ReplaceAll(ours, "\n", "\r\n")
		}
		checkLaws(t, "text", []byte(base), []byte(ours), []byte(theirs), o)
	}
}

// Every line that the owner added is in the result, possibly within a
// conflict.
func TestOwnerLinesStay(t *testing.T) {
	files := newCorpus(t, "*.go", "*.yml", "*.md", "Makefile")
	o := labels
	o.KeepBoth = true
	for seed := range uint64(3_000) {
		base, ours, theirs := files.texts(rand.New(rand.NewPCG(7, seed)))
		r := Text([]byte(base), []byte(ours), []byte(theirs), o)
		checkOwnerLines(t, seed, split(base), split(ours), split(theirs), split(string(r.Data)))
	}
}

func checkOwnerLines(t *testing.T, seed uint64, base, ours, theirs, got []string) {
	t.Helper()
	n := numbers{}
	var deleted []string // by gen, which may also delete lines that the owner has copied
	for _, h := range diff(n.of(base), n.of(theirs)) {
		deleted = append(deleted, base[h.a0:h.a1]...)
	}
	was, now, gone, result := occurrences(base), occurrences(ours), occurrences(deleted), occurrences(got)
	for line, n := range now {
		if n > was[line] && result[line] < n-gone[line] {
			t.Errorf("merge %d: ours has %q %d times, %d more than base; the result has it %d times", seed, line, n, n-was[line], result[line])
		}
	}
}

func occurrences(lines []string) map[string]int {
	n := map[string]int{}
	for _, line := range lines {
		n[line]++
	}
	return n
}

// checkPlaces tests that the reported line ranges are correct.
func checkPlaces(t *testing.T, r Result, o Options) {
	t.Helper()
	lines := split(string(r.Data))
	after := func(places []Lines) {
		last := 0
		for _, p := range places {
			if p.First <= last || p.Last < p.First || p.Last > len(lines) {
				t.Errorf("lines %v after line %d, of %d lines", p, last, len(lines))
			}
			last = p.Last
		}
	}
	after(r.Both)
	var conflicts []Lines
	for _, c := range r.Conflicts {
		if c.Lines == (Lines{}) {
			continue // the whole file
		}
		conflicts = append(conflicts, c.Lines)
		first, last := lines[c.First-1], lines[c.Last-1]
		if strings.TrimRight(first, "\r\n") != "<<<<<<< "+o.OursLabel || strings.TrimRight(last, "\r\n") != ">>>>>>> "+o.TheirsLabel {
			t.Errorf("conflict %v is enclosed by %q and %q", c.Lines, first, last)
		}
	}
	after(conflicts)
}

func FuzzText(f *testing.F) {
	for _, s := range [][3]string{
		{"a\nb\nc\n", "a\nx\nb\nc\n", "a\ny\nb\nc\n"},
		{"a\nb\n", "a\r\nb\r\n", "a\nb"},
		{"", "a", "\n"},
		{bom + "a\n", "a\n\n", "\r\r\n"},
		{"a: 1\n", "a: 1\nb: 2\n", "a: 1\nc: 3\n"},
		{"{}", `{"a": 1}`, `{"b": 1}`},
		{"package a\n", "package a\n\nimport \"fmt\"\n", "package a\n\nimport (\n\t\"os\"\n)\n"},
		{"package a\n\nvar x = 1\n", "package a\n\nvar x = 1\nvar y = 1\n", "package a\n\nvar x = 1\nvar z = 2\n"},
	} {
		f.Add([]byte(s[0]), []byte(s[1]), []byte(s[2]), true)
		f.Add([]byte(s[0]), []byte(s[1]), []byte(s[2]), false)
	}
	f.Fuzz(func(t *testing.T, base, ours, theirs []byte, keepBoth bool) {
		o := labels
		o.KeepBoth = keepBoth
		checkEngineLaws(t, mergeText, plain(base), plain(ours), plain(theirs), o)
		for _, name := range []string{"text", "a.go", "a.yaml", "a.json"} {
			checkLaws(t, name, base, ours, theirs, o)
			args := [][]byte{slices.Clone(base), slices.Clone(ours), slices.Clone(theirs)}
			r := File(name, base, ours, theirs, o)
			checkPlaces(t, r, o)
			if !bytes.Equal(base, args[0]) || !bytes.Equal(ours, args[1]) || !bytes.Equal(theirs, args[2]) {
				t.Error("an argument was changed")
			}
			if len(r.Conflicts) == 0 && name == "text" {
				checkOwnerLines(t, 0, split(plain(base)), split(plain(ours)), split(plain(theirs)), split(plain(r.Data)))
			}
		}
		if n := Similarity(ours, theirs); n < 0 || n > 100 || n != Similarity(theirs, ours) {
			t.Errorf("similarity of %d%%", n)
		}
	})
}

func BenchmarkText(b *testing.B) {
	benchmark(b, Text, "maximal/internal/store/book_test.go")
}

func BenchmarkGo(b *testing.B) {
	benchmark(b, Go, "maximal/internal/store/book_test.go")
}

func benchmark(b *testing.B, merge func(base, ours, theirs []byte, o Options) Result, name string) {
	base := golden(b, "book_test.go")[name]
	if n := len(split(base)); n < 250 {
		b.Fatalf("%s has %d lines", name, n)
	}
	ours := strings.Replace(base, "\nfunc ", "\n// A comment of the owner.\nfunc ", 3)
	theirs := strings.ReplaceAll(base, "t.Fatal(err)", "t.Fatal(\"failed: \", err)")
	b.ReportAllocs()
	for b.Loop() {
		if r := merge([]byte(base), []byte(ours), []byte(theirs), Options{}); len(r.Conflicts) > 0 {
			b.Fatal(r.Conflicts)
		}
	}
}
