package change

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// Status is what a plan does with a file.
type Status string

// Statuses of a file.
const (
	Create Status = "create"
	Update Status = "update" // changed by gen only
	Merge  Status = "merge"  // changed by both the owner and gen
	Delete Status = "delete"
	Keep   Status = "keep" // left as the owner has it, even if deleted
)

// FileChange is the change of a file.
type FileChange struct {
	Path          string
	From          string // old path, if a newer gen has moved it
	Status        Status
	Reason        string // why it is kept, or where it was moved
	Conflict      bool   // whether the plan has a conflict in it
	Before, After []byte // content, nil if it does not exist
}

// IsRecord reports whether the file belongs to the record of the last render.
func (f FileChange) IsRecord() bool { return record.IsOwn(f.Path) }

// Conflict is a place where the owner must decide.
type Conflict struct {
	Path   string
	Line   int // 0 if it concerns the whole file
	Reason string
}

// Plan is the effect of a change of the spec on a project.
type Plan struct {
	Files     []FileChange // affected files, sorted by path
	Conflicts []Conflict
	Notes     []string // further information for the owner

	changes disk.Changes
}

// Empty reports whether the plan changes nothing.
func (pl *Plan) Empty() bool { return pl.changes.Empty() }

// PlanOptions configure a plan.
type PlanOptions struct {
	NoCheck  bool   // do not type-check the result
	CheckAll bool   // type-check even if nothing changes
	Checking func() // called before the type check, which can take a while; may be nil
}

// Plan computes the changes that turn the project into the one that next
// describes: the differences between the last render and that of next, merged
// into the owner's files. Next is the result of [Project.Next], modified by
// the caller; Plan fills it and completes its migrations. Nothing is written.
func (p *Project) Plan(ctx context.Context, next *spec.Spec, o PlanOptions) (*Plan, error) {
	next.Fill(p.cat)
	p.restoreOptions(next, next.Options)
	if ps, err := p.evolve(ctx, next, p.Was); len(ps) > 0 {
		return nil, ps
	} else if err != nil {
		return nil, err
	}
	if ps, err := p.keepOwn(next); len(ps) > 0 {
		return nil, ps
	} else if err != nil {
		return nil, err
	}
	var reading sync.WaitGroup
	reading.Go(p.readAhead) // read files while rendering
	rendered, err := p.render(next)
	reading.Wait()
	if err != nil {
		return nil, err
	}
	b := newPlanner(p, rendered)
	of := func(step func(*spec.Spec) error) func() error { return func() error { return step(next) } }
	for _, step := range []func() error{
		b.unresolved, of(b.renameModule), b.relocate, of(b.adopt), b.follow, of(b.rename), b.files, b.renameRest,
		b.keepImported, b.renameRest, // what is kept has imports, too
		of(b.twice), func() error { return b.lost(ctx, next) }, of(b.spec), of(b.derived), b.mentions, of(b.leftovers),
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	b.plan.Notes = append(b.plan.Notes, slices.Concat(p.reverted.notes, takenBack(b.plan.changes.Remove))...)
	b.dropped(next)
	b.keptTables(next)
	b.rowNotes(next)
	if err := b.record(); err != nil {
		return nil, err
	}
	if !o.NoCheck {
		if err := b.check(ctx, o); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(b.plan.Files, func(x, y FileChange) int { return strings.Compare(x.Path, y.Path) })
	slices.SortStableFunc(b.plan.Conflicts, func(x, y Conflict) int { return strings.Compare(x.Path, y.Path) })
	return b.plan, nil
}

// render returns the files of the new spec, in which migrations that the last
// render had are as they were then.
func (p *Project) render(next *spec.Spec) (tree.Tree, error) {
	t, err := generator.Render(p.cat, next)
	if err != nil {
		return nil, err
	}
	p.freeze(next, t)
	for name, f := range p.reverted.files {
		if _, stays := t[name]; stays {
			t[name] = f
		}
	}
	return recorded(p.cat, t)
}

// readAhead reads the generated files into the cache of the folder.
func (p *Project) readAhead() {
	for _, name := range p.base.Paths() {
		_, _, _ = p.folder.Read(name) // errors are reported when the planner reads the file
	}
}

// planner computes a plan.
type planner struct {
	*Project
	rendered tree.Tree // render of the new spec
	// base and theirs are the last render and the new one, with packages at
	// the paths to which the owner has moved them.
	base, theirs tree.Tree
	module       string    // module path of theirs; see renameModule
	onDisk       tree.Tree // files of the owner before their imports are renamed

	plan  *Plan
	moves map[string]string            // new path → old path of files that a newer gen or a rename has moved; see follow and rename
	words map[string]map[string]string // path → words that a rename replaces; see rename
	both  map[string][]merge.Lines     // path → places where insertions of both sides were kept
	went  tree.Tree                    // files of the owner that may be moved generated files

	goOnDisk tree.Tree // see goNow
}

// newPlanner returns a planner that has planned nothing yet.
func newPlanner(p *Project, rendered tree.Tree) *planner {
	return &planner{
		Project:  p,
		rendered: rendered,
		base:     p.base,
		theirs:   rendered,
		plan:     &Plan{changes: disk.Changes{Write: tree.Tree{}, Before: map[string]string{}}},
		both:     map[string][]merge.Lines{},
		onDisk:   tree.Tree{},
	}
}

// note adds information for the owner.
func (b *planner) note(format string, args ...any) {
	b.plan.Notes = append(b.plan.Notes, fmt.Sprintf(format, args...))
}

// changed returns the paths at which the two renders differ.
func (b *planner) changed() []string {
	var names []string
	for name := range mergedKeys(b.base, b.theirs) {
		was, known := b.base[name]
		now, stays := b.theirs[name]
		if known != stays || !same(was, now) || b.moves[name] != "" || b.words[name] != nil {
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

// record plans the files of the record, which are not merged.
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
