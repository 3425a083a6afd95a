package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkNew times gen new as a whole process, in turn with cp -r of the
// tree it makes, and reports the medians and their ratio. docs/benchmarks.md
// tells how to read it.
func BenchmarkNew(b *testing.B) {
	args := []string{
		"new", "myapi", "--framework", "gin", "--database", "sqlite", "--json",
		"--resource", "book title:string:required,max=200 price:decimal published:date isbn:string:unique",
		"--resource", "author name:string:required born:date",
	}
	model := b.TempDir()
	timed(b, model, "gen", args...)
	var gen, cp []time.Duration
	for b.Loop() {
		dir := b.TempDir()
		gen = append(gen, timed(b, dir, "gen", args...))
		cp = append(cp, timed(b, dir, "cp", "-r", filepath.Join(model, "myapi"), "copy"))
	}
	b.ReportMetric(milliseconds(median(gen)), "gen-ms")
	b.ReportMetric(milliseconds(median(cp)), "cp-ms")
	b.ReportMetric(float64(median(gen))/float64(median(cp)), "ratio")
}

func timed(b *testing.B, dir, name string, args ...string) time.Duration {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), name, args...)
	cmd.Dir = dir
	begin := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", name, err, out)
	}
	return time.Since(begin)
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }
