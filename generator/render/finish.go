package render

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/scanner"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
)

// finish brings the output of a template into its final form: in Go files
// imports are moved to the top and the file is gofmted, and in all files runs
// of empty lines become one and the file ends with one newline. For Go it also
// returns the syntax tree.
func finish(name string, data []byte, module string) ([]byte, *ast.File, error) {
	if path.Ext(name) != ".go" {
		return squeeze(data, nobody, nobody), nil, nil
	}
	data = squeeze(liftImports(data, module), opens, closes)
	data = bytes.ReplaceAll(data, []byte(" + ``"), nil) // after a quoted name at the end of a raw string
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", data, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, fmt.Errorf("%w\n%s", err, excerpt(data, err))
	}
	var b bytes.Buffer
	err = gofmt.Fprint(&b, fset, file)
	return b.Bytes(), file, err
}

// gofmt prints in the format of gofmt, except that it does not sort imports.
var gofmt = printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}

// Lines that open or close a block. gofmt would keep the empty line that an
// empty slot leaves next to them.
func opens(line []byte) bool {
	return bytes.HasSuffix(line, []byte("{")) || bytes.HasSuffix(line, []byte("("))
}
func closes(line []byte) bool {
	return bytes.HasPrefix(line, []byte("}")) || bytes.HasPrefix(line, []byte(")"))
}
func nobody([]byte) bool { return false }

// squeeze reduces empty lines to one, and removes those at the ends, after a
// line that opens a block and before one that closes it.
func squeeze(data []byte, opens, closes func([]byte) bool) []byte {
	out := make([]byte, 0, len(data)+1)
	empty, fresh := false, true // fresh: at the beginning, or after a line that opens a block
	for line := range bytes.Lines(data) {
		text := bytes.TrimSpace(line)
		if len(text) == 0 {
			empty = true
			continue
		}
		if empty && !fresh && !closes(text) {
			out = append(out, '\n')
		}
		out = append(append(out, bytes.TrimSuffix(line, []byte("\n"))...), '\n')
		empty, fresh = false, opens(text)
	}
	return out
}

// importLine matches an import outside of a block, which fragments may have
// anywhere.
var importLine = regexp.MustCompile(`^import ((?:[\w.]+ )?"[^"]+"(?:\s*//.*)?)\n?$`)

// importIn returns the import on a line, or false if there is none.
func importIn(line string) (spec string, ok bool) {
	line = strings.TrimLeft(line, " \t")
	if !strings.HasPrefix(line, "import ") {
		return "", false
	}
	m := importLine.FindStringSubmatch(line)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// liftImports moves all imports into one block, with sorted groups for the
// standard library, other modules and the project.
func liftImports(data []byte, module string) []byte {
	var body []string
	groups := make([][]string, 3)
	at := -1
	add := func(spec string) {
		if at < 0 {
			at = len(body)
		}
		g := group(importPath(spec), module)
		if !slices.Contains(groups[g], spec) {
			groups[g] = append(groups[g], spec)
		}
	}
	inBlock, inRaw := false, false
	for line := range strings.Lines(string(data)) {
		text := strings.TrimSpace(line)
		switch spec, ok := importIn(line); {
		case inRaw:
			body = append(body, line)
		case inBlock && text == ")":
			inBlock = false
		case inBlock && text != "":
			add(text)
		case inBlock:
		case text == "import (":
			inBlock = true
		case ok:
			add(spec)
		default:
			body = append(body, line)
		}
		if strings.Count(line, "`")%2 == 1 && !strings.HasPrefix(text, "//") {
			inRaw = !inRaw
		}
	}
	if at < 0 {
		return data
	}
	return []byte(strings.Join(body[:at], "") + importDecl(groups) + strings.Join(body[at:], ""))
}

func importDecl(groups [][]string) string {
	var blocks []string
	for _, g := range groups {
		slices.SortFunc(g, func(a, b string) int {
			return cmp.Or(strings.Compare(importPath(a), importPath(b)), strings.Compare(a, b))
		})
		if len(g) > 0 {
			blocks = append(blocks, strings.Join(g, "\n"))
		}
	}
	all := strings.Join(blocks, "\n\n")
	if !strings.Contains(all, "\n") {
		return "import " + all + "\n"
	}
	return "import (\n" + all + "\n)\n"
}

func importPath(spec string) string {
	_, rest, _ := strings.Cut(spec, `"`)
	p, _, _ := strings.Cut(rest, `"`)
	return p
}

func group(importPath, module string) int {
	first, _, _ := strings.Cut(importPath, "/")
	switch {
	case importPath == module || strings.HasPrefix(importPath, module+"/"):
		return 2
	case strings.Contains(first, "."):
		return 1
	}
	return 0
}

// excerpt returns the lines around a syntax error.
func excerpt(data []byte, err error) string {
	var list scanner.ErrorList
	line := 1
	if errors.As(err, &list) && len(list) > 0 {
		line = list[0].Pos.Line
	}
	var b strings.Builder
	n := 0
	for text := range strings.Lines(string(data)) {
		if n++; n >= line-5 && n <= line+3 {
			fmt.Fprintf(&b, "%5d  %s", n, text)
		}
	}
	return b.String()
}
