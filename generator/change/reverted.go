package change

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// reverted are migrations that were committed and that a commit has deleted, as
// git revert does. Databases may have run them, so that they stay.
type reverted struct {
	numbers map[int64]bool
	options []lostOption // those of options that the project no longer has
	files   tree.Tree    // as they were committed
	notes   []string
}

// lostOption is a migration of an option, whose tables gen does not drop. They are
// used again if the project has the option again.
type lostOption struct {
	spec.Migration
	note string
}

// restore adds to was, and to next if it lists its migrations, those that were
// reverted, and those that take them back. It adds none as long as the owner is
// changing the list.
func (p *Project) restore(ctx context.Context, next, was *spec.Spec) error {
	p.reverted = reverted{numbers: map[int64]bool{}, files: tree.Tree{}}
	if _, ok := was.Database(p.cat); !ok || !p.sameDatabase(was, next) || next.Migrations != nil && !p.sameHistory(was, next) {
		return nil
	}
	git, inGit, err := disk.NewGit(p.folder.Dir())
	if err != nil || !inGit {
		return err
	}
	deletions, err := git.Deletions(ctx, migrations)
	if err != nil {
		return err
	}
	for _, d := range deletions {
		if !p.lacksAny(was, d.Names) {
			continue
		}
		before, after, err := p.around(ctx, git, d.Commit)
		if err != nil {
			continue // it is no project of this gen there
		}
		err = p.restoreFrom(before, after, was, d.Commit)
		_, _ = before.Close(), after.Close()
		if err != nil {
			return err
		}
	}
	p.restoreOptions(was, next.Options)
	if next.Migrations != nil && len(p.reverted.notes) > 0 {
		next.Migrations = was.Clone().Migrations
	}
	return nil
}

// lacksAny reports whether the history does not have the migration of one of the
// files.
func (p *Project) lacksAny(s *spec.Spec, names []string) bool {
	all, _ := history.Replay(p.cat, s)
	return slices.ContainsFunc(names, func(name string) bool {
		number := migrationOf(name)
		return number > 0 && !slices.ContainsFunc(all, func(m history.Migration) bool { return m.Includes(number) })
	})
}

// sameHistory reports whether two specs have the same migrations.
func (p *Project) sameHistory(a, b *spec.Spec) bool {
	all, _ := history.Replay(p.cat, a)
	others, _ := history.Replay(p.cat, b)
	return slices.EqualFunc(all, others, func(m, other history.Migration) bool { return m.Number == other.Number && m.Step() == other.Step() })
}

// around opens the project before a commit and after it.
func (p *Project) around(ctx context.Context, git disk.Git, commit string) (before, after *side, err error) {
	if before, err = openCommit(ctx, p.cat, git, commit+"^", p.now); err != nil {
		return nil, nil, err
	}
	if after, err = openCommit(ctx, p.cat, git, commit, p.now); err != nil {
		_ = before.Close()
	}
	return before, after, err
}

// restoreFrom restores what a commit has deleted, unless the project was on another
// database.
func (p *Project) restoreFrom(before, after *side, was *spec.Spec, commit string) error {
	had, _ := history.Replay(p.cat, before.whole)
	left, _ := history.Replay(p.cat, after.whole)
	now, _ := history.Replay(p.cat, was)
	if !p.sameDatabase(before.whole, after.whole, was) {
		return nil
	}
	gone := map[int64]bool{}
	var notes []string
	for _, m := range had {
		if m.Verb == spec.Own || hasNumber(left, m.Number) || hasNumber(now, m.Number) {
			continue
		}
		note := fmt.Sprintf("migration %06d (%s) stays: commit %.10s has deleted it, but databases may have run it", m.Number, m.Step(), commit)
		if m.OfOption() {
			lost := m.Migration
			lost.ID = m.Number
			p.reverted.options = append(p.reverted.options, lostOption{lost, note})
		} else {
			gone[m.Number] = true
			notes = append(notes, note)
		}
		p.keepFiles(before, m)
	}
	if len(gone) == 0 {
		return nil
	}
	restored, ps := history.Restore(p.cat, was, before.whole, gone, history.Terms{Now: idAt(p.now), Former: p.Decisions.Rows})
	if len(ps) > 0 {
		return fmt.Errorf("%s:\n%w", strings.Join(notes, "\n"), keyed(was, ps))
	}
	if restored {
		maps.Copy(p.reverted.numbers, gone)
		p.reverted.notes = append(p.reverted.notes, notes...)
		for _, m := range was.Migrations { // what was decided has been about these
			if m.Verb == spec.Change && !hasNumber(now, m.ID) {
				delete(p.Decisions.Rows, m.Resource.Name+"."+m.Resource.Fields[0].Name)
			}
		}
	}
	return nil
}

// sameDatabase reports whether the specs have the same database.
func (p *Project) sameDatabase(specs ...*spec.Spec) bool {
	first, _ := specs[0].Database(p.cat)
	return !slices.ContainsFunc(specs, func(s *spec.Spec) bool {
		db, _ := s.Database(p.cat)
		return db.ID() != first.ID()
	})
}

// keepFiles keeps the files of a migration as they were committed.
func (p *Project) keepFiles(before *side, m history.Migration) {
	names, _ := before.commit.Names(migrations)
	for _, name := range names {
		if number, ok := history.NumberOf(name); !ok || !m.Includes(number) {
			continue
		}
		if f, there, err := before.commit.Read(path.Join(migrations, name)); err == nil && there {
			p.reverted.files[path.Join(migrations, name)] = f
		}
	}
}

// restoreOptions adds to the history of s the reverted migrations of those options.
func (p *Project) restoreOptions(s *spec.Spec, options layer.Choices) {
	for _, lost := range p.reverted.options {
		all, _ := history.Replay(p.cat, s)
		there := slices.ContainsFunc(all, func(m history.Migration) bool {
			return m.Number == lost.ID || m.Verb == lost.Verb && m.Name == lost.Name
		})
		if there || !options.Has(string(lost.Verb), lost.Name) {
			continue
		}
		s.Migrations = nil
		for _, m := range all {
			m.ID = m.Number
			s.Migrations = append(s.Migrations, m.Migration)
		}
		at := slices.IndexFunc(all, func(m history.Migration) bool { return m.Number > lost.ID })
		if at < 0 {
			at = len(all)
		}
		s.Migrations = slices.Insert(s.Migrations, at, lost.Migration)
		p.reverted.numbers[lost.ID] = true
		p.reverted.notes = append(p.reverted.notes, lost.note)
	}
}

func hasNumber(all []history.Migration, number int64) bool {
	return slices.ContainsFunc(all, func(m history.Migration) bool { return m.Number == number })
}
