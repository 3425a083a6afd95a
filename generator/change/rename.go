package change

import (
	"bytes"
	"cmp"
	"go/scanner"
	"go/token"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// tableForm is the index of the table among the forms of a resource's name.
const tableForm = 5

// columnForm is the index of the column among the forms of a field's name.
const columnForm = 2

// renaming is a resource or field that has another name in the new spec.
type renaming struct {
	from, to []string // forms of its names
	resource bool
	tables   []string // names of the table of a field, before and now
}

// rename carries the owner's edits to the new names of resources and fields. It
// replaces the words that the new render replaces, in the last render and in
// the owner's files, and moves files that have the name of a resource. What
// remains are changes as of any other change of the spec, which are merged.
func (b *planner) rename(next *spec.Spec) error {
	renamings := b.renamings(next)
	if len(renamings) == 0 {
		return nil
	}
	base := maps.Clone(b.base)
	b.moves, b.words = map[string]string{}, map[string]map[string]string{}
	changed := map[string]string{} // words of resources that are replaced in some file
	for _, r := range renamings {
		if !r.resource {
			continue
		}
		if err := b.moveFiles(r, base); err != nil {
			return err
		}
	}
	for name, was := range base.All() {
		now, stays := b.theirs[name]
		if !stays || record.IsOwn(name) || isDerived(name) || path.Dir(name) == migrations || name == spec.Path {
			continue
		}
		by := map[string]string{}
		for _, r := range renamings {
			found := newWording(r.from, r.to).between(b.withoutModule(was.Data), b.withoutModule(now.Data))
			maps.Copy(by, found)
			if r.resource && path.Ext(name) == ".go" {
				maps.Copy(changed, found)
			}
		}
		if len(by) > 0 {
			b.words[name] = by
			base[name] = b.reworded(name, was)
		}
	}
	b.base = base
	return b.renameOwn(renamings, changed)
}

// renamings returns what has another name in the new spec.
func (b *planner) renamings(next *spec.Spec) []renaming {
	var found []renaming
	for _, m := range renames(b.cat, b.Was, next, b.Decisions.Renames) {
		old, now := resourceOf(b.Was, m.was), resourceOf(next, m.now)
		if old == nil || now == nil {
			continue
		}
		if m.was != m.now || old.PluralName() != now.PluralName() {
			found = append(found, renaming{from: generator.Forms(*old), to: generator.Forms(*now), resource: true})
		}
		for _, f := range m.fields {
			i := slices.IndexFunc(old.Fields, func(g spec.Field) bool { return g.Name == f.was })
			j := slices.IndexFunc(now.Fields, func(g spec.Field) bool { return g.Name == f.now })
			if f.was != f.now && i >= 0 && j >= 0 {
				found = append(found, renaming{
					from: generator.FieldForms(old.Fields[i]), to: generator.FieldForms(now.Fields[j]),
					tables: []string{old.PluralName(), now.PluralName()},
				})
			}
		}
	}
	return found
}

func resourceOf(s *spec.Spec, name string) *spec.Resource {
	i := slices.IndexFunc(s.Resources, func(r spec.Resource) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return &s.Resources[i]
}

// moveFiles moves the files in base that have the name of a resource to the
// paths that they have in the new render.
func (b *planner) moveFiles(r renaming, base tree.Tree) error {
	for _, from := range base.Paths() {
		if _, stays := b.theirs[from]; stays || record.IsOwn(from) || isDerived(from) || path.Dir(from) == migrations {
			continue
		}
		to := b.newPath(r, from, base)
		if to == "" {
			continue
		}
		if _, there, err := b.folder.Read(to); err != nil || there {
			return err // the owner has a file there
		}
		b.moves[to] = from
		base[to] = base[from]
		delete(base, from)
	}
	return nil
}

// newPath returns the path in the new render of a file with the name of a
// resource, or "".
func (b *planner) newPath(r renaming, from string, base tree.Tree) string {
	w := newWording(r.from, r.to)
	elements := strings.Split(from, "/")
	for i, e := range elements {
		stem, rest, _ := strings.Cut(e, ".")
		for j := range w.from {
			if name, ok := strings.CutPrefix(stem, w.from[j]); ok && (name == "" || name[0] == '_') {
				elements[i] = strings.TrimSuffix(w.to[j]+name+"."+rest, ".")
				break
			}
		}
	}
	to := strings.Join(elements, "/")
	_, fresh := b.theirs[to]
	if _, known := base[to]; known || !fresh || to == from {
		return ""
	}
	return to
}

// withoutModule returns a file without the module path in its imports, which
// may have the name of a resource.
func (b *planner) withoutModule(text []byte) []byte {
	return bytes.ReplaceAll(text, []byte(b.module+"/"), nil)
}

// reworded returns a file of the last render or of the owner with the words that
// the new render has. The name is that in the new render.
func (b *planner) reworded(name string, f tree.File) tree.File {
	by := b.words[name]
	if len(by) == 0 {
		return f
	}
	module := []byte(b.module + "/")
	parts := bytes.Split(f.Data, module)
	for i, part := range parts {
		parts[i] = replaced(part, by)
	}
	f.Data = bytes.Join(parts, module)
	if path.Ext(name) == ".go" {
		f.Data = formatted(f.Data) // sorts imports, aligns comments
	}
	return f
}

// renameOwn replaces the names of renamed resources in the owner's Go files: in
// those that are in the package of a resource, which moves, and as identifiers
// in those beside generated code that has these names or that import it.
func (b *planner) renameOwn(renamings []renaming, by map[string]string) error {
	files, err := b.goNow()
	if err != nil {
		return err
	}
	for name, f := range files.All() {
		if _, generated := b.Project.base[name]; !generated {
			b.oldNames(name, f.Data, renamings)
		}
	}
	if len(by) == 0 {
		return nil
	}
	folders := map[string]string{} // of generated code with the names → the new one
	for name, words := range b.words {
		if path.Ext(name) == ".go" && len(words) > 0 {
			folders[path.Dir(b.oldPath(name))] = path.Dir(name)
		}
	}
	for name, f := range files.All() {
		if _, generated := b.Project.base[name]; generated {
			continue
		}
		to := name
		if dir, ok := folders[path.Dir(name)]; ok {
			to = path.Join(dir, path.Base(name))
		}
		ours := renamedImports(f, b.Was.Module, b.module)
		text := b.renameIdentifiers(ours.Data, name, folders, renamings, by)
		if to == name && bytes.Equal(text, ours.Data) {
			continue // renameRest writes it if the module has changed
		}
		if _, there, err := b.folder.Read(to); to != name && (err != nil || there) {
			return err
		}
		if to != name {
			b.moves[to] = name
		}
		b.write(to, Merge, f, true, tree.File{Data: text, Mode: f.Mode})
		if to != name {
			b.remove(name, f)
			b.plan.Files[len(b.plan.Files)-1].Reason = "moved to " + to
		}
	}
	return nil
}

// oldPath returns the path that a file has had in the last render.
func (b *planner) oldPath(name string) string { return cmp.Or(b.moves[name], name) }

// renameIdentifiers replaces the names of renamed resources in a Go file of the
// owner: import paths, package names and identifiers. It leaves words in
// comments and strings alone, and identifiers such as book, which are rather
// variables of the owner.
func (b *planner) renameIdentifiers(text []byte, name string, folders map[string]string, renamings []renaming, by map[string]string) []byte {
	imports := map[string]string{} // quoted
	packages := map[string]string{}
	concerned := false
	for from, to := range folders {
		quoted := `"` + path.Join(b.module, from) + `"`
		imported := bytes.Contains(text, []byte(quoted))
		concerned = concerned || imported || path.Dir(name) == from
		if from == to {
			continue
		}
		imports[quoted] = `"` + path.Join(b.module, to) + `"`
		if imported || path.Dir(name) == from {
			packages[path.Base(from)] = path.Base(to)
		}
	}
	if !concerned {
		return text
	}
	var out bytes.Buffer
	end, last := 0, token.ILLEGAL
	tokens := scan(text)
	for i, t := range tokens {
		to := ""
		switch {
		case t.kind == token.STRING:
			to = imports[t.text]
		case t.kind != token.IDENT:
		case packages[t.text] != "":
			if last == token.PACKAGE && path.Dir(name) != folders[path.Dir(name)] || i+1 < len(tokens) && tokens[i+1].kind == token.PERIOD && last != token.PERIOD {
				to = packages[t.text]
			}
		case !isForm(renamings, t.text):
			to = by[t.text]
		}
		last = t.kind
		if to != "" {
			out.Write(text[end:t.at])
			out.WriteString(to)
			end = t.at + len(t.text)
		}
	}
	out.Write(text[end:])
	if end == 0 {
		return text
	}
	return formatted(out.Bytes())
}

// oldNames adds a note for each string of an own Go file that has the former
// name of a table, or names a table and the former name of its column, as SQL
// does.
func (b *planner) oldNames(name string, text []byte, renamings []renaming) {
	for _, t := range scan(text) {
		if t.kind != token.STRING {
			continue
		}
		has := words([]byte(t.text))
		line := 1 + bytes.Count(text[:t.at], []byte("\n"))
		for _, r := range renamings {
			switch {
			case r.resource && r.from[tableForm] != r.to[tableForm] && has[r.from[tableForm]]:
				b.note("%s:%d: the table %s is %s now", name, line, r.from[tableForm], r.to[tableForm])
			case !r.resource && has[r.from[columnForm]] && (has[r.tables[0]] || has[r.tables[1]]):
				b.note("%s:%d: the column %s is %s now", name, line, r.from[columnForm], r.to[columnForm])
			}
		}
	}
}

// isForm reports whether an identifier is a form of a resource's name that the
// owner may have given to a variable.
func isForm(renamings []renaming, name string) bool {
	return isLower(name[0]) && slices.ContainsFunc(renamings, func(r renaming) bool { return slices.Contains(r.from, name) })
}

// lexeme is a token of a Go file.
type lexeme struct {
	kind token.Token
	text string
	at   int
}

// scan returns the tokens of a Go file.
func scan(text []byte) []lexeme {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, text, nil, 0)
	var all []lexeme
	for {
		pos, kind, literal := s.Scan()
		if kind == token.EOF {
			return all
		}
		all = append(all, lexeme{kind: kind, text: literal, at: file.Offset(pos)})
	}
}
