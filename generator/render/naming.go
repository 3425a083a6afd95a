package render

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/spec"
)

// A resource is the source of names for a package, files, types and variables,
// which must not clash with those of the rest of the project. Since these
// depend on the options, clashes are found by rendering. If the package or a
// file of a resource clashes, both get plural names (resource page, package
// pages). If that does not help, the resource needs another name.

// isForbidden reports whether a name is not allowed for a package or file in
// any project.
func isForbidden(pkg string) bool {
	return token.IsKeyword(pkg) || types.Universe.Lookup(pkg) != nil || spec.IsDevice(pkg) ||
		len(pkg) == 1 || slices.Contains([]string{"main", "init", "vendor", "internal", "testdata"}, pkg)
}

// constrained are the last words of file names that restrict a file to tests
// or certain platforms (see goodOSArchFile in go/build).
var constrained = strings.Fields(`
	test aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos
	386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le
	riscv riscv64 s390 s390x sparc sparc64 wasm`)

func isConstrained(file string) bool {
	i := strings.LastIndex(file, "_")
	return i > 0 && slices.Contains(constrained, file[i+1:])
}

// usePlural changes the package and files of a resource to its plural name.
func (r *Resource) usePlural() {
	r.FromRow = strings.Replace(r.FromRow, r.Package+".", strings.ReplaceAll(r.Table, "_", "")+".", 1)
	r.Package, r.File = strings.ReplaceAll(r.Table, "_", ""), r.Table
	if r.Vars == r.Package {
		r.Vars = "all" + r.Types
	}
	if r.Type == r.StoreType {
		r.StoreType = "Repository"
	}
}

// usePlurals renames the packages and files of resources whose singular is not
// allowed there.
func (v *View) usePlurals(packages map[string]bool) {
	for i := range v.Resources {
		r := &v.Resources[i]
		if isForbidden(r.Package) || packages[r.Package] || isConstrained(r.File) {
			r.usePlural()
		}
	}
}

// clash is a name of a resource that is also used for something else.
type clash struct {
	resource string
	client   string // that has the name instead of a resource
	alias    bool   // whether another name for the imported package of the client may help
	plural   bool   // whether the plural may help
	constant string // RESOURCE.NAME of a constant that needs another name, or ""
	with     string // description of the other use
}

// clashes returns the names of resources that are used for something else in a
// Go file of the project. Some files are already parsed. Only files that
// contain such a name are considered, as those of resources do, in directories
// where names of resources are used.
func (r *renderer) clashes(syntax map[string]*ast.File) ([]clash, error) {
	if len(r.view.Resources)+len(r.view.Clients) == 0 {
		return nil, nil
	}
	fset := token.NewFileSet()
	packages := map[string]*scope{} // by folder and package clause
	found := slices.Concat(r.taken, r.forbiddenClients())
	named, names := r.named(), r.resourceNames()
	for name, f := range r.out.All() {
		has := func(resource []byte) bool { return bytes.Contains(f.Data, resource) }
		if path.Ext(name) != ".go" || !named[path.Dir(name)] {
			continue
		}
		if r.of[name] == "" && !slices.ContainsFunc(names, has) { // searched for in few files, as there are many names
			continue
		}
		file := syntax[name]
		if file == nil {
			var err error
			if file, err = parser.ParseFile(fset, name, f.Data, parser.SkipObjectResolution); err != nil {
				return nil, err
			}
		}
		key := path.Dir(name) + " " + file.Name.Name
		if packages[key] == nil {
			packages[key] = &scope{dir: path.Dir(name), decls: map[string]string{}}
		}
		packages[key].files = append(packages[key].files, goFile{file, r.of[name]})
	}
	for _, key := range slices.Sorted(maps.Keys(packages)) {
		found = append(found, r.inPackage(packages[key])...)
	}
	return found, nil
}

// forbiddenClients returns the clients whose names no package can have.
func (r *renderer) forbiddenClients() []clash {
	var found []clash
	for _, c := range r.view.Clients {
		if isForbidden(c.Package) {
			found = append(found, clash{client: c.Name, with: "another meaning for " + c.Package})
		}
	}
	return found
}

// named returns the directories in which names of resources are used.
func (r *renderer) named() map[string]bool {
	packages, folders := map[string]bool{}, map[string]bool{}
	for _, res := range r.view.Resources {
		packages[res.Package] = true
	}
	for _, c := range r.view.Clients {
		packages["client/"+c.Package] = true
	}
	for name := range r.of {
		folders[path.Dir(name)] = true
	}
	prefix := []byte(`"` + r.view.Module + "/internal/")
	for name, f := range r.out {
		for rest := f.Data; path.Ext(name) == ".go" && !folders[path.Dir(name)]; {
			_, after, ok := bytes.Cut(rest, prefix)
			if !ok {
				break
			}
			pkg, _, _ := bytes.Cut(after, []byte(`"`))
			folders[path.Dir(name)] = packages[string(pkg)]
			rest = after
		}
	}
	return folders
}

// claim records that a file belongs to a resource, or to none if of is nil. It
// reports whether the path is free. Otherwise the resource of one of the two
// files has a clash.
func (r *renderer) claim(out string, of *Resource) bool {
	if of != nil && r.of[out] == "" {
		if _, taken := r.out[out]; !taken {
			r.of[out] = of.Name
			return true
		}
	}
	if _, taken := r.out[out]; !taken {
		return true
	}
	name := r.of[out]
	if of != nil {
		name = of.Name
	}
	if name == "" {
		return true // two layers have the file, which tree.Add reports
	}
	r.taken = append(r.taken, clash{resource: name, plural: true, with: "the file " + out})
	return false
}

