// Package typecheck type-checks whole projects in memory, using the export
// data of their external imports. This is a thousand times faster than
// building each project, because nothing is compiled and a package that
// several projects share is checked only once.
//
// It considers one platform and no build tags. It does not check go.mod and
// embedded files.
package typecheck

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gen-go/gen/generator/tree"
)

// ErrUnlisted is returned if the go command cannot look up external packages.
// Nothing is then known about the project.
var ErrUnlisted = errors.New("packages cannot be loaded")

// ErrNotDownloaded is returned, together with ErrUnlisted, if external packages
// are not in the module cache.
var ErrNotDownloaded = errors.New("is not downloaded")

// Checker checks projects. It is safe for concurrent use.
type Checker struct {
	dir   string
	flags []string
	fset  *token.FileSet
	memo  sync.Map // key → *entry
	files sync.Map // hash of a file → text

	mu       sync.Mutex        // guards the fields below; an importer is not safe for concurrent use
	external types.Importer    // imports packages from outside of the projects
	exports  map[string]string // import path → file with export data
	missing  map[string]string // import path → why there is none
}

type entry struct {
	once sync.Once
	pkg  *types.Package
	err  error
}

// New returns a Checker that resolves external imports like the module in dir,
// using the go command with the given flags.
func New(dir string, flags ...string) *Checker {
	c := &Checker{dir: dir, flags: flags, fset: token.NewFileSet(), exports: map[string]string{}, missing: map[string]string{}}
	c.external = importer.ForCompiler(c.fset, "gc", func(path string) (io.ReadCloser, error) {
		if c.exports[path] == "" {
			return nil, fmt.Errorf("no export data for %s", path)
		}
		return os.Open(c.exports[path])
	})
	return c
}

// list finds the export data of packages and their dependencies, unless it is
// known. The go command compiles packages that are not in its cache. Packages
// that do not exist have none; importing them is an error of the code.
func (c *Checker) list(ctx context.Context, imports []string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	imports = slices.DeleteFunc(imports, func(path string) bool { return c.exports[path] != "" || c.missing[path] != "" || path == "unsafe" })
	if len(imports) == 0 {
		return nil
	}
	args := slices.Concat([]string{"list", "-e", "-export", "-deps", "-json=ImportPath,Export,Error"}, c.flags, []string{"--"}, imports)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = c.dir
	cmd.Env = append(cmd.Environ(), "GOPROXY=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%w: %s", ErrUnlisted, firstError(stderr.String(), err))
	}
	if err := c.readList(out); err != nil {
		return err
	}
	for _, path := range imports {
		if c.exports[path] == "" && c.missing[path] == "" {
			return fmt.Errorf("%w: %s does not compile: %s", ErrUnlisted, path, firstError(stderr.String(), errors.New("no export data")))
		}
	}
	return nil
}

// readList reads the output of go list.
func (c *Checker) readList(out []byte) error {
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Export string
			Error              *struct{ Err string }
		}
		err := d.Decode(&p)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%w: %w", ErrUnlisted, err)
		case p.Error == nil:
			c.exports[p.ImportPath] = p.Export
		case strings.Contains(p.Error.Err, "GOPROXY=off"):
			return fmt.Errorf("%w: %s %w", ErrUnlisted, p.ImportPath, ErrNotDownloaded)
		default:
			why, _, _ := strings.Cut(strings.TrimSpace(p.Error.Err), "\n")
			why, _, _ = strings.Cut(why, "; to add")
			c.missing[p.ImportPath] = why
		}
	}
}

// firstError returns the first line of the go command's messages that is not
// about progress, or else err.
func firstError(messages string, err error) string {
	for line := range strings.Lines(messages) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "go: downloading ") && !strings.HasPrefix(line, "#") {
			return line
		}
	}
	return err.Error()
}

// Unique returns the number of different packages checked so far.
func (c *Checker) Unique() int {
	n := 0
	c.memo.Range(func(any, any) bool { n++; return true })
	return n
}

// Project checks all packages of a project and their tests, and returns all
// errors. The error wraps [ErrUnlisted] if the project could not be checked.
func (c *Checker) Project(ctx context.Context, module string, t tree.Tree) error {
	p := &project{checker: c, module: module, files: map[string][]string{}, tree: t, texts: map[string]text{}, keys: map[string]string{}}
	imports := map[string]bool{}
	for name, f := range t.All() {
		if path.Ext(name) != ".go" {
			continue
		}
		p.files[path.Dir(name)] = append(p.files[path.Dir(name)], name)
		p.texts[name] = c.text(f.Data)
		for _, path := range p.texts[name].imports {
			if path != "C" && path != module && !p.isOwn(path) {
				imports[path] = true
			}
		}
	}
	if err := c.list(ctx, slices.Sorted(maps.Keys(imports))); err != nil {
		return err
	}
	var errs []error
	for dir := range p.files {
		if _, err := p.check(dir); err != nil {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, p.checkTests(dir))
	}
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return errors.Join(errs...)
}

// text is the information from the head of a file.
type text struct {
	hash    [sha256.Size]byte
	pkg     string // name in the package clause
	imports []string
	err     error
}

// text parses the head of a file, unless one with the same content has been
// parsed.
func (c *Checker) text(data []byte) text {
	hash := sha256.Sum256(data)
	if known, ok := c.files.Load(hash); ok {
		known, _ := known.(text)
		return known
	}
	t := text{hash: hash}
	var file *ast.File
	file, t.err = parser.ParseFile(token.NewFileSet(), "", data, parser.ImportsOnly|parser.SkipObjectResolution)
	if file != nil && file.Name != nil {
		t.pkg = file.Name.Name
		for _, spec := range file.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil {
				t.imports = append(t.imports, path)
			}
		}
	}
	c.files.Store(hash, t)
	return t
}

