package change

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

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
	Update Status = "update" // its owner had not changed it
	Merge  Status = "merge"  // its owner's changes and gen's go together
	Delete Status = "delete"
	Keep   Status = "keep" // it stays as its owner has it, or stays away
)

// FileChange is what a plan does to one file.
type FileChange struct {
	Path          string
	From          string // where it was before a newer gen moved it, "" if it was here
	Status        Status
	Reason        string // why it is kept, or where it has moved
	Conflict      bool   // it is among the plan's conflicts
	Before, After []byte // its content, nil where it is not there
}

// IsRecord reports whether the file is gen's record of what it made.
func (f FileChange) IsRecord() bool { return record.IsOwn(f.Path) }

// Conflict is a place that its owner has to decide about.
type Conflict struct {
	Path   string
	Line   int // 0 where it is about the whole file
	Reason string
}

// Plan is what a change of the spec does to a project.
type Plan struct {
	Files     []FileChange // by path, without those that nothing happens to
	Conflicts []Conflict
	Notes     []string // what else its owner should know

	changes disk.Changes
}

// Empty reports whether the plan changes nothing.
func (pl *Plan) Empty() bool { return pl.changes.Empty() }

// PlanOptions are what a plan may do without.
type PlanOptions struct {
	NoCheck  bool   // do not type-check the result
	Checking func() // called before that, which can take a while; may be nil
}

