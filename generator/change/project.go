package change

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/mod/semver"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// Project is a project on disk and its last render.
type Project struct {
	Made string     // version of gen that made the last render
	Was  *spec.Spec // spec of the last render
	Spec *spec.Spec // current gen.yaml, filled; see Next
	// Decisions are those of the user about this change.
	Decisions spec.Decisions

	cat      *layer.Catalog
	now      time.Time      // from which new migrations get their ids
	planned  map[int64]bool // numbers of the migrations that Next has added
	reverted reverted       // see restore
	folder   folder
	text     []byte     // content of gen.yaml
	lines    spec.Lines // line numbers of its values
	base     tree.Tree
}

// folder has the files of a project, on disk or in a commit.
type folder interface {
	Dir() string
	Read(name string) (tree.File, bool, error)
	Names(folder string) ([]string, error)
	Walk(visit func(name string) error) error
	GoFiles() (tree.Tree, error)
	Close() error
}

// ErrNoProject is returned if a directory is not part of a project of gen.
var ErrNoProject = errors.New("this is not a project of gen: neither this directory nor one above it has a " + record.LockPath)

// Find returns the root directory of the project that contains dir, or
// [ErrNoProject].
func Find(dir string) (string, error) {
	for _, marks := range [][]string{{record.LockPath}, {record.BasePath}, {spec.Path, "go.mod"}} { // the last pair finds projects without a record
		if found, err := disk.Find(dir, marks...); err != nil || found != "" {
			return found, err
		}
	}
	return "", ErrNoProject
}

// Open opens the project with the root directory dir. The caller must close
// it. New migrations get their ids from the time now. Errors in gen.yaml are
// returned as [spec.Problems].
func Open(cat *layer.Catalog, dir string, now time.Time) (*Project, error) {
	folder, err := disk.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := marked(folder); err != nil {
		return nil, errors.Join(err, folder.Close())
	}
	return openIn(cat, folder, now)
}

// openIn opens the project in a folder, which it closes if it fails.
func openIn(cat *layer.Catalog, folder folder, now time.Time) (p *Project, err error) {
	defer func() {
		if err != nil {
			_ = folder.Close()
		}
	}()
	p = &Project{cat: cat, now: now, folder: folder}
	if err := p.readRecord(); err != nil {
		return nil, err
	}
	const was = "the gen.yaml of " + record.BasePath
	if p.Was, p.lines, err = loadSpec(cat, was, p.base[spec.Path].Data); err != nil {
		return nil, err
	}
	if ps := p.validateWas(); len(ps) > 0 {
		return nil, p.located(was, ps)
	}
	file, ok, err := folder.Read(spec.Path)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("%s is missing: restore it from git, or from spec in %s", spec.Path, record.LockPath)
	}
	p.text = file.Data
	p.Spec, p.lines, err = loadSpec(cat, spec.Path, p.text)
	return p, err
}

// Next returns the spec that a change starts from: gen.yaml with all
// migrations. These are the migrations of the last render, those that the
// owner has written since, and those that result from the owner's changes of
// gen.yaml. Errors in gen.yaml are returned as [spec.Problems].
func (p *Project) Next(ctx context.Context) (*spec.Spec, error) {
	next := p.Spec.Clone()
	if err := p.freeNames(next); err != nil {
		return nil, err
	}
	names, err := p.folder.Names(migrations)
	if err != nil {
		return nil, err
	}
	was := p.Was.Clone()
	if ps := history.Adopt(p.cat, was, p.unlisted(names)); len(ps) > 0 {
		return nil, ps
	}
	if next.Migrations != nil {
		if ps := history.Adopt(p.cat, next, names); len(ps) > 0 {
			return nil, ps
		}
	}
	before := was.Clone()
	if err := p.restore(ctx, next, was); err != nil {
		return nil, err
	}
	ps, err := p.evolve(ctx, next, was)
	if len(ps) > 0 {
		return nil, p.located(spec.Path, ps)
	}
	p.planned = p.plannedIn(next, before)
	p.Decisions.Rows = nil // they have been about the changes of gen.yaml
	return next, err
}

// unlisted returns the files of migrations that gen.yaml does not list as
// generated. Those are not the owner's even if the record lacks them: a merge
// has brought them.
func (p *Project) unlisted(names []string) []string {
	if p.Spec.Migrations == nil {
		return names
	}
	all, _ := history.Replay(p.cat, p.Spec)
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		number, ok := history.NumberOf(name)
		return ok && slices.ContainsFunc(all, func(m history.Migration) bool {
			return m.Verb != spec.Own && m.Includes(number)
		})
	})
}

func (p *Project) located(name string, ps spec.Problems) error {
	p.lines.Locate(ps)
	return ps.In(name)
}

// Close releases the directory.
func (p *Project) Close() error { return p.folder.Close() }

// repairHint is the solution for a missing or damaged record.
const repairHint = "gen repair rebuilds it"

func (p *Project) readRecord() error {
	lock, err := p.readLock()
	if err != nil {
		return err
	}
	data, ok, err := p.folder.Read(record.BasePath)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%s is missing: %s", record.BasePath, repairHint)
	}
	if p.base, err = record.Base(data.Data); err != nil {
		return fmt.Errorf("%w: %s", err, repairHint)
	}
	if !lock.Describes(p.base) {
		return fmt.Errorf("%s and %s do not belong together: restore both from the same commit, or %s", record.LockPath, record.BasePath, repairHint)
	}
	p.Made = lock.Generator
	return nil
}

func (p *Project) readLock() (record.Lock, error) {
	data, ok, err := p.folder.Read(record.LockPath)
	if err != nil {
		return record.Lock{}, err
	}
	if !ok {
		return record.Lock{}, fmt.Errorf("%s is missing: %s", record.LockPath, repairHint)
	}
	lock, err := record.ReadLock(data.Data)
	switch {
	case errors.Is(err, record.ErrNewer):
		return lock, fmt.Errorf("%w; install that version", err)
	case err != nil:
		return lock, fmt.Errorf("%w: %s", err, repairHint)
	case newer(lock.Generator, p.cat.Version):
		return lock, fmt.Errorf("this project %w: %s, and this is gen %s; install that version", record.ErrNewer, lock.Generator, p.cat.Version)
	}
	return lock, nil
}

// Outdated reports whether the last render was made by an older gen than this
// one.
func (p *Project) Outdated() bool { return newer(p.cat.Version, p.Made) }

// loadSpec loads and fills a spec.
func loadSpec(cat *layer.Catalog, name string, text []byte) (*spec.Spec, spec.Lines, error) {
	s, lines, err := spec.Load(bytes.NewReader(text), cat)
	var problems spec.Problems
	if errors.As(err, &problems) {
		return nil, nil, problems.In(name)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", name, err)
	}
	s.Fill(cat)
	return &s, lines, nil
}

// newer reports whether version a of gen is later than b.
func newer(a, b string) bool { return semver.Compare("v"+a, "v"+b) > 0 }
