package change

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// ErrNoMerge is returned if there is no merge to complete.
var ErrNoMerge = errors.New("git is not merging here: gen merge completes a merge, rebase, cherry-pick, revert or stash pop of git that has stopped")

// MergeOptions configure [PlanMerge].
type MergeOptions struct {
	PlanOptions
	// Decided has the sides from which values of gen.yaml are taken.
	Decided map[string]spec.Side
	// Rows are decisions about rows that conflict with new migrations, see
	// [spec.Decisions].
	Rows map[string]spec.Rows
}

// Merging is what completes a merge of git. Both sides are brought to the same
// render, that of the merged gen.yaml, so that what still differs is what their
// owners have written; that is merged. Files that gen does not generate stay
// as git has left them.
type Merging struct {
	Plan *Plan

	op       disk.Operation
	folder   *disk.Folder
	git      disk.Git
	merged   []string                 // paths to put into the index
	unmerged map[string]disk.Versions // paths with conflicts
}

// branches computes a Merging.
type branches struct {
	cat     *layer.Catalog
	now     time.Time
	options MergeOptions

	git                disk.Git
	op                 disk.Operation
	index              disk.Index
	folder             *disk.Folder
	base, ours, theirs *side

	notes    []string
	next     *spec.Spec
	rendered tree.Tree // of next
	result   *planner  // plans the files on disk
	// again repeats the merge of a file without keeping both of two insertions
	// at the same place.
	again map[string]func() merge.Result
	left  map[string]bool // files that the user has resolved differently
}

// PlanMerge plans the completion of the merge that has stopped in the
// repository of the project in dir, or returns [ErrNoMerge]. Nothing is
// written. The caller must close it. New migrations get their ids from the time
// now.
func PlanMerge(ctx context.Context, cat *layer.Catalog, dir string, now time.Time, o MergeOptions) (*Merging, error) {
	git, op, stopped, err := disk.Stopped(ctx, dir)
	if err == nil && !stopped {
		err = ErrNoMerge
	}
	if err != nil {
		return nil, err
	}
	folder, err := disk.Open(dir)
	if err != nil {
		return nil, err
	}
	m := &branches{cat: cat, now: now, options: o, git: git, folder: folder, again: map[string]func() merge.Result{}, left: map[string]bool{}}
	err = m.open(ctx, op)
	defer m.closeSides()
	if err == nil {
		err = m.plan(ctx)
	}
	if err != nil {
		_ = folder.Close()
		return nil, err
	}
	done := &Merging{op: op, Plan: m.result.plan, folder: folder, git: git}
	if done.merged, done.unmerged, err = m.staged(); err != nil {
		_ = folder.Close()
		return nil, err
	}
	return done, nil
}

// Undecided returns the keys of gen.yaml that both sides of the merge that has
// stopped have changed differently, if there are any.
func Undecided(ctx context.Context, cat *layer.Catalog, dir string, now time.Time) []string {
	git, op, stopped, err := disk.Stopped(ctx, dir)
	if err != nil || !stopped {
		return nil
	}
	folder, err := disk.Open(dir)
	if err != nil {
		return nil
	}
	defer folder.Close()
	m := &branches{cat: cat, now: now, git: git, folder: folder}
	defer m.closeSides()
	if m.open(ctx, op) != nil {
		return nil
	}
	v, err := history.Reconcile(cat, m.base.whole, m.ours.whole, m.theirs.whole, nil)
	if err != nil {
		return nil
	}
	_, open, _ := spec.Merge(cat, v.Base, v.Ours, v.Theirs, v.Decided)
	var keys []string
	for _, d := range slices.Concat(v.Open, open) {
		keys = append(keys, d.Key)
	}
	return keys
}

// Close releases the directory.
func (m *Merging) Close() error { return m.folder.Close() }

// Finish returns the commands of git that end the operation: one that keeps the
// result and, if git has one, one that does not.
func (m *Merging) Finish() []string {
	switch m.op.Name {
	case disk.Squash:
		return []string{"git commit", "git reset --merge"}
	case disk.StashPop:
		return []string{"git stash drop"}
	}
	return []string{"git " + m.op.Name + " --continue", "git " + m.op.Name + " --abort"}
}

// Apply writes all files or none, and then updates the index of git: merged
// files are to be committed, and those with conflicts stay unmerged.
func (m *Merging) Apply(ctx context.Context) error {
	if !m.Plan.Empty() {
		if err := (disk.Writer{}).Change(ctx, m.folder.Dir(), m.Plan.changes); err != nil {
			return err
		}
	}
	if err := m.git.Stage(ctx, m.merged, m.unmerged); err != nil {
		return fmt.Errorf("all files are written, but not added to the index: run gen merge again: %w", err)
	}
	return nil
}

