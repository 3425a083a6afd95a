package change

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// Repaired describes what Repair did.
type Repaired struct {
	Whole bool   // whether the record was intact
	From  string // file from which the record was rebuilt
	Files int    // number of files in the rebuilt base
	Equal int    // number of those that are unchanged in the project
}

// Repair rebuilds the record of the project in dir if the lock or the base is
// missing or damaged, or if they do not belong together. Each is rebuilt
// exactly from the other; one that proves to be a render of this gen is
// preferred. If both are lost, gen.yaml is rendered. That is the last render if
// this gen made it; otherwise later merges report more conflicts, but lose
// nothing. If it cannot be decided which file is right, the error says what to
// delete.
func Repair(ctx context.Context, cat *layer.Catalog, dir string) (Repaired, error) {
	folder, err := disk.Open(dir)
	if err != nil {
		return Repaired{}, err
	}
	defer folder.Close()
	if err := marked(folder); err != nil {
		return Repaired{}, err
	}
	p := &Project{cat: cat, folder: folder}
	for _, name := range []string{record.LockPath, record.BasePath, record.IgnorePath} {
		if _, _, err := folder.Read(name); errors.Is(err, disk.ErrOccupied) || errors.Is(err, disk.ErrTooLarge) {
			return Repaired{}, fmt.Errorf("%w: delete it and run gen repair again", err)
		} else if err != nil {
			return Repaired{}, err
		}
	}
	if err := p.readRecord(); err == nil && p.isWhole() {
		return Repaired{Whole: true}, nil
	}
	base, made, from, err := p.findBase()
	if err != nil {
		return Repaired{}, err
	}
	rec, err := record.Write(made, base[spec.Path].Data, base)
	if err != nil {
		return Repaired{}, err
	}
	r := Repaired{From: from, Files: len(base)}
	for name, f := range base {
		if ours, there, err := folder.Read(name); err == nil && there && merge.Same(f.Data, ours.Data) {
			r.Equal++
		}
	}
	c := disk.Changes{Write: tree.Tree{}, Before: map[string]string{}}
	for name, f := range rec {
		ours, there, err := folder.Read(name)
		if err != nil {
			return Repaired{}, err
		}
		if there {
			c.Before[name] = disk.Hash(ours.Data)
		}
		if !there || !same(ours, f) {
			c.Write[name] = f
		}
	}
	return r, disk.Writer{}.Change(ctx, dir, c)
}

// isWhole reports whether the lock has the gen.yaml of the last render.
func (p *Project) isWhole() bool {
	lock, err := p.readLock()
	if err != nil {
		return false
	}
	rec, err := record.Write(p.Made, p.base[spec.Path].Data, p.base)
	if err != nil {
		return false
	}
	want, err := record.ReadLock(rec[record.LockPath].Data)
	return err == nil && bytes.Equal(lock.Spec, want.Spec)
}

// findBase returns the files of the last render, the version of gen that made
// it, and the file from which they were restored.
func (p *Project) findBase() (base tree.Tree, made, from string, err error) {
	lock, lockErr := p.readLock()
	if errors.Is(lockErr, record.ErrNewer) {
		return nil, "", "", lockErr
	}
	base, baseErr := p.readBase()
	if lockErr == nil {
		if rendered, err := p.renderLock(lock); err == nil && lock.Describes(rendered) {
			return rendered, lock.Generator, record.LockPath, nil
		}
		if baseErr != nil || !p.isRender(base) {
			return nil, "", "", p.undecided(lock, baseErr)
		}
	}
	if baseErr == nil {
		return base, p.cat.Version, record.BasePath, nil
	}
	f, there, err := p.folder.Read(spec.Path)
	if err != nil {
		return nil, "", "", err
	}
	if !there {
		return nil, "", "", fmt.Errorf("the record cannot be rebuilt: %w, and %s is missing; restore one of them from git", baseErr, spec.Path)
	}
	base, err = p.renderText(spec.Path, f.Data)
	return base, p.cat.Version, spec.Path, err
}

// undecided returns the error for a lock that this gen can neither render nor
// refute. BaseErr is the problem of the base, nil if it only differs.
func (p *Project) undecided(lock record.Lock, baseErr error) error {
	problem, from := "they do not belong together", record.BasePath
	if baseErr != nil {
		problem, from = baseErr.Error(), spec.Path
	}
	what := fmt.Sprintf("describes what gen %s generated, and this is gen %s", lock.Generator, p.cat.Version)
	if lock.Generator == p.cat.Version {
		what = "is not as gen wrote it"
	}
	return fmt.Errorf("%s %s; %s: restore .gen from git or, to rebuild the record from %s, delete %s and run gen repair again",
		record.LockPath, what, problem, from, record.LockPath)
}

// readBase reads the files of the last render, which must include a valid
// gen.yaml.
func (p *Project) readBase() (tree.Tree, error) {
	packed, there, err := p.folder.Read(record.BasePath)
	if err != nil {
		return nil, err
	}
	if !there {
		return nil, fmt.Errorf("%s is missing", record.BasePath)
	}
	base, err := record.Base(packed.Data)
	if err != nil {
		return nil, err
	}
	s, _, err := loadSpec(p.cat, spec.Path, base[spec.Path].Data)
	if err != nil || len((&Project{cat: p.cat, Was: s, base: base}).validateWas()) > 0 {
		return nil, fmt.Errorf("%s has no valid %s", record.BasePath, spec.Path)
	}
	return base, nil
}

// renderText renders the text of a gen.yaml, which is in the file from.
func (p *Project) renderText(from string, text []byte) (tree.Tree, error) {
	s, _, err := loadSpec(p.cat, from, text)
	if err != nil {
		return nil, err
	}
	return generator.Render(p.cat, s)
}

// renderLock renders the gen.yaml of the lock. Migrations that an earlier gen
// has rendered are those of the project, if the lock describes them.
func (p *Project) renderLock(lock record.Lock) (tree.Tree, error) {
	rendered, err := p.renderText(record.LockPath, lock.Spec)
	if err != nil {
		return nil, err
	}
	names, err := p.folder.Names(migrations)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(rendered, func(name string, f tree.File) bool { return migrationOf(name) > 0 && !lock.Has(name, f.Data) })
	for _, name := range names {
		name = path.Join(migrations, name)
		f, there, err := p.folder.Read(name)
		if err != nil {
			return nil, err
		}
		if there && migrationOf(name) > 0 && lock.Has(name, f.Data) {
			rendered[name] = tree.File{Data: f.Data, Mode: 0o644}
		}
	}
	return rendered, nil
}

// isRender reports whether the files are what this gen renders.
func (p *Project) isRender(files tree.Tree) bool {
	rendered, err := p.renderText(record.BasePath, files[spec.Path].Data)
	return err == nil && tree.Compare(rendered, files).Empty()
}
