package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// place works out name, module and folder from NAME and the flags.
func (o *newOptions) place(s *spec.Spec) error {
	if o.arg == "" && s.Name == "" && o.name == "" {
		if o.io.Prompter == nil || o.yes {
			return usagef("NAME is missing: gen new NAME")
		}
		return nil // asked next
	}
	if o.module != "" {
		s.Module = o.module
	}
	arg := o.arg
	if path := disk.ModuleOf(arg); path != "" {
		arg = path // the address of a repository, as a browser or git shows it
	}
	switch {
	case arg == "":
		arg = cmp.Or(o.name, s.Name)
	case isModulePath(arg):
		if o.module == "" {
			s.Module = arg
		}
		arg = spec.NameFromModule(arg)
		s.Name = arg
	case filepath.Clean(arg) == ".":
		if err := o.here(s); err != nil {
			return err
		}
	default:
		s.Name = filepath.Base(filepath.Clean(arg))
	}
	if o.name != "" {
		s.Name = o.name
	}
	if o.dir == "" {
		o.dir = filepath.Clean(arg)
	}
	return nil
}

// isModulePath tells github.com/acme/myapi from a path of folders.
func isModulePath(arg string) bool {
	first, _, ok := strings.Cut(arg, "/")
	return ok && strings.Contains(strings.Trim(first, "."), ".") && !strings.HasPrefix(first, ".")
}

// here names a project after the folder it is made in, and its module after
// where that is pushed to.
func (o *newOptions) here(s *spec.Spec) error {
	dir, err := filepath.Abs(o.arg)
	if err != nil {
		return err
	}
	if s.Module == "" {
		s.Module = disk.RemoteModule(dir)
	}
	switch {
	case s.Name != "":
	case s.Module != "":
		s.Name = spec.NameFromModule(s.Module)
	default:
		s.Name = spec.NameFromPath(filepath.ToSlash(dir))
	}
	return nil
}

// write puts the project on disk, or finds out what that would do.
func (o *newOptions) write(ctx context.Context, rendered tree.Tree) (disk.Overlay, error) {
	state, err := disk.Inspect(o.dir)
	if err != nil {
		return disk.Overlay{}, err
	}
	var w disk.Writer
	here, err := isHere(o.dir)
	switch {
	case err != nil:
		return disk.Overlay{}, err
	case here && o.dryRun:
		overlay, err := disk.NewOverlay(o.dir, rendered)
		if err == nil && len(overlay.Clashes) > 0 {
			err = disk.ErrClash
		}
		return overlay, clash(overlay, err)
	case here:
		finished, err := w.Recover(o.dir)
		if err != nil {
			return disk.Overlay{}, err
		}
		if finished {
			return disk.Overlay{}, errors.New("finished what an interrupted run had begun in this folder; nothing else was done")
		}
		overlay, err := w.Lay(ctx, o.dir, rendered)
		return overlay, clash(overlay, err)
	case state == disk.Occupied:
		return disk.Overlay{}, fmt.Errorf("%s exists and is not empty", o.dir)
	case o.dryRun:
		return disk.Overlay{Write: rendered}, nil
	}
	return disk.Overlay{Write: rendered}, w.Create(ctx, o.dir, rendered)
}

// isHere reports whether dir is the current folder, which cannot be replaced
// as a whole under the shell that stands in it.
func isHere(dir string) (bool, error) {
	target, err := os.Stat(dir)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	here, err := os.Stat(".")
	if err != nil {
		return false, err
	}
	return os.SameFile(target, here), nil
}

func clash(o disk.Overlay, err error) error {
	if !errors.Is(err, disk.ErrClash) {
		return err
	}
	return fmt.Errorf("these files are in the way; nothing was written:\n  %s", strings.Join(o.Clashes, "\n  "))
}
