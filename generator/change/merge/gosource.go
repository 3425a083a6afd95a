package merge

import (
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// Go merges Go files like [Text], with these differences.
//
// Imports are merged as a set: the result has the imports of ours, plus those
// that theirs added, minus those that theirs dropped, unless the merged code
// says otherwise. If the owner has changed the imports, their order and
// comments are those of ours.
//
// Alignment is ignored when lines are compared, because gofmt realigns the
// neighbors of a changed line. If ours is gofmted, so is a result without
// conflicts.
//
// A result without conflicts parses, and insertions kept by KeepBoth do not
// declare a name twice.
func Go(base, ours, theirs []byte, o Options) Result {
	return o.merge(base, ours, theirs, mergeGo)
}

func mergeGo(base, ours, theirs string, o Options) merged {
	return parsing(mergeSources, isGo)(base, ours, theirs, o)
}

func mergeSources(base, ours, theirs string, o Options) merged {
	b, okB := cut(base)
	m, okM := cut(ours)
	t, okT := cut(theirs)
	if !okB || !okM || !okT {
		return mergeText(base, ours, theirs, o)
	}
	done := mergeParts(b, m, t, o)
	if done.has(both) && redeclares(done.text()) {
		o.KeepBoth = false
		done = mergeParts(b, m, t, o)
	}
	if !done.has(conflict) && isFormatted(ours) {
		return done.formatted()
	}
	return done
}

// A source is a Go file split into its imports and the text before and after
// them, which is merged by lines.
type source struct {
	head, tail string
	imports    importBlock
	uses       map[string]bool
}

func mergeParts(base, ours, theirs source, o Options) merged {
	head := merge3(goVersion(base.head), goVersion(ours.head), goVersion(theirs.head), o.KeepBoth)
	tail := merge3(goVersion(base.tail), goVersion(ours.tail), goVersion(theirs.tail), o.KeepBoth)
	with := func(imports importBlock) merged {
		return slices.Concat(head, merged{{out: imports.lines}}, tail)
	}
	m := with(ours.imports)
	i := importMerge{base: base, ours: ours, theirs: theirs, uses: ours.uses, clean: !m.has(conflict)}
	if file, err := parser.ParseFile(token.NewFileSet(), "", m.text(), 0); err == nil {
		i.uses = uses(file)
	}
	return with(i.merge(o.Module))
}

// cut splits a file. It reports false if the file does not parse or an import
// shares a line with something else.
func cut(text string) (source, bool) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ParseComments)
	if err != nil {
		return source{}, false
	}
	line := func(p token.Pos) int { return fset.PositionFor(p, false).Line }
	n := slices.IndexFunc(file.Decls, func(d ast.Decl) bool {
		g, ok := d.(*ast.GenDecl)
		return !ok || g.Tok != token.IMPORT
	})
	if n < 0 {
		n = len(file.Decls)
	}
	from := line(file.Name.End())
	to := from
	if n > 0 {
		from, to = line(file.Decls[0].Pos())-1, line(file.Decls[n-1].End())
	}
	return cutLines(split(text), from, to, uses(file))
}

// cutLines splits a file whose imports are the lines [from,to). An empty line
// before the imports belongs to them.
func cutLines(lines []string, from, to int, uses map[string]bool) (source, bool) {
	if from == 0 || !strings.HasSuffix(lines[to-1], "\n") {
		return source{}, false
	}
	if from < to && strings.TrimSpace(lines[from-1]) == "" {
		from--
	}
	imports, ok := readImports(lines[from:to])
	head, tail := strings.Join(lines[:from], ""), strings.Join(lines[to:], "")
	return source{head: head, tail: tail, imports: imports, uses: uses}, ok
}

// uses returns the names that are used as package qualifiers: those before a
// dot that the file does not declare.
func uses(file *ast.File) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok && id.Obj == nil {
				names[id.Name] = true
			}
		}
		return true
	})
	return names
}

func isGo(text string) bool {
	_, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
	return err == nil
}

// redeclares reports whether a name is declared twice in the same scope.
func redeclares(text string) bool {
	_, err := parser.ParseFile(token.NewFileSet(), "", text, parser.DeclarationErrors)
	return err != nil
}

func isFormatted(text string) bool {
	out, err := format.Source([]byte(text))
	return err == nil && string(out) == text
}

// formatted returns m in gofmt style, or unchanged if it does not parse.
func (m merged) formatted() merged {
	out, err := format.Source([]byte(m.text()))
	if err != nil {
		return m
	}
	return m.reflow(split(string(out)))
}
