package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkNewAndAdd measures gen new, cp -r of the resulting project, and gen
// add as whole processes, alternately, and reports the medians and their
// ratios. docs/benchmarks.md explains how to read them.
func BenchmarkNewAndAdd(b *testing.B) {
	const book, author = "book title:string:required,max=200 price:decimal published:date isbn:string:unique", "author name:string:required born:date"
	args := []string{"new", "myapi", "--framework", "gin", "--database", "sqlite", "--json", "--resource", book}
	small, model := b.TempDir(), b.TempDir()
	timed(b, small, "gen", args...)
	small = filepath.Join(small, "myapi")
	args = append(args, "--resource", author)
	timed(b, model, "gen", args...)
	var gen, cp, add []time.Duration
	for b.Loop() {
		dir := b.TempDir()
		gen = append(gen, timed(b, dir, "gen", args...))
		cp = append(cp, timed(b, dir, "cp", "-r", filepath.Join(model, "myapi"), "copy"))
		add = append(add, timed(b, small, "gen", append([]string{"add", "resource", "--no-check"}, strings.Fields(author)...)...))
		timed(b, small, "gen", "remove", "resource", "author", "--no-check")
	}
	b.ReportMetric(0, "ns/op") // of all four together
	b.ReportMetric(milliseconds(median(gen)), "new-ms")
	b.ReportMetric(milliseconds(median(cp)), "cp-ms")
	b.ReportMetric(milliseconds(median(add)), "add-ms")
	b.ReportMetric(float64(median(gen))/float64(median(cp)), "new/cp")
	b.ReportMetric(float64(median(add))/float64(median(gen)), "add/new")
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

// foreign is the number of the owner's files in the large project.
const foreign = 10_000

// BenchmarkAddToLarge measures gen add alternately in a small project and in
// one with many files that are not generated, and reports the medians and
// their ratio.
func BenchmarkAddToLarge(b *testing.B) {
	small, large := filepath.Join(b.TempDir(), "myapi"), filepath.Join(b.TempDir(), "myapi")
	for _, dir := range []string{small, large} {
		timed(b, filepath.Dir(dir), "gen", "new", "myapi", "--resource", "book title:string")
	}
	for i := range foreign {
		folder := filepath.Join(large, "assets", strconv.Itoa(i/100))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, strconv.Itoa(i)+".go.txt"), []byte("package x\n"), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	times := map[string][]time.Duration{}
	for b.Loop() {
		for _, dir := range []string{small, large} {
			times[dir] = append(times[dir], timed(b, dir, "gen", "add", "resource", "author", "name:string", "--no-check"))
			timed(b, dir, "gen", "remove", "resource", "author", "--no-check")
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(milliseconds(median(times[small])), "small-ms")
	b.ReportMetric(milliseconds(median(times[large])), "large-ms")
	b.ReportMetric(float64(median(times[large]))/float64(median(times[small])), "ratio")
}

// BenchmarkNewLarge measures gen new of projects with up to 50 resources of 20
// fields each, of all kinds, and reports the medians, the memory of the largest,
// and how much longer the largest takes than a linear growth would.
func BenchmarkNewLarge(b *testing.B) {
	const most, fields = 50, 20
	sizes := []int{most / 5, most}
	times := map[int][]time.Duration{}
	var memory []int64
	for b.Loop() {
		for _, n := range sizes {
			cmd := exec.CommandContext(b.Context(), "gen", largeProject(n, fields)...)
			cmd.Dir = b.TempDir()
			begin := time.Now()
			if out, err := cmd.CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
			times[n] = append(times[n], time.Since(begin))
			if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && n == most {
				memory = append(memory, usage.Maxrss) // in KiB on Linux
			}
		}
	}
	few, many := median(times[sizes[0]]), median(times[most])
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(milliseconds(few), strconv.Itoa(sizes[0])+"-ms")
	b.ReportMetric(milliseconds(many), strconv.Itoa(most)+"-ms")
	b.ReportMetric(float64(many)/float64(few)/float64(most/sizes[0]), "growth")
	if len(memory) > 0 {
		b.ReportMetric(float64(slices.Max(memory))/1024, "MiB")
	}
}

// largeProject returns the arguments that generate a project with resources.
func largeProject(resources, fields int) []string {
	kinds := []string{
		"string:required,max=80", "int:index", "decimal", "bool", "date", "text", "enum(a|b|c)", "time", "uuid", "bigint", "float", "json",
	}
	args := []string{"new", "myapi", "--framework", "gin", "--database", "postgres", "--json"}
	for r := range resources {
		line := "thing_" + word(r)
		for f := range fields {
			line += " field_" + word(f) + ":" + kinds[f%len(kinds)]
		}
		if r > 0 {
			line += " parent:ref=thing_" + word(r-1)
		}
		args = append(args, "--resource", line)
	}
	return args
}

// word returns a number in letters, since digits do not make a plural.
func word(n int) string {
	letters := []byte(strconv.Itoa(n))
	for i := range letters {
		letters[i] += 'a' - '0'
	}
	return string(letters) + "x"
}
