package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

var console = regexp.MustCompile("(?s)```console\n\\$ (gen [^\n]*)\n(.*?)```")

// TestReadme runs the commands in the README and compares their output.
func TestReadme(t *testing.T) {
	const file = "../../README.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	shown := console.FindAllStringSubmatch(string(text), -1)
	if len(shown) < 3 {
		t.Fatalf("found only %d commands in the README", len(shown))
	}
	dir := t.TempDir()
	for _, m := range shown {
		cmd := exec.CommandContext(t.Context(), "sh", "-c", m[1])
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GEN_TIME=2026-03-04T05:06:07Z")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", m[1], err, out)
		}
		if string(out) == m[2] {
			continue
		}
		if !*update {
			t.Errorf("the README is out of date for %s; run go test ./cmd/gen -run Readme -update\n%s", m[1], out)
		}
		text = []byte(strings.Replace(string(text), m[0], "```console\n$ "+m[1]+"\n"+string(out)+"```", 1))
	}
	if *update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
