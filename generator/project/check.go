package project

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// CodeError is one reason why Go code does not compile.
type CodeError struct {
	Path    string // in the project; "" where it is about a whole package
	Line    int
	Message string
}

// ErrUncheckable says that the code could not be checked at all, as where the
// go command or a module is not there.
var ErrUncheckable = errors.New("not type-checked")

// TypeCheck returns what would keep the Go packages of dir, their tests
// included, from compiling after the changes. It writes nothing into dir and
// uses no network. The error wraps ErrUncheckable where nothing can be said.
func TypeCheck(ctx context.Context, dir string, c Changes) ([]CodeError, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return nil, fmt.Errorf("%w: there is no go command", ErrUncheckable)
	}
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	cfg := &packages.Config{
		Context: ctx,
		Dir:     dir,
		Tests:   true,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo,
		Overlay: overlay(dir, c),
		Env:     append(exec.Command("go").Environ(), "GOPROXY=off"),
	}
	pkgs, err := packages.Load(cfg, "./...")
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrUncheckable, firstLine(err.Error()))
	}
	return codeErrors(dir, pkgs)
}

// overlay shows the go command the files as they are going to be. One that is
// going to be removed is shown as one that no build includes.
func overlay(dir string, c Changes) map[string][]byte {
	files := map[string][]byte{}
	for name, f := range c.Write {
		if ext := filepath.Ext(name); ext == ".go" || ext == ".mod" || ext == ".sum" {
			files[filepath.Join(dir, filepath.FromSlash(name))] = f.Data
		}
	}
	for _, name := range c.Remove {
		if filepath.Ext(name) == ".go" {
			files[filepath.Join(dir, filepath.FromSlash(name))] = []byte("//go:build ignore\n\npackage removed\n")
		}
	}
	return files
}

func codeErrors(dir string, pkgs []*packages.Package) ([]CodeError, error) {
	var found []CodeError
	for _, p := range pkgs {
		for _, e := range p.Errors {
			if e.Kind == packages.ListError && isMissingModule(e.Msg) {
				return nil, fmt.Errorf("%w: %s", ErrUncheckable, firstLine(e.Msg))
			}
			if strings.HasPrefix(e.Msg, "# ") {
				continue // the compiler's own output, which says the same of the package once more
			}
			code := CodeError{Message: firstLine(e.Msg)}
			code.Path, code.Line = position(dir, e.Pos)
			// Tests see the errors of their package once more.
			if !slices.Contains(found, code) {
				found = append(found, code)
			}
		}
	}
	return found, nil
}

func isMissingModule(msg string) bool {
	return strings.Contains(msg, "module lookup disabled by GOPROXY=off") || strings.Contains(msg, "cannot find module providing package")
}

// position splits file:line:column.
func position(dir, pos string) (string, int) {
	parts := strings.Split(pos, ":")
	if len(parts) < 2 {
		return "", 0
	}
	file := parts[0]
	if rel, err := filepath.Rel(dir, file); err == nil && filepath.IsAbs(file) {
		file = rel
	}
	line, _ := strconv.Atoi(parts[1])
	return filepath.ToSlash(file), line
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return first
}
