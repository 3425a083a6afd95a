package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// report is the result of new in the format of --json, documented in
// docs/json.md. Fields may be added but not renamed.
type report struct {
	Name    string       `json:"name"`
	Module  string       `json:"module"`
	Dir     string       `json:"dir"`
	DryRun  bool         `json:"dry_run"`
	Files   []fileReport `json:"files"`
	Next    []string     `json:"next"`
	Command string       `json:"command,omitempty"`
}

type fileReport struct {
	Path   string `json:"path"`
	Status string `json:"status"` // create, extend or keep
	Bytes  int    `json:"bytes"`  // written; 0 for keep
}

func newReport(cat *layer.Catalog, s *spec.Spec, dir string, dryRun bool, o disk.Overlay) report {
	r := report{Name: s.Name, Module: s.Module, Dir: dir, DryRun: dryRun}
	if dir != "." {
		r.Next = append(r.Next, "cd "+quote(dir))
	}
	if slices.ContainsFunc(cat.Chosen(s.Options), func(l layer.Layer) bool { return len(l.Services) > 0 }) {
		r.Next = append(r.Next, "make up")
	}
	r.Next = append(r.Next, cat.Run)
	for name, f := range o.Write.All() {
		status := "create"
		if slices.Contains(o.Added, name) {
			status = "extend"
		}
		r.Files = append(r.Files, fileReport{Path: name, Status: status, Bytes: len(f.Data)})
	}
	for _, name := range o.Kept {
		r.Files = append(r.Files, fileReport{Path: name, Status: "keep"})
	}
	slices.SortFunc(r.Files, func(a, b fileReport) int { return strings.Compare(a.Path, b.Path) })
	return r
}

func (r report) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return printJSON(w, r)
	}
	var b strings.Builder
	for _, f := range r.Files {
		fmt.Fprintf(&b, "%-6s  %s\n", f.Status, f.Path)
	}
	if r.DryRun {
		b.WriteString("\nNothing written (--dry-run).\n")
	} else {
		b.WriteString("\nNext:\n")
		for _, command := range r.Next {
			b.WriteString("  " + command + "\n")
		}
	}
	if r.Command != "" {
		b.WriteString("\nTo repeat it without questions:\n  " + r.Command + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
