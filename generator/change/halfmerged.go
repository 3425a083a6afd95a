package change

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/spec"
)

// HalfMerged returns an error that says what to do if git is merging the project
// in dir and what gen knows about it is not merged: both sides have changed
// gen.yaml or the record, and there is a conflict in it or one side was taken.
func HalfMerged(ctx context.Context, dir string) error {
	op, stopped, err := disk.Stopped(dir)
	if err != nil || !stopped {
		return err
	}
	git, inGit, err := disk.NewGit(dir)
	if err != nil || !inGit {
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
	if op, err = git.Commits(ctx, op); err != nil {
		return err
	}
	oneSide, err := git.OneSided(ctx, op, record.LockPath)
	if err == nil && oneSide {
		err = fmt.Errorf("git %s has stopped, both sides have changed the project, and %s has only what one of them did: run gen merge", op.Name, record.LockPath)
	}
	return err
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

var migrationFile = regexp.MustCompile(`^[0-9]+_(.+)\.up\.sql$`)

// twice returns an error if the plan creates a migration of which the project
// already has one with the same name, which gen.yaml does not know as gen's.
// Such a file is left of a merge that was resolved by hand; with both, the same
// table would be created twice.
func (b *planner) twice() error {
	names, err := b.folder.Names(migrations)
	if err != nil {
		return err
	}
	for _, f := range b.plan.Files {
		m := migrationFile.FindStringSubmatch(path.Base(f.Path))
		if m == nil || path.Dir(f.Path) != migrations || f.Status != Create {
			continue
		}
		for _, name := range names {
			other := migrationFile.FindStringSubmatch(name)
			if _, generated := b.base[path.Join(migrations, name)]; other == nil || other[1] != m[1] || generated {
				continue
			}
			id, _, _ := strings.Cut(name, "_")
			return fmt.Errorf("migrations/%s exists, and gen would create %s: if it came with a merge, replace %s own %s in the migrations of %s by what it does, such as %[3]s create book title:string",
				name, f.Path, id, m[1], spec.Path)
		}
	}
	return nil
}
