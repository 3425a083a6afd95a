package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// changer is what the verbs that change a project have in common.
type changer struct {
	cat *layer.Catalog
	io  IO

	dir        string
	dryRun     bool
	json       bool
	force      bool
	noCheck    bool
	onConflict string
}

// The answers to --on-conflict.
const (
	markConflicts  = "mark"
	abortConflicts = "abort"
)

func (c *changer) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&c.dir, "dir", "C", ".", "folder of the project, or one in it")
	f.BoolVar(&c.dryRun, "dry-run", false, "report what would change and write nothing")
	f.BoolVar(&c.json, "json", false, "report as JSON")
	f.BoolVar(&c.force, "force", false, "change the project though its git tree is not clean")
	f.BoolVar(&c.noCheck, "no-check", false, "do not type-check the result")
	f.StringVar(&c.onConflict, "on-conflict", markConflicts, "mark: write conflicts into the files; abort: write nothing if there are any")
	// The name is the flag's own, so this cannot fail.
	_ = cmd.RegisterFlagCompletionFunc("on-conflict", cobra.FixedCompletions([]string{markConflicts, abortConflicts}, cobra.ShellCompDirectiveNoFileComp))
}

// errConflicts says that the owner has to decide something.
var errConflicts = errors.New("there are conflicts")

// run changes the project as edit changes its spec. Verb is the call, without
// the name of the program.
func (c *changer) run(ctx context.Context, verb string, edit func(next *spec.Spec) error) error {
	if c.onConflict != markConflicts && c.onConflict != abortConflicts {
		return usagef("--on-conflict: %q is not one of %s, %s", c.onConflict, markConflicts, abortConflicts)
	}
	p, err := openProject(c.cat, c.io, c.dir)
	if err != nil {
		return err
	}
	defer p.Close()
	plan, err := c.plan(ctx, p, verb, edit)
	if err != nil {
		return err
	}
	inGit, err := c.clean(ctx, p, plan, verb)
	if err != nil {
		return err
	}
	aborted := len(plan.Conflicts) > 0 && c.onConflict == abortConflicts
	if !c.dryRun && !aborted {
		if err := p.Apply(ctx, plan, verb); err != nil {
			return err
		}
	}
	r := newChangeReport(verb, plan, c.dryRun || aborted, inGit)
	if err := r.print(c.io.Out, c.json); err != nil {
		return err
	}
	switch {
	case aborted:
		return fmt.Errorf("%w; nothing was written (--on-conflict=%s)", errConflicts, abortConflicts)
	case len(plan.Conflicts) > 0:
		return errConflicts
	}
	return nil
}

// plan finds out what the verb does to the project.
func (c *changer) plan(ctx context.Context, p *change.Project, verb string, edit func(next *spec.Spec) error) (*change.Plan, error) {
	if p.Outdated() && verb != "upgrade" {
		return nil, fmt.Errorf("this project was made by gen %s, and this is gen %s: call gen upgrade first", p.Made, c.cat.Version)
	}
	next, err := p.Next()
	if err != nil {
		return nil, err
	}
	if err := edit(next); err != nil {
		return nil, err
	}
	return p.Plan(ctx, next, change.PlanOptions{NoCheck: c.noCheck, Checking: c.checking})
}

// clean refuses to mix the plan with work that is not committed, unless nothing
// is going to be written or that is what the caller wants.
func (c *changer) clean(ctx context.Context, p *change.Project, plan *change.Plan, verb string) (inGit bool, err error) {
	inGit, err = p.Clean(ctx, plan, verb == "apply")
	var uncommitted *change.UncommittedError
	if errors.As(err, &uncommitted) && (c.force || c.dryRun || plan.Empty()) {
		err = nil
	}
	return inGit, err
}

// checking tells whoever waits at a terminal what for.
func (c *changer) checking() {
	if c.io.Prompter != nil {
		fmt.Fprintln(c.io.Err, "Type-checking the result; --no-check leaves that out …")
	}
}

// openProject opens the project that dir lies in, after finishing what a run
// that was killed has left there.
func openProject(cat *layer.Catalog, stdio IO, dir string) (*change.Project, error) {
	root, err := change.Find(dir)
	if err != nil {
		return nil, err
	}
	finished, err := change.Recover(root)
	if err != nil {
		return nil, err
	}
	if finished {
		fmt.Fprintln(stdio.Err, "gen: finished what an interrupted run had begun")
	}
	return change.Open(cat, root)
}

// changeReport is what a verb did to a project, as --json prints it. Its form
// is documented in docs/json.md: fields are added, never renamed.
type changeReport struct {
	Verb      string           `json:"verb"`
	DryRun    bool             `json:"dry_run"` // nothing was written
	Files     []changedFile    `json:"files"`
	Conflicts []conflictReport `json:"conflicts"`
	Notes     []string         `json:"notes"`
	Next      []string         `json:"next"`
}

type changedFile struct {
	Path     string `json:"path"`
	Status   string `json:"status"` // create, update, merge, delete or keep
	Reason   string `json:"reason,omitempty"`
	Conflict bool   `json:"conflict"`
	Diff     string `json:"diff,omitempty"` // of gen diff
}

type conflictReport struct {
	Path   string `json:"path"`
	Line   int    `json:"line"` // 0 where it is about the whole file
	Reason string `json:"reason"`
}

func newChangeReport(verb string, pl *change.Plan, dryRun, inGit bool) changeReport {
	r := changeReport{Verb: verb, DryRun: dryRun, Files: []changedFile{}, Conflicts: []conflictReport{}, Notes: []string{}, Next: []string{}}
	for _, f := range pl.Files {
		r.Files = append(r.Files, changedFile{Path: f.Path, Status: string(f.Status), Reason: f.Reason, Conflict: f.Conflict})
	}
	for _, c := range pl.Conflicts {
		r.Conflicts = append(r.Conflicts, conflictReport{Path: c.Path, Line: c.Line, Reason: c.Reason})
	}
	r.Notes = append(r.Notes, pl.Notes...)
	if dryRun || pl.Empty() {
		return r
	}
	if inGit {
		r.Next = append(r.Next, "git diff")
	}
	r.Next = append(r.Next, "gen undo")
	return r
}

func (r changeReport) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return printJSON(w, r)
	}
	var b strings.Builder
	for _, f := range r.Files {
		line := fmt.Sprintf("%-6s  %s", f.Status, f.Path)
		if f.Reason != "" {
			line += "  (" + f.Reason + ")"
		}
		b.WriteString(line + "\n")
	}
	if len(r.Files) == 0 {
		b.WriteString("Nothing to do.\n")
	}
	section(&b, "Conflicts, for you to decide:", r.Conflicts, func(c conflictReport) string {
		if c.Line > 0 {
			return fmt.Sprintf("%s:%d: %s", c.Path, c.Line, c.Reason)
		}
		return c.Path + ": " + c.Reason
	})
	section(&b, "Notes:", r.Notes, func(n string) string { return n })
	if r.DryRun && len(r.Files) > 0 {
		b.WriteString("\nNothing was written.\n")
	}
	section(&b, "To see it, and to take it back:", r.Next, func(n string) string { return n })
	_, err := io.WriteString(w, b.String())
	return err
}

// section writes a heading and the items below it; nothing if there is none.
func section[T any](b *strings.Builder, heading string, items []T, text func(T) string) {
	if len(items) == 0 {
		return
	}
	b.WriteString("\n" + heading + "\n")
	for _, item := range items {
		b.WriteString("  " + text(item) + "\n")
	}
}
