package change

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// HalfMerged returns an error that says what to do if git is merging the project
// in dir and what gen knows about it is not merged: gen.yaml or the record has
// a conflict, or has only what one of the sides did.
func HalfMerged(ctx context.Context, cat *layer.Catalog, dir string) error {
	git, op, stopped, err := disk.Stopped(ctx, dir)
	if err != nil || !stopped {
		return err
	}
	index, err := git.Index(ctx)
	if err != nil {
		return err
	}
	for _, name := range []string{spec.Path, record.LockPath, record.BasePath} {
		if slices.Contains(index.Unmerged, name) {
			return fmt.Errorf("git %s has stopped, and %s is not merged: run gen merge", op.Name, name)
		}
	}
	folder, err := disk.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	m := &branches{cat: cat, git: git, folder: folder}
	defer m.closeSides()
	if m.open(ctx, op) != nil {
		return nil // one of the commits is not a project
	}
	oneSided, err := m.oneSided()
	if err == nil && oneSided {
		err = fmt.Errorf("git %s has stopped, both sides have changed the project, and %s has only what one of them did: run gen merge", op.Name, record.LockPath)
	}
	return err
}

// oneSided reports whether both sides have changed the record and that on disk
// is the one of one side, although gen.yaml is not or should not be.
func (m *branches) oneSided() (bool, error) {
	lock, _, err := m.folder.Read(record.LockPath)
	if err != nil {
		return false, err
	}
	var locks [3]string
	for i, s := range []*side{m.base, m.ours, m.theirs} {
		f, _, err := s.folder.Read(record.LockPath)
		if err != nil {
			return false, err
		}
		locks[i] = string(f.Data)
	}
	taken := m.ours
	switch now := string(lock.Data); {
	case locks[0] == locks[1] || locks[0] == locks[2] || locks[1] == locks[2]:
		return false, nil
	case now == locks[2]:
		taken = m.theirs
	case now != locks[1]:
		return false, nil
	}
	text, _, err := m.folder.Read(spec.Path)
	if err != nil || !bytes.Equal(text.Data, taken.text) {
		return err == nil, err
	}
	versions, err := history.Reconcile(m.cat, m.base.whole, m.ours.whole, m.theirs.whole, nil)
	if err != nil {
		return false, nil //nolint:nilerr // gen merge reports it
	}
	merged, err := m.agreed(versions)
	if err != nil {
		return false, nil //nolint:nilerr // it may have been decided for this side
	}
	alone := taken.Spec.Clone()
	alone.Migrations, merged.Migrations = nil, nil
	is, err := alone.Marshal(m.cat)
	if err != nil {
		return false, err
	}
	should, err := merged.Marshal(m.cat)
	return string(is) != string(should), err
}

// marked returns an error if what gen knows about the project has conflict
// markers.
func marked(f folder) error {
	for name, remedy := range map[string]string{
		spec.Path:       "resolve them",
		record.LockPath: "restore " + path.Dir(record.LockPath) + "/ from the commit of one side, with git checkout COMMIT -- " + path.Dir(record.LockPath) + ", and run gen apply",
	} {
		file, there, err := f.Read(name)
		if err == nil && there && hasMarkers(file.Data) {
			return fmt.Errorf("%s has conflict markers: %s", name, remedy)
		}
	}
	return nil
}