// scope is a package that is checked for clashes.
type scope struct {
	dir   string
	files []goFile
	decls map[string]string // what is declared at package level, with the resource of its file or ""
}

// goFile is a file of a package, with the name of its resource or "".
type goFile struct {
	*ast.File
	resource string
}

// inPackage returns the clashes in a package: duplicate declarations, and
// imports and variables of the same name in a file.
func (r *renderer) inPackage(s *scope) []clash {
	var found []clash
	for _, file := range s.files {
		for _, name := range topLevel(file.Decls) {
			if other, twice := s.decls[name]; twice {
				found = append(found, r.declaredTwice(name, s.dir, file.resource, other)...)
			}
			s.decls[name] = file.resource
		}
	}
	for _, file := range s.files {
		imports, twice := importNames(file.File)
		for _, name := range twice {
			found = append(found, r.blame(name, "the package "+name+" in "+s.dir)...)
		}
		locals, again := localNames(file.File)
		for _, name := range again {
			found = append(found, r.blame(name, "the variable "+name+" in "+s.dir)...)
		}
		for _, name := range slices.Sorted(maps.Keys(imports)) {
			if _, declared := s.decls[name]; declared || locals[name] {
				found = append(found, r.blame(name, name+" in "+s.dir)...)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(locals)) {
			if _, declared := s.decls[name]; declared {
				found = append(found, r.blame(name, name+" in "+s.dir)...)
			}
		}
	}
	return found
}

// declaredTwice returns the clashes of a name that two files of a package declare.
// If no resource has that name or such a constant, the resources of the files are
// to blame: their other declarations, such as selectBook, contain their names.
func (r *renderer) declaredTwice(name, dir string, resources ...string) []clash {
	with := name + " in " + dir
	if found := slices.Concat(r.blame(name, with), r.constant(name, dir)); len(found) > 0 {
		return found
	}
	var found []clash
	for _, resource := range resources {
		if resource != "" {
			found = append(found, clash{resource: resource, with: with})
		}
	}
	return found
}

// blame returns a clash for each client that has the name, or else for each
// resource: another name for a client changes neither the API nor the database.
func (r *renderer) blame(name, with string) []clash {
	var found []clash
	for _, c := range r.view.Clients {
		if slices.Contains([]string{c.Ident(), c.Field(), c.Var}, name) {
			found = append(found, clash{client: c.Name, alias: name == c.Package, with: with})
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, res := range r.view.Resources {
		switch name {
		case res.Package:
			found = append(found, clash{resource: res.Name, plural: true, with: with})
		case res.Type, res.Types, res.Var, res.Vars, "New" + res.Type, "New" + res.Types, "new" + res.Types:
			found = append(found, clash{resource: res.Name, with: with})
		}
	}
	return found
}

// constant returns a clash if a resource with its package in dir has a constant
// of that name.
func (r *renderer) constant(name, dir string) []clash {
	for _, res := range r.view.Resources {
		for _, f := range res.Fields {
			if dir == "internal/"+res.Package && slices.ContainsFunc(f.Constants, func(c Constant) bool { return c.Name == name }) {
				return []clash{{resource: res.Name, constant: res.Name + "." + name, with: name + " in " + dir}}
			}
		}
	}
	return nil
}

// resourceNames returns the names that blame recognizes, except those that
// contain another one.
func (r *renderer) resourceNames() [][]byte {
	var names [][]byte
	for _, res := range r.view.Resources {
		for _, name := range []string{res.Package, res.Type, res.Types, res.Var, res.Vars} {
			names = append(names, []byte(name))
		}
	}
	for _, c := range r.view.Clients {
		names = append(names, []byte(c.Package))
	}
	return names
}

// problems returns a problem for each client and resource that needs another name.
func (r *renderer) problems(clashes []clash) spec.Problems {
	var ps spec.Problems
	for i, client := range r.view.Clients {
		j := slices.IndexFunc(clashes, func(c clash) bool { return c.client == client.Name })
		if j >= 0 {
			ps.Add(fmt.Sprintf("clients[%d].name", i), "%q clashes with generated code, which already has %s; choose another name", client.Name, clashes[j].with)
		}
	}
	for i, res := range r.view.Resources {
		j := slices.IndexFunc(clashes, func(c clash) bool { return c.resource == res.Name })
		if j >= 0 {
			ps = append(ps, spec.Problem{
				Path:    fmt.Sprintf("resources[%d].name", i),
				Message: fmt.Sprintf("%q clashes with generated code, which already has %s; choose another name", res.Name, clashes[j].with),
			})
		}
	}
	return ps
}

// packagesOf returns the directories directly below internal/ in which files
// of a project are, without those of its resources.
func packagesOf(files []source) map[string]bool {
	packages := map[string]bool{}
	for _, f := range files {
		if rest, ok := strings.CutPrefix(f.out, "internal/"); ok && !perResource.MatchString(path.Dir(f.out)) {
			name, _, _ := strings.Cut(rest, "/")
			packages[name] = true
		}
	}
	return packages
}
