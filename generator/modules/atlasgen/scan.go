package main

import (
	"errors"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// scanPackage returns the imports of the package in dir as 'go mod tidy' sees
// them, for all platforms: files for other platforms count, and every build
// tag except "ignore" is considered both set and unset. It returns nil if dir
// has no Go files.
func scanPackage(dir string) (*atlas.PackageSource, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found := false
	imports, tests := []string{}, []string{} // not nil: known even if empty
	for _, entry := range entries {
		name := entry.Name()
		if !entry.Type().IsRegular() || !strings.HasSuffix(name, ".go") {
			continue
		}
		found = true
		if name[0] == '_' || name[0] == '.' {
			continue
		}
		list, err := scanFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(name, "_test.go") {
			tests = append(tests, list...)
		} else {
			imports = append(imports, list...)
		}
	}
	if !found {
		return nil, nil
	}
	return &atlas.PackageSource{Imports: sorted(imports), Tests: sorted(tests)}, nil
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// scanFile returns the imports of a file from outside the standard library.
func scanFile(name string) ([]string, error) {
	f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	if !mayBuild(f) {
		return nil, nil
	}
	var list []string
	for _, spec := range f.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		// Like the go command, skip the old packages of appengine along with
		// the standard library: no import path without a dot belongs to a
		// module.
		if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
			list = append(list, path)
		}
	}
	return list, nil
}

// mayBuild reports whether f is part of its package for some set of build
// tags.
func mayBuild(f *ast.File) bool {
	may := true
	for _, group := range f.Comments {
		if group.Pos() > f.Package {
			break
		}
		for _, c := range group.List {
			switch {
			case constraint.IsGoBuild(c.Text):
				x, err := constraint.Parse(c.Text)
				return err == nil && eval(x, true)
			// An old constraint counts only if it is separated from the
			// package clause by a blank line.
			case group != f.Doc && constraint.IsPlusBuild(c.Text):
				if x, err := constraint.Parse(c.Text); err == nil && !eval(x, true) {
					may = false
				}
			}
		}
	}
	return may
}

// eval reports whether x can have the value want.
func eval(x constraint.Expr, want bool) bool {
	switch x := x.(type) {
	case *constraint.NotExpr:
		return !eval(x.X, !want)
	case *constraint.AndExpr:
		return eval(x.X, want) && eval(x.Y, want)
	case *constraint.OrExpr:
		return eval(x.X, want) || eval(x.Y, want)
	case *constraint.TagExpr:
		odd := strings.ContainsFunc(x.Tag, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.'
		})
		return want && !odd && x.Tag != "ignore"
	}
	return false
}
