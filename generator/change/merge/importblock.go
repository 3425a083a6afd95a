package merge

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// An importSpec is what an import says: a path, and a name if it gives one.
type importSpec struct{ name, path string }

// An importLine is an import in a block, with the comments above it.
type importLine struct {
	importSpec
	first, at int  // the first of its comments or itself, and the import: lines of the block
	alone     bool // a declaration without brackets
}

// An importBlock is the lines of a file from its first import to its last.
type importBlock struct {
	lines   []string
	imports []importLine
}

func (b importBlock) find(s importSpec) int {
	return slices.IndexFunc(b.imports, func(i importLine) bool { return i.importSpec == s })
}

// readImports fails where something else stands on the line of an import.
func readImports(lines []string) (importBlock, bool) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", "package p\n"+strings.Join(lines, ""), parser.ParseComments)
	if err != nil {
		return importBlock{}, false
	}
	r := blockReader{line: func(p token.Pos) int { return fset.PositionFor(p, false).Line - 2 }, last: -1}
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); !ok || g.Tok != token.IMPORT || !r.read(g) {
			return importBlock{}, false
		}
	}
	return importBlock{lines: lines, imports: r.imports}, true
}

type blockReader struct {
	imports []importLine
	line    func(token.Pos) int
	last    int // the last line with something on it
}

// pass tells whether something begins below all that came before.
func (r *blockReader) pass(from, to token.Pos) bool {
	below := r.line(from) > r.last
	r.last = r.line(to)
	return below
}

func (r *blockReader) read(g *ast.GenDecl) bool {
	alone := !g.Lparen.IsValid()
	if !alone && !r.pass(g.Pos(), g.Lparen) {
		return false
	}
	for _, s := range g.Specs {
		s, from := s.(*ast.ImportSpec), s.Pos()
		if alone {
			s.Doc, from = g.Doc, g.Pos()
		}
		i := importLine{at: r.line(from), first: r.line(from), alone: alone}
		if s.Doc != nil {
			i.first = r.line(s.Doc.Pos())
			from = s.Doc.Pos()
		}
		path, err := strconv.Unquote(s.Path.Value)
		if err != nil || !r.pass(from, s.End()) || r.last != i.at {
			return false
		}
		if i.path = path; s.Name != nil {
			i.name = s.Name.Name
		}
		r.imports = append(r.imports, i)
	}
	return alone || r.pass(g.Rparen, g.Rparen)
}

// text returns an import with its comments as it would stand on its own
// without the keyword.
func (b importBlock) text(i importLine) []string {
	var out []string
	for _, line := range b.lines[i.first : i.at+1] {
		out = append(out, strings.TrimSpace(line)+"\n")
	}
	if i.alone {
		out[len(out)-1] = strings.TrimSpace(strings.TrimPrefix(out[len(out)-1], "import")) + "\n"
	}
	return out
}

// replace returns the block with other lines for [from,to).
func (b importBlock) replace(from, to int, with ...string) importBlock {
	changed, ok := readImports(slices.Replace(slices.Clone(b.lines), from, to, with...))
	if !ok {
		return b
	}
	return changed
}

// without drops an import and the comments above it, except those the owner
// wrote.
func (b importBlock) without(i importLine, owners func(line string) bool) importBlock {
	var stay []string
	for _, line := range b.lines[i.first:i.at] {
		if owners(line) {
			stay = append(stay, line)
		}
	}
	from, to := i.first, i.at+1
	if len(stay) == 0 {
		from, to = b.hole(from, to)
	}
	return b.replace(from, to, stay...)
}

// hole widens lines that go by what is of no use without them: brackets with
// nothing between, and one of two empty lines.
func (b importBlock) hole(from, to int) (int, int) {
	is := func(line int, text string) bool {
		return line >= 0 && line < len(b.lines) && strings.TrimSpace(b.lines[line]) == text
	}
	if is(from-1, "import (") && is(to, ")") {
		from, to = from-1, to+1
	}
	switch {
	case is(from-1, "") && (is(to, "") || is(to, ")") || to == len(b.lines)):
		from--
	case is(from-1, "import (") && is(to, ""):
		to++
	}
	return from, to
}
