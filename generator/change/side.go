package change

import (
	"context"
	"fmt"
	"path"
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

// side is the project in one of the commits that are merged.
type side struct {
	*Project
	commit *disk.Commit
	whole  *spec.Spec // gen.yaml with all migrations
	on     *planner   // changes the project to the merged gen.yaml
	former []string   // paths of migrations before they got other ids
}

func (m *branches) openSide(ctx context.Context, name string) (*side, error) {
	return openCommit(ctx, m.cat, m.git, name, m.now)
}

// openCommit opens the project in a commit.
func openCommit(ctx context.Context, cat *layer.Catalog, git disk.Git, name string, now time.Time) (*side, error) {
	commit, err := git.Commit(ctx, name)
	if err != nil {
		return nil, err
	}
	p, err := openIn(cat, commit, now)
	if err != nil {
		return nil, err
	}
	s := &side{Project: p, commit: commit, whole: p.Spec.Clone()}
	if s.whole.Migrations == nil {
		s.whole.Migrations = p.Was.Clone().History(cat)
	}
	names, err := commit.Names(migrations)
	if err != nil {
		return s, err
	}
	names = slices.DeleteFunc(names, func(name string) bool { _, ok := history.NumberOf(name); return !ok })
	if ps := history.Adopt(cat, s.whole, names); len(ps) > 0 {
		return s, ps
	}
	return s, nil
}

// rebase computes what each side becomes with the merged gen.yaml.
func (m *branches) rebase(context.Context) error {
	for _, s := range []*side{m.base, m.ours, m.theirs} {
		if err := s.rebase(m.next, m.rendered); err != nil {
			return err
		}
	}
	for _, s := range []*side{m.ours, m.theirs} {
		m.result.plan.Notes = append(m.result.plan.Notes, s.on.plan.Notes...)
	}
	return nil
}

func (s *side) rebase(next *spec.Spec, rendered tree.Tree) error {
	s.on = newPlanner(s.Project, rendered)
	if err := s.on.renameModule(next); err != nil {
		return err
	}
	if err := s.on.relocate(); err != nil {
		return err
	}
	if err := s.on.adopt(next); err != nil {
		return err
	}
	rename := func() error { return s.on.rename(next) }
	for _, step := range []func() error{s.on.follow, rename, s.on.files, s.on.renameRest, s.on.keepImported, s.on.renameRest} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// version is a file of a side, or none.
type version struct {
	tree.File
	there     bool
	conflicts []Conflict
}

func (v version) same(other version) bool {
	return v.there == other.there && merge.Same(v.Data, other.Data) && isExecutable(v.File) == isExecutable(other.File)
}

func isExecutable(f tree.File) bool { return f.Mode&0o111 != 0 }

// after returns a file of the side as it is with the merged gen.yaml.
func (s *side) after(name string) (version, error) {
	var v version
	for _, c := range s.on.plan.Conflicts {
		if c.Path == name {
			v.conflicts = append(v.conflicts, c)
		}
	}
	for _, removed := range s.on.plan.changes.Remove {
		if removed == name {
			return v, nil
		}
	}
	var err error
	if v.File, v.there = s.on.plan.changes.Write[name]; !v.there {
		v.File, v.there, err = s.folder.Read(name)
	}
	return v, err
}

// rename gives a migration another id, in the files and in the last render.
func (s *side) rename(from, to int64) {
	old, now := fmt.Sprintf("%06d_", from), fmt.Sprintf("%06d_", to)
	renamed := func(name string) string {
		if rest, ok := strings.CutPrefix(path.Base(name), old); ok && path.Dir(name) == migrations {
			return path.Join(migrations, now+rest)
		}
		return name
	}
	base := tree.Tree{}
	for name, f := range s.base {
		base[renamed(name)] = f
	}
	s.base = base
	s.former = append(s.former, s.commit.Rename(renamed)...)
}
