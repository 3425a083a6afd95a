package change

import (
	"context"
	"errors"
	"fmt"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// Repaired reports what Repair did.
type Repaired struct {
	Whole bool   // the record was intact
	From  string // the file that the record was rebuilt from
	Files int    // in the rebuilt base
	Equal int    // of those, how many the project has unchanged
}

// Repair rebuilds the record of the project in dir if the lock or the base is
// missing or damaged. Either is rebuilt exactly from the other. If both are lost,
// gen.yaml is rendered: that is the last render if this gen made it; otherwise
// later merges report more conflicts, but lose nothing. Repair fails if the lock
// describes the render of another gen.
func Repair(ctx context.Context, cat *layer.Catalog, dir string) (Repaired, error) {
	folder, err := disk.Open(dir)
	if err != nil {
		return Repaired{}, err
	}
	defer folder.Close()
	p := &Project{cat: cat, folder: folder}
	if err := p.readRecord(); err == nil {
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
			return r, err
		}
		if there {
			c.Before[name] = disk.Hash(ours.Data)
		}
		c.Write[name] = f
	}
	return r, disk.Writer{}.Change(ctx, dir, c)
}

// findBase returns the files of the last render, the version of gen that made
// them, and the file they were restored from.
func (p *Project) findBase() (base tree.Tree, made, from string, err error) {
	lock, lockErr := p.readLock()
	if errors.Is(lockErr, record.ErrNewer) {
		return nil, "", "", lockErr
	}
	if packed, there, err := p.folder.Read(record.BasePath); err == nil && there {
		if base, err := record.Base(packed.Data); err == nil {
			return base, p.cat.Version, record.BasePath, nil
		}
	}
	text, from, made := []byte(nil), spec.Path, p.cat.Version
	if lockErr == nil {
		text, from, made = lock.Spec, record.LockPath, lock.Generator
	} else {
		f, there, err := p.folder.Read(spec.Path)
		if err != nil {
			return nil, "", "", err
		}
		if !there {
			return nil, "", "", fmt.Errorf("neither %s nor %s is there to rebuild the record from", record.LockPath, spec.Path)
		}
		text = f.Data
	}
	s, _, err := loadSpec(p.cat, from, text)
	if err != nil {
		return nil, "", "", err
	}
	rendered, err := generator.Render(p.cat, s)
	if err != nil {
		return nil, "", "", err
	}
	if lockErr == nil && !lock.Describes(rendered) {
		return nil, "", "", fmt.Errorf("%s describes what gen %s made, which this gen %s does not: restore %s from git, or call gen repair of that version",
			record.LockPath, lock.Generator, p.cat.Version, record.BasePath)
	}
	return rendered, made, from, nil
}
