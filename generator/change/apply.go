package change

import (
	"context"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/tree"
)

// Recover completes a change of the project in dir that was interrupted after
// its journal was written, or discards one that was interrupted earlier. It
// reports whether it completed one.
func Recover(dir string) (finished bool, err error) { return disk.Writer{}.Recover(dir) }

// Apply makes all changes of a plan or none, and stores what Undo needs. Verb
// is the command line that the plan is for.
func (p *Project) Apply(ctx context.Context, pl *Plan, verb string) error {
	if pl.Empty() {
		return nil
	}
	return perform(ctx, p.folder, pl.changes, verb)
}

// perform makes changes and writes the archive for undoing them.
func perform(ctx context.Context, folder folder, c disk.Changes, verb string) error {
	undo := record.Undo{Verb: verb, Before: tree.Tree{}, After: map[string]string{}}
	for name, f := range c.Write {
		undo.After[name] = disk.Hash(f.Data)
	}
	for _, name := range c.Remove {
		undo.After[name] = ""
	}
	for name := range undo.After {
		f, there, err := folder.Read(name)
		if err != nil {
			return err
		}
		if there {
			undo.Before[name] = f
		}
	}
	packed, err := undo.Pack()
	if err != nil {
		return err
	}
	last, there, err := folder.Read(record.UndoPath)
	if err != nil {
		return err
	}
	if there {
		c.Before[record.UndoPath] = disk.Hash(last.Data)
	}
	c.Write = withFile(c.Write, record.UndoPath, tree.File{Data: packed, Mode: 0o644})
	return disk.Writer{}.Change(ctx, folder.Dir(), c)
}

func withFile(t tree.Tree, name string, f tree.File) tree.Tree {
	with := tree.Tree{name: f}
	for n, f := range t {
		with[n] = f
	}
	return with
}