// open opens the sides.
func (m *branches) open(ctx context.Context, op disk.Operation) (err error) {
	m.op = op
	if op.Base == "" || op.Theirs == "" {
		return errors.New("the two sides have no commit in common, from which gen could tell what each has changed")
	}
	for _, s := range []struct {
		to           **side
		name, commit string
	}{{&m.base, "their common base", op.Base}, {&m.ours, "ours", op.Ours}, {&m.theirs, "theirs", op.Theirs}} {
		if *s.to, err = m.openSide(ctx, s.commit); err != nil {
			return fmt.Errorf("commit %.10s, %s: %w", s.commit, s.name, err)
		}
	}
	if newer(m.cat.Version, m.ours.Made) && newer(m.cat.Version, m.theirs.Made) {
		return fmt.Errorf("both sides were generated by an older gen, %s and %s, and this is gen %s: abort, run gen upgrade on both branches, and merge again",
			m.ours.Made, m.theirs.Made, m.cat.Version)
	}
	if op.Name == disk.StashPop {
		if err := m.addUntracked(ctx); err != nil {
			return err
		}
	}
	m.index, err = m.git.Index(ctx)
	return err
}

// addUntracked adds to theirs, a stash entry, the generated files that were not
// tracked. They are in a commit of their own or, if they were not stashed, on
// disk.
func (m *branches) addUntracked(ctx context.Context) error {
	if m.op.Untracked != "" {
		if err := m.theirs.commit.Include(ctx, m.git, m.op.Untracked); err != nil {
			return err
		}
	}
	for name := range m.theirs.base {
		if _, tracked := m.ours.commit.Blob(name); tracked {
			continue
		}
		f, there, err := m.folder.Read(name)
		if err != nil && !errors.Is(err, disk.ErrOccupied) {
			return err
		}
		if there && err == nil {
			m.theirs.commit.Add(name, f)
		}
	}
	return nil
}

func (m *branches) closeSides() {
	for _, s := range []*side{m.base, m.ours, m.theirs} {
		if s != nil {
			_ = s.Close()
		}
	}
}

func (m *branches) plan(ctx context.Context) error {
	if err := m.mergeSpec(ctx); err != nil {
		return err
	}
	work := &Project{Made: m.cat.Version, Was: m.next, Spec: m.next, cat: m.cat, now: m.now, folder: m.folder, base: m.rendered}
	m.result = newPlanner(work, m.rendered)
	m.result.module, m.result.plan.Notes = m.next.Module, m.notes
	record := func(context.Context) error { return m.result.record() }
	for _, step := range []func(context.Context) error{m.rebase, m.files, m.specFile, m.derived, record, m.check} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	m.foreign()
	pl := m.result.plan
	slices.SortFunc(pl.Files, func(x, y FileChange) int { return strings.Compare(x.Path, y.Path) })
	slices.SortStableFunc(pl.Conflicts, func(x, y Conflict) int { return strings.Compare(x.Path, y.Path) })
	return nil
}

// foreign adds the conflicts that git has left in files that gen does not
// generate.
func (m *branches) foreign() {
	known := m.all()
	for _, name := range m.index.Unmerged {
		if !known[name] {
			m.result.conflict(name, 0, "changed by both sides, and gen does not generate it: resolve it, for example with git mergetool")
		}
	}
}

// staged returns the files to put into the index and those with conflicts.
func (m *branches) staged() (merged []string, unmerged map[string]disk.Versions, err error) {
	unmerged = map[string]disk.Versions{}
	generated := m.paths()
	for _, c := range m.result.plan.Conflicts {
		if generated[c.Path] && !m.left[c.Path] {
			if unmerged[c.Path], err = m.versions(c.Path); err != nil {
				return nil, nil, err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.all())) {
		if _, conflict := unmerged[name]; !conflict && !m.left[name] {
			merged = append(merged, name)
		}
	}
	return merged, unmerged, nil
}

// versions returns the versions of a file with conflicts: what the sides become
// with the merged gen.yaml, so that a merge tool shows only what their owners
// have changed; or the sides as they are if those have conflicts, too.
func (m *branches) versions(name string) (disk.Versions, error) {
	var v disk.Versions
	clean := true
	for to, s := range map[**tree.File]*side{&v.Base: m.base, &v.Ours: m.ours, &v.Theirs: m.theirs} {
		after, err := s.after(name)
		if err != nil {
			return v, err
		}
		if after.there {
			*to = &after.File
		}
		clean = clean && len(after.conflicts) == 0
	}
	if clean {
		return v, nil
	}
	for to, s := range map[**tree.File]*side{&v.Base: m.base, &v.Ours: m.ours, &v.Theirs: m.theirs} {
		f, there, err := s.folder.Read(name)
		if err != nil && !errors.Is(err, disk.ErrOccupied) {
			return v, err
		}
		if *to = &f; !there {
			*to = nil
		}
	}
	return v, nil
}
