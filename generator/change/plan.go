package change

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// Status is what a plan does to a file.
type Status string

// What becomes of a file.
const (
	Create Status = "create"
	Update Status = "update" // the owner has not changed it
	Merge  Status = "merge"  // the owner has changed it, and gen does too
	Delete Status = "delete"
	Keep   Status = "keep" // it stays as the owner has it, or stays deleted
)

// FileChange is what a plan does to one file.
type FileChange struct {
	Path          string
	From          string // where it was before a newer gen moved it, "" if it was here
	Status        Status
	Reason        string // why it is kept, or where it has moved
	Conflict      bool   // it is among the plan's conflicts
	Before, After []byte // its content, nil if it does not exist
}

// IsRecord reports whether the file is part of gen's record of the last render.
func (f FileChange) IsRecord() bool { return record.IsOwn(f.Path) }

// Conflict is a place that the owner must resolve.
type Conflict struct {
	Path   string
	Line   int // 0 if it is about the whole file
	Reason string
}

// Plan is what a change of the spec does to a project.
type Plan struct {
	Files     []FileChange // those that something happens to, by path
	Conflicts []Conflict
	Notes     []string // what else the owner should know

	changes disk.Changes
}

// Empty reports whether the plan changes nothing.
func (pl *Plan) Empty() bool { return pl.changes.Empty() }

// PlanOptions configure a plan.
type PlanOptions struct {
	NoCheck  bool   // do not type-check the result
	Checking func() // called before type-checking, which can take a while; may be nil
}

// Plan returns what has to change for the project to be what next describes: the
// differences between the last render and that of next, merged into the owner's
// files. Next is the changed result of Project.Next; Plan fills it and completes
// its migrations. It writes nothing.
func (p *Project) Plan(ctx context.Context, next *spec.Spec, o PlanOptions) (*Plan, error) {
	next.Fill(p.cat)
	if ps := history.Evolve(p.cat, next, p.Was); len(ps) > 0 {
		return nil, ps
	}
	var reading sync.WaitGroup
	reading.Go(p.readAhead) // the disk waits while the processors render
	rendered, err := New(p.cat, next)
	reading.Wait()
	if err != nil {
		return nil, err
	}
	b := &planner{
		Project:  p,
		rendered: rendered,
		base:     p.base,
		theirs:   rendered,
		plan:     &Plan{changes: disk.Changes{Write: tree.Tree{}, Before: map[string]string{}}},
		both:     map[string][]merge.Lines{},
	}
	if err := b.unresolved(); err != nil {
		return nil, err
	}
	if err := b.relocate(); err != nil {
		return nil, err
	}
	if err := b.adopt(next); err != nil {
		return nil, err
	}
	if err := b.follow(); err != nil {
		return nil, err
	}
	if err := b.files(); err != nil {
		return nil, err
	}
	if err := b.keepImported(); err != nil {
		return nil, err
	}
	if err := b.spec(next); err != nil {
		return nil, err
	}
	if err := b.derived(next); err != nil {
		return nil, err
	}
	b.takenBack()
	if err := b.record(); err != nil {
		return nil, err
	}
	if !o.NoCheck {
		if err := b.check(ctx, o.Checking); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(b.plan.Files, func(x, y FileChange) int { return strings.Compare(x.Path, y.Path) })
	slices.SortStableFunc(b.plan.Conflicts, func(x, y Conflict) int { return strings.Compare(x.Path, y.Path) })
	return b.plan, nil
}

// readAhead reads the files that gen made, which the planner asks for again.
func (p *Project) readAhead() {
	for _, name := range p.base.Paths() {
		_, _, _ = p.folder.Read(name) // an error comes again
	}
}

// planner makes one plan.
type planner struct {
	*Project
	rendered tree.Tree // the render of the new spec
	// base and theirs are the last render and the new one, with packages where
	// the owner has moved them.
	base, theirs tree.Tree

	plan  *Plan
	moves map[string]string        // edited files that a newer gen has moved, from new path to old; see follow
	both  map[string][]merge.Lines // by file, where insertions of both sides were kept
	went  tree.Tree                // files of the owner that may be generated ones that were moved

	goOnDisk tree.Tree // see goNow
}

// changed returns the paths at which the new render differs from the last.
func (b *planner) changed() []string {
	var names []string
	for name := range mergedKeys(b.base, b.theirs) {
		was, known := b.base[name]
		now, stays := b.theirs[name]
		if known != stays || !same(was, now) || b.moves[name] != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func mergedKeys(a, b tree.Tree) map[string]bool {
	keys := map[string]bool{}
	for name := range a {
		keys[name] = true
	}
	for name := range b {
		keys[name] = true
	}
	return keys
}

func same(a, b tree.File) bool { return string(a.Data) == string(b.Data) && a.Mode == b.Mode }

// record plans the files of the record, which are always those of the render.
func (b *planner) record() error {
	for name, now := range b.rendered.All() {
		if !record.IsOwn(name) {
			continue
		}
		ours, there, err := b.folder.Read(name)
		if err != nil {
			return err
		}
		b.write(name, Update, ours, there, now)
	}
	return nil
}
