package render

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// topLevel returns the names that a file declares at package level, without
// methods.
func topLevel(decls []ast.Decl) []string {
	var names []string
	for _, d := range decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && d.Name.Name != "init" {
				names = append(names, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					names = append(names, s.Name.Name)
				case *ast.ValueSpec:
					for _, n := range s.Names {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "_" })
}

// importNames returns the names of a file's imports, and the duplicates among
// them.
func importNames(file *ast.File) (names map[string]bool, twice []string) {
	names = map[string]bool{}
	for _, s := range file.Imports {
		name := importName(s)
		if names[name] {
			twice = append(twice, name)
		}
		names[name] = true
	}
	return names, twice
}

// importName returns the name of an imported package. For packages outside of
// the project it is guessed from the path.
func importName(s *ast.ImportSpec) string {
	if s.Name != nil {
		return s.Name.Name
	}
	p, err := strconv.Unquote(s.Path.Value)
	if err != nil {
		return ""
	}
	base := path.Base(p)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(p))
	}
	return strings.TrimPrefix(base, "go-")
}

// localNames returns the variables, parameters and fields that a file
// declares, and those declared twice in the same block, parameter list or
// struct.
func localNames(file *ast.File) (names map[string]bool, again []string) {
	names = map[string]bool{}
	declare := func(exprs ...ast.Expr) {
		for _, e := range exprs {
			if id, ok := e.(*ast.Ident); ok {
				names[id.Name] = true
			}
		}
	}
	parameters := func(list *ast.FieldList) {
		for _, name := range fieldNames(list) {
			names[name] = true
		}
		again = append(again, repeated(fieldNames(list))...)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			parameters(n.Recv)
			again = append(again, redeclared(n.Type, n.Body)...)
		case *ast.FuncLit:
			again = append(again, redeclared(n.Type, n.Body)...)
		case *ast.FuncType:
			parameters(n.Params)
			parameters(n.Results)
		case *ast.StructType:
			again = append(again, repeated(fieldNames(n.Fields))...)
		case *ast.BlockStmt:
			again = append(again, redeclared(nil, n)...)
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				declare(n.Lhs...)
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				declare(n.Key, n.Value)
			}
		case *ast.DeclStmt:
			for _, name := range topLevel([]ast.Decl{n.Decl}) {
				names[name] = true
			}
		}
		return true
	})
	return names, again
}

// fieldNames returns the names in a list of parameters or fields.
func fieldNames(list *ast.FieldList) []string {
	var names []string
	if list == nil {
		return nil
	}
	for _, f := range list.List {
		for _, n := range f.Names {
			names = append(names, n.Name)
		}
	}
	return names
}

// repeated returns the names that occur more than once, except _.
func repeated(names []string) (again []string) {
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] && name != "_" {
			again = append(again, name)
		}
		seen[name] = true
	}
	return again
}

// redeclared returns the variables and parameters for which a block, the body of a
// function if f is not nil, has a := without new variables, which does not compile.
func redeclared(f *ast.FuncType, block *ast.BlockStmt) (again []string) {
	if block == nil {
		return nil
	}
	seen := map[string]bool{}
	if f != nil {
		for _, name := range slices.Concat(fieldNames(f.Params), fieldNames(f.Results)) {
			seen[name] = true
		}
	}
	for _, s := range block.List {
		a, ok := s.(*ast.AssignStmt)
		if !ok || a.Tok != token.DEFINE {
			continue
		}
		fresh := 0
		var old []string
		for _, e := range a.Lhs {
			id, ok := e.(*ast.Ident)
			if !ok || id.Name == "_" {
				continue
			}
			if seen[id.Name] {
				old = append(old, id.Name)
				continue
			}
			seen[id.Name] = true
			fresh++
		}
		if fresh == 0 {
			again = append(again, old...)
		}
	}
	return again
}
