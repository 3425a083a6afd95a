package change

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// Recover finishes what a run that was killed had begun in the folder dir, or
// takes it back if nothing had been promised, and reports whether it finished
// something.
func Recover(dir string) (finished bool, err error) { return disk.Writer{}.Recover(dir) }

// UncommittedError says that changes could not be told from gen's afterwards.
type UncommittedError struct {
	Changed   []string // tracked files that are not as committed
	Untracked []string // files that git does not know and gen would write over
}

func (e *UncommittedError) Error() string {
	if len(e.Changed) > 0 {
		return "the git tree is not clean: commit or stash these files first, or use --force\n  " + shorten(e.Changed)
	}
	return "git does not know these files, which gen would change: commit them first, or use --force\n  " + shorten(e.Untracked)
}

// shorten lists some names, one a line, and tells how many more there are.
func shorten(names []string) string {
	const most = 10
	if len(names) > most {
		names = append(slices.Clone(names[:most]), fmt.Sprintf("and %d more", len(names)-most))
	}
	return strings.Join(names, "\n  ")
}

// Clean returns an UncommittedError if the plan would mix with work that is
// not committed, and reports whether the project is in git at all. A gen.yaml
// that is edited is none where the plan is to follow it.
func (p *Project) Clean(ctx context.Context, pl *Plan, follows bool) (inGit bool, err error) {
	git, inGit, err := disk.NewGit(p.folder.Dir())
	if err != nil || !inGit {
		return false, err
	}
	var apart []string
	if follows {
		apart = append(apart, spec.Path)
	}
	changed, err := git.Changed(ctx, apart...)
	if err != nil {
		return true, err
	}
	var over []string
	for _, f := range pl.Files {
		if f.Before != nil && f.From == "" && f.Status != Keep && !record.IsOwn(f.Path) {
			over = append(over, f.Path)
		}
	}
	untracked, err := git.Untracked(ctx, over)
	if err != nil {
		return true, err
	}
	if len(changed)+len(untracked) > 0 {
		return true, &UncommittedError{Changed: changed, Untracked: untracked}
	}
	return true, nil
}

// Apply makes the changes of a plan, all or none, and keeps what undoes them.
// Verb is the call that they come from.
func (p *Project) Apply(ctx context.Context, pl *Plan, verb string) error {
	if pl.Empty() {
		return nil
	}
	return perform(ctx, p.folder, pl.changes, verb)
}

// ErrNothingToUndo says that no change of the project is there to be undone.
var ErrNothingToUndo = errors.New("there is nothing to undo")

// Undo takes back the last change of the project in dir, or only plans that
// if it is a dry run. It returns what becomes of the files, and the call that
// had made the change, "undo …" if that was an undo. What it does is the next to
// be undone. A file that its owner has changed since is a reason to do nothing.
func Undo(ctx context.Context, dir string, dryRun bool) (pl *Plan, verb string, err error) {
	folder, err := disk.Open(dir)
	if err != nil {
		return nil, "", err
	}
	defer folder.Close()
	packed, there, err := folder.Read(record.UndoPath)
	if err != nil {
		return nil, "", err
	}
	if !there {
		return nil, "", ErrNothingToUndo
	}
	undo, err := record.ReadUndo(packed.Data)
	if err != nil {
		return nil, "", err
	}
	pl, err = planUndo(folder, undo)
	if err != nil || dryRun {
		return pl, undo.Verb, err
	}
	again, wasUndo := strings.CutPrefix(undo.Verb, undoing)
	if !wasUndo {
		again = undoing + undo.Verb
	}
	return pl, undo.Verb, perform(ctx, folder, pl.changes, again)
}

// undoing stands before the call that an undo took back.
const undoing = "undo "

func planUndo(folder *disk.Folder, undo record.Undo) (*Plan, error) {
	pl := &Plan{}
	c := disk.Changes{Write: undo.Before, Before: map[string]string{}}
	var touched []string
	for name, hash := range undo.After {
		f, there, err := folder.Read(name)
		if err != nil || there != (hash != "") || there && disk.Hash(f.Data) != hash {
			touched = append(touched, name)
			continue
		}
		if there {
			c.Before[name] = hash
		}
		was, stays := undo.Before[name]
		file := FileChange{Path: name, Status: Update, Before: f.Data, After: was.Data}
		switch {
		case !stays:
			c.Remove = append(c.Remove, name)
			file.Status = Delete
		case !there:
			file.Status = Create
		}
		pl.Files = append(pl.Files, file)
	}
	if len(touched) > 0 {
		slices.Sort(touched)
		return nil, fmt.Errorf("these files have changed since %q; undo would lose that:\n  %s", undo.Verb, shorten(touched))
	}
	slices.Sort(c.Remove)
	pl.changes = c
	slices.SortFunc(pl.Files, func(a, b FileChange) int { return strings.Compare(a.Path, b.Path) })
	return pl, nil
}

// perform makes changes together with the archive that undoes them.
func perform(ctx context.Context, folder *disk.Folder, c disk.Changes, verb string) error {
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
