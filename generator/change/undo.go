package change

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/record"
)

// ErrNothingToUndo is returned if there is no change to undo.
var ErrNothingToUndo = errors.New("there is nothing to undo")

// Undo reverts the last change of the project in dir, or only plans to if
// dryRun is set. It returns the plan and the command line of the reverted
// change, or "undo …" if that was itself an undo. An undo can be undone. If
// the owner has edited one of the files since, Undo changes nothing and
// returns an error.
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
	if err == nil {
		err = keepCommitted(ctx, folder, pl)
	}
	if err != nil || dryRun {
		return pl, undo.Verb, err
	}
	again, wasUndo := strings.CutPrefix(undo.Verb, undoing)
	if !wasUndo {
		again = undoing + undo.Verb
	}
	return pl, undo.Verb, perform(ctx, folder, pl.changes, again)
}

// keepCommitted returns an error if the plan deletes a committed migration,
// which may have run elsewhere.
func keepCommitted(ctx context.Context, folder *disk.Folder, pl *Plan) error {
	committed, err := committed(ctx, folder)
	if err != nil {
		return err
	}
	for _, name := range pl.changes.Remove {
		if committed[migrationOf(name)] {
			return fmt.Errorf("%s is committed and may have run: instead of undoing this change, make another one", name)
		}
	}
	return nil
}

// undoing is the prefix of the command line that an undo reverted.
const undoing = "undo "

func planUndo(folder *disk.Folder, undo record.Undo) (*Plan, error) {
	pl := &Plan{}
	c := disk.Changes{Write: undo.Before, Before: map[string]string{}}
	var touched []string
	for name, hash := range undo.After {
		f, there, err := folder.Read(name)
		if err != nil && !errors.Is(err, disk.ErrOccupied) {
			return nil, err
		}
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
		return nil, fmt.Errorf("these files have changed since %q; undo would lose the changes:\n  %s", undo.Verb, shorten(touched))
	}
	slices.Sort(c.Remove)
	pl.changes, pl.Notes = c, takenBack(c.Remove)
	slices.SortFunc(pl.Files, func(a, b FileChange) int { return strings.Compare(a.Path, b.Path) })
	return pl, nil
}