// project is a project being checked. It is not shared between goroutines.
type project struct {
	checker *Checker
	module  string
	files   map[string][]string // directory → sorted Go files
	tree    tree.Tree
	texts   map[string]text   // of the Go files
	keys    map[string]string // directory → key of its package
}

// isOwn reports whether an import path is within the project.
func (p *project) isOwn(importPath string) bool { return strings.HasPrefix(importPath, p.module+"/") }

// check checks the package in dir without its tests.
func (p *project) check(dir string) (*types.Package, error) {
	files := p.of(dir, false)
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no Go files", dir)
	}
	key, err := p.key(dir)
	if err != nil {
		return nil, err
	}
	return p.once(key, func() (*types.Package, error) {
		return p.types(path.Join(p.module, dir), files, p.importer(nil))
	})
}

// checkTests checks the tests in dir: those in the package, and then those in
// the external test package, which can use declarations of the former.
func (p *project) checkTests(dir string) error {
	tests := p.of(dir, true)
	if len(tests) == 0 {
		return nil
	}
	key, err := p.key(dir)
	if err != nil {
		return err
	}
	imported, err := p.keyOf(tests)
	if err != nil {
		return err
	}
	_, err = p.once("test "+key+imported, func() (*types.Package, error) {
		var inner, outer []string
		for _, name := range tests {
			if strings.HasSuffix(p.texts[name].pkg, "_test") {
				outer = append(outer, name)
			} else {
				inner = append(inner, name)
			}
		}
		var variant *types.Package
		if len(inner) > 0 {
			if variant, err = p.types(path.Join(p.module, dir), append(p.of(dir, false), inner...), p.importer(nil)); err != nil {
				return nil, err
			}
		}
		if len(outer) > 0 {
			_, err = p.types(path.Join(p.module, dir)+"_test", outer, p.importer(variant))
		}
		return nil, err // nobody imports tests
	})
	return err
}

func (p *project) once(key string, check func() (*types.Package, error)) (*types.Package, error) {
	value, _ := p.checker.memo.LoadOrStore(key, new(entry))
	e, _ := value.(*entry)
	e.once.Do(func() { e.pkg, e.err = check() })
	return e.pkg, e.err
}

// of returns the test files of dir, or the other files.
func (p *project) of(dir string, tests bool) []string {
	var names []string
	for _, name := range p.files[dir] {
		if strings.HasSuffix(name, "_test.go") == tests {
			names = append(names, name)
		}
	}
	return names
}

// key identifies a package by everything that its check depends on. Since
// types are compared by identity, this includes the packages that it imports.
func (p *project) key(dir string) (string, error) {
	if key, ok := p.keys[dir]; ok {
		if key == "" {
			return "", fmt.Errorf("%s: import cycle", dir)
		}
		return key, nil
	}
	p.keys[dir] = "" // in progress
	key, err := p.keyOf(p.of(dir, false))
	if err != nil {
		return "", err
	}
	p.keys[dir] = key
	return key, nil
}

func (p *project) keyOf(names []string) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, p.module)
	for _, name := range names {
		t := p.texts[name]
		if t.err != nil {
			return "", p.syntax(name)
		}
		fmt.Fprintf(h, "%s %x\n", name, t.hash)
		for _, imported := range t.imports {
			if own, ok := strings.CutPrefix(imported, p.module+"/"); ok {
				key, err := p.key(own)
				if err != nil {
					return "", err
				}
				fmt.Fprintln(h, own, key)
			}
		}
	}
	return string(h.Sum(nil)), nil
}

// syntax returns the syntax error in the head of a file, with its position.
func (p *project) syntax(name string) error {
	_, err := parser.ParseFile(token.NewFileSet(), name, p.tree[name].Data, parser.ImportsOnly|parser.SkipObjectResolution)
	return err
}

// types checks the files as one package and returns all errors.
func (p *project) types(importPath string, names []string, imp types.Importer) (*types.Package, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, p.tree[name].Data, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	var errs []error
	config := types.Config{Importer: imp, Error: func(err error) { errs = append(errs, err) }}
	pkg, err := config.Check(importPath, fset, files, nil)
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return pkg, err
}

// importer returns an importer for files of the project. If there is a
// variant, it replaces the package of the same path, also for the packages
// between it and the files. Like go test, it checks these again with the
// variant.
func (p *project) importer(variant *types.Package) types.Importer {
	between := map[string]*types.Package{}
	var find importFunc
	find = func(importPath string) (*types.Package, error) {
		own, ok := strings.CutPrefix(importPath, p.module+"/")
		switch {
		case !ok:
			p.checker.mu.Lock()
			defer p.checker.mu.Unlock()
			if why := p.checker.missing[importPath]; why != "" {
				return nil, errors.New(why)
			}
			return p.checker.external.Import(importPath)
		case variant == nil:
			return p.check(own)
		case importPath == variant.Path():
			return variant, nil
		}
		if between[own] != nil {
			return between[own], nil
		}
		plain, err := p.check(own)
		if err != nil || !p.reaches(plain, variant.Path()) {
			return plain, err
		}
		between[own], err = p.types(importPath, p.of(own, false), find)
		return between[own], err
	}
	return find
}

// reaches reports whether pkg imports the project's package importPath,
// directly or indirectly.
func (p *project) reaches(pkg *types.Package, importPath string) bool {
	return slices.ContainsFunc(pkg.Imports(), func(i *types.Package) bool {
		return i.Path() == importPath || strings.HasPrefix(i.Path(), p.module+"/") && p.reaches(i, importPath)
	})
}

type importFunc func(string) (*types.Package, error)

func (f importFunc) Import(importPath string) (*types.Package, error) { return f(importPath) }
