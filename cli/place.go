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

// place derives name, module path and directory from NAME and the flags.
func (o *newOptions) place(s *spec.Spec) error {
	if o.arg == "" && s.Name == "" && o.name == "" {
		if o.io.Prompter == nil || o.yes {
			return usagef("missing argument: gen new NAME")
		}
		return nil // ask comes next
	}
	if o.module != "" {
		s.Module = o.module
	}
	arg := o.arg
	if path := disk.ModuleOf(arg); path != "" {
		arg = path // the URL of a repository
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

// isModulePath distinguishes github.com/acme/myapi from a file path.
func isModulePath(arg string) bool {
	first, _, ok := strings.Cut(arg, "/")
	return ok && strings.Contains(strings.Trim(first, "."), ".") && !strings.HasPrefix(first, ".")
}

// here derives the name from the directory, and the module path from its git
// remote.
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

// write writes the project, or with --dry-run computes what it would write.
func (o *newOptions) write(ctx context.Context, rendered tree.Tree) (disk.Overlay, error) {
	here, err := o.free()
	var w disk.Writer
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
			return disk.Overlay{}, errors.New("completed an interrupted gen new in this directory; nothing else done")
		}
		overlay, err := w.Lay(ctx, o.dir, rendered)
		return overlay, clash(overlay, err)
	case o.dryRun:
		return disk.Overlay{Write: rendered}, nil
	}
	return disk.Overlay{Write: rendered}, w.Create(ctx, o.dir, rendered)
}

// free returns an error if the directory cannot become a project, and reports
// whether it is the current one, which may have files.
func (o *newOptions) free() (here bool, err error) {
	state, err := disk.Inspect(o.dir)
	if err != nil {
		return false, err
	}
	here, err = isHere(o.dir)
	if err == nil && !here && state == disk.Occupied {
		err = fmt.Errorf("%s exists and is not empty", o.dir)
	}
	return here, err
}

// isHere reports whether dir is the current directory, which a shell is in and
// which therefore cannot be replaced by rename.
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
	return fmt.Errorf("these files exist already; nothing written:\n  %s", strings.Join(o.Clashes, "\n  "))
}
