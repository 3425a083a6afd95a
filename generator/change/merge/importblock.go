package merge

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// An importSpec is the path of an import and its name, if it has one.
type importSpec struct{ name, path string }

// An importLine is an import and its position in the block.
type importLine struct {
	importSpec
	first, at int  // line of the first comment above it, if any, and of the import itself
	alone     bool // a declaration without parentheses
}

// An importBlock is the section of a file from the first import to the last.
type importBlock struct {
	lines   []string
	imports []importLine
}

func (b importBlock) find(s importSpec) int {
	return slices.IndexFunc(b.imports, func(i importLine) bool { return i.importSpec == s })
}

// readImports parses a block. It reports false if an import shares a line with
// something else.
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
	last    int // last line with code or comments so far
}

// pass reports whether from is on a line of its own, below everything before
// it.
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

// text returns the comments of an import and its specification, without
// indentation and without the keyword.
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

// replace returns the block with the lines [from,to) replaced.
func (b importBlock) replace(from, to int, with ...string) importBlock {
	changed, ok := readImports(slices.Replace(slices.Clone(b.lines), from, to, with...))
	if !ok {
		return b
	}
	return changed
}

// without returns the block without an import and the comments above it.
// Comments by the owner stay.
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

// hole extends the range of lines to be removed by what would be left over:
// empty parentheses, and one of two empty lines.
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