// Plan finds out what it takes to make the project what next describes: it
// merges what gen's output changes into what the owner has. Next is what
// Project.Next returned, changed; Plan fills it and completes its history. It
// writes nothing.
func (p *Project) Plan(ctx context.Context, next *spec.Spec, o PlanOptions) (*Plan, error) {
	next.Fill(p.cat)
	if ps := history.Evolve(p.cat, next, p.Was); len(ps) > 0 {
		return nil, ps
	}
	rendered, err := New(p.cat, next)
	if err != nil {
		return nil, err
	}
	b := &planner{
		Project:  p,
		rendered: rendered,
		base:     p.base,
		theirs:   rendered,
		plan:     &Plan{changes: disk.Changes{Write: tree.Tree{}, Before: map[string]string{}}},
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

// planner makes one plan.
type planner struct {
	*Project
	rendered tree.Tree // what gen makes now
	// base and theirs are what gen made last and makes now, with packages where
	// their owner has moved them.
	base, theirs tree.Tree

	plan  *Plan
	moves map[string]string // files that gen has moved under the owner's edits: new path to old, see follow
	both  []string          // files in which two insertions at one place were kept
	went  tree.Tree         // files of the owner's that may be ones gone from their place

	goOnDisk tree.Tree // see goNow
}

// adopt takes migrations that are there as they should be: those that the
// owner wrote and, in an upgrade, those that this gen words differently. They
// may have run.
func (b *planner) adopt(next *spec.Spec) error {
	own := map[string]bool{}
	all, _ := history.Replay(b.cat, next)
	for _, m := range all {
		for _, way := range []string{"up", "down"} {
			own[fmt.Sprintf("%s/%06d_%s.%s.sql", migrations, m.Number, m.Name, way)] = m.Verb == spec.Own
		}
	}
	upgrade := b.Outdated() && b.dialect(b.Was) == b.dialect(next)
	adopted := maps.Clone(b.base)
	for name, now := range b.theirs {
		if path.Dir(name) != migrations || path.Ext(name) != ".sql" || !own[name] && !upgrade {
			continue
		}
		_, there, err := b.folder.Read(name)
		if err != nil {
			return err
		}
		if there {
			adopted[name] = now
		}
	}
	b.base = adopted
	return nil
}

// dialect names the option that says how the SQL of migrations is written.
func (b *planner) dialect(s *spec.Spec) string {
	for _, l := range b.cat.Chosen(s.Options) {
		if l.SQL != nil {
			return l.ID()
		}
	}
	return ""
}

// migrations is the folder of the steps that build the schema.
const migrations = "migrations"

// takenBack tells of migrations that go: where they have run, nothing but
// their own way down takes their effect back.
func (b *planner) takenBack() {
	for _, name := range b.plan.changes.Remove {
		if path.Dir(name) == migrations && strings.HasSuffix(name, ".down.sql") {
			b.plan.Notes = append(b.plan.Notes, name+": where this step has run, take it back before: gen undo, make migrate-down, and this change again")
		}
	}
}

// isDerived reports whether a file is computed from the others and so never
// merged line by line.
func isDerived(name string) bool {
	return name == "go.mod" || name == "go.sum" || isDocument(name)
}

// isDocument reports whether a file is one of the API documents.
func isDocument(name string) bool {
	return slices.Contains([]string{"docs/docs.go", "docs/swagger.json", "docs/swagger.yaml"}, name)
}

// changed lists the paths at which gen's output is no longer what it was.
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

func (b *planner) files() error {
	for _, name := range b.changed() {
		if isDerived(name) || name == spec.Path || record.IsOwn(name) {
			continue
		}
		if err := b.file(name); err != nil {
			return err
		}
	}
	return nil
}

// file decides what becomes of one file that gen's output changes.
func (b *planner) file(name string) error {
	was, known := b.base[name]
	now, stays := b.theirs[name]
	from, moved := b.moves[name]
	ours, there, err := b.folder.Read(cmp.Or(from, name))
	switch {
	case errors.Is(err, disk.ErrOccupied):
		b.conflict(name, 0, "is a folder, a link or the like: gen writes regular files only")
		return nil
	case err != nil:
		return err
	case !there && known:
		return b.gone(name, was, now, stays)
	case !there:
		b.write(name, Create, tree.File{}, false, now)
	case !stays && merge.Same(was.Data, ours.Data):
		b.remove(name, ours)
	case !stays:
		b.keep(name, "gen makes it no longer, and you have changed it", ours)
		b.conflict(name, 0, "gen makes it no longer, and you have changed it: delete it, or keep it as your own")
	default:
		b.merge(name, was, ours, now)
	}
	if moved {
		b.remove(from, ours)
		b.plan.Files[len(b.plan.Files)-1].Reason = "moved to " + name
	}
	return nil
}

// gone decides about a file that is not where gen put it.
func (b *planner) gone(name string, was, now tree.File, stays bool) error {
	to, ours, err := b.moved(name, was)
	if err != nil {
		return err
	}
	switch {
	case to != "" && stays:
		b.plan.Notes = append(b.plan.Notes, fmt.Sprintf("%s: taken for %s, which you moved", to, name))
		b.merge(to, was, ours, now)
	case to != "":
		b.keep(to, "gen makes it no longer, and you have moved it here from "+name, ours)
		b.conflict(to, 0, fmt.Sprintf("gen makes %s, which you moved here, no longer: delete it, or keep it as your own", name))
	case stays:
		b.plan.Files = append(b.plan.Files, FileChange{Path: name, Status: Keep, Reason: "you deleted it; gen would have changed it"})
	}
	return nil
}

// merge puts the owner's and gen's changes of a file together.
func (b *planner) merge(name string, was, ours, now tree.File) {
	result := merge.File(name, was.Data, ours.Data, now.Data, b.mergeOptions(true))
	merged := tree.File{Data: result.Data, Mode: ours.Mode}
	if now.Mode != was.Mode && was.Mode != 0 {
		merged.Mode = now.Mode
	}
	status := Merge
	if merge.Same(was.Data, ours.Data) {
		status = Update
	}
	if len(result.Both) > 0 {
		b.both = append(b.both, name)
	}
	b.write(name, status, ours, true, merged)
	for _, c := range result.Conflicts {
		b.conflict(name, c.First, c.Reason)
	}
}

// The names of the three sides at the markers of a conflict.
const (
	oursLabel   = "yours"
	baseLabel   = "generated before"
	theirsLabel = "generated now"
)

func (p *Project) mergeOptions(keepBoth bool) merge.Options {
	return merge.Options{KeepBoth: keepBoth, Module: p.Spec.Module, OursLabel: oursLabel, BaseLabel: baseLabel, TheirsLabel: theirsLabel}
}

// write plans the new content of a file; nothing if it has that content.
func (b *planner) write(name string, status Status, before tree.File, there bool, after tree.File) {
	if there && same(before, after) && b.moves[name] == "" {
		return
	}
	b.plan.changes.Write[name] = after
	change := FileChange{Path: name, From: b.moves[name], Status: status, After: after.Data}
	if change.From != "" {
		change.Reason = "moved from " + change.From
	}
	if there {
		change.Before = before.Data
	}
	if there && change.From == "" {
		b.plan.changes.Before[name] = disk.Hash(before.Data)
	}
	b.plan.Files = append(b.plan.Files, change)
}

func (b *planner) remove(name string, before tree.File) {
	b.plan.changes.Remove = append(b.plan.changes.Remove, name)
	b.plan.changes.Before[name] = disk.Hash(before.Data)
	b.plan.Files = append(b.plan.Files, FileChange{Path: name, Status: Delete, Before: before.Data})
}

func (b *planner) keep(name, reason string, ours tree.File) {
	b.plan.Files = append(b.plan.Files, FileChange{Path: name, Status: Keep, Reason: reason, Before: ours.Data, After: ours.Data})
}

func (b *planner) conflict(name string, line int, reason string) {
	b.plan.Conflicts = append(b.plan.Conflicts, Conflict{Path: name, Line: line, Reason: reason})
	for i, f := range b.plan.Files {
		if f.Path == name {
			b.plan.Files[i].Conflict = true
		}
	}
}

// leastSimilar is from how many hundredths on a file is taken for one that
// went from its place, as by git.
const leastSimilar = 50

// moved looks for a file that its owner has put elsewhere: the file of the
// owner's own that is most like it.
func (b *planner) moved(name string, was tree.File) (string, tree.File, error) {
	at, err := b.likest(name, was)
	if err != nil || at == "" {
		return "", tree.File{}, err
	}
	f := b.went[at]
	delete(b.went, at)
	return at, f, nil
}

// likest is the file of the owner's own that is most like one that is gone.
func (b *planner) likest(name string, was tree.File) (string, error) {
	if err := b.findWent(); err != nil {
		return "", err
	}
	if path.Dir(name) == migrations {
		return "", nil // migrations are alike, and each is what its number says
	}
	return likest(name, was, b.went), nil
}

// maxMoved bounds the files that are compared with one that is gone.
const maxMoved = 1 << 20

// findWent reads the owner's own files with an extension of one that is not
// in its place.
func (b *planner) findWent() error {
	if b.went != nil {
		return nil
	}
	b.went = tree.Tree{}
	extensions := map[string]bool{}
	for name := range b.base {
		if _, there, err := b.folder.Read(name); err == nil && !there {
			extensions[path.Ext(name)] = true
		}
	}
	return b.folder.Walk(func(name string) error {
		_, known := b.base[name]
		_, comes := b.theirs[name]
		if known || comes || !extensions[path.Ext(name)] {
			return nil
		}
		f, ok, err := b.folder.Read(name)
		if ok && len(f.Data) <= maxMoved {
			b.went[name] = f
		}
		return err
	})
}

// unresolved refuses to work on files in which a conflict still stands.
func (b *planner) unresolved() error {
	var at []string
	for name := range mergedKeys(b.base, b.theirs) {
		f, ok, err := b.folder.Read(name)
		if ok && err == nil && hasMarkers(f.Data) {
			at = append(at, name)
		}
	}
	if len(at) == 0 {
		return nil
	}
	slices.Sort(at)
	return fmt.Errorf("these files have conflicts of an earlier change; resolve them first:\n  %s", strings.Join(at, "\n  "))
}

// spec plans the owner's gen.yaml: what the change says goes in, the rest
// stays.
func (b *planner) spec(next *spec.Spec) error {
	ours, _, err := b.folder.Read(spec.Path)
	if err != nil {
		return err
	}
	text, err := editSpec(b.Project, next)
	if err != nil {
		return err
	}
	status := Update
	if !merge.Same(b.base[spec.Path].Data, ours.Data) {
		status = Merge
	}
	b.write(spec.Path, status, ours, true, tree.File{Data: text, Mode: ours.Mode})
	return nil
}

// editSpec merges the change into gen.yaml line by line, as gen would write it
// or as its owner has structured it. Where neither says what it should, the
// structure alone counts, which keeps comments and no empty lines.
func editSpec(p *Project, next *spec.Spec) ([]byte, error) {
	was, err := p.Spec.Marshal(p.cat)
	if err != nil {
		return nil, err
	}
	now, err := next.Marshal(p.cat)
	if err != nil || string(was) == string(now) {
		return p.text, err
	}
	says := func(text []byte) bool {
		s, _, err := loadSpec(p.cat, spec.Path, text)
		if err != nil {
			return false
		}
		got, err := s.Marshal(p.cat)
		return err == nil && string(got) == string(now)
	}
	plain, err := spec.Edit(p.text, p.cat, p.Spec, p.Spec)
	if err != nil {
		return nil, err
	}
	text, err := spec.Edit(p.text, p.cat, p.Spec, next)
	if err != nil {
		return nil, err
	}
	for _, side := range []struct{ was, now []byte }{{was, now}, {styledAs(plain, p.text), styledAs(text, p.text)}} {
		if r := merge.File(spec.Path, side.was, p.text, side.now, p.mergeOptions(true)); len(r.Conflicts) == 0 && says(r.Data) {
			return r.Data, nil
		}
	}
	if !says(text) {
		return nil, fmt.Errorf("%s is written in a way that gen cannot change: make the change yourself and call gen apply", spec.Path)
	}
	return text, nil
}

// styledAs writes each line of a YAML text as it stands in a like text of the
// owner's, where they differ in quotes and blanks only.
func styledAs(text, owners []byte) []byte {
	key := strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "", "'", "", `"`, "")
	style := map[string]string{}
	for line := range strings.Lines(string(owners)) {
		style[key.Replace(line)] = line
	}
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if own, ok := style[key.Replace(line)]; ok {
			line = own
		}
		b.WriteString(line)
	}
	return []byte(b.String())
}

// record plans the lock and the base, which are always those of the render.
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

// goNow is the project's Go files as they are.
func (b *planner) goNow() (tree.Tree, error) {
	if b.goOnDisk == nil {
		var err error
		if b.goOnDisk, err = b.folder.GoFiles(); err != nil {
			return nil, err
		}
	}
	return b.goOnDisk, nil
}

// goFiles is the project's Go files as they will be.
func (b *planner) goFiles() (tree.Tree, error) {
	now, err := b.goNow()
	if err != nil {
		return nil, err
	}
	t := maps.Clone(now)
	for name, f := range b.plan.changes.Write {
		if path.Ext(name) == ".go" {
			t[name] = f
		}
	}
	maps.DeleteFunc(t, func(name string, _ tree.File) bool { return slices.Contains(b.plan.changes.Remove, name) })
	return t, nil
}
