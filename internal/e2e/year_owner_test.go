package e2e

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	past "github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
)

// mark matches the lines of owners.
var mark = regexp.MustCompile(`Line \d+ is of its owner\.`)

// comments are how a comment begins, by the name of a file or its extension.
var comments = map[string]string{
	".go": "// ", ".mod": "// ", ".md": "", ".yaml": "# ", ".yml": "# ", ".example": "# ", "Makefile": "# ", "Dockerfile": "# ",
	".gitignore": "# ", ".dockerignore": "# ", ".gitattributes": "# ",
}

func commentOf(name string) (begins string, ok bool) {
	if strings.HasPrefix(name, "docs/") || strings.HasPrefix(name, ".gen/") {
		return "", false
	}
	begins, ok = comments[path.Base(name)]
	if !ok {
		begins, ok = comments[path.Ext(name)]
	}
	return begins, ok
}

// edit adds a line to a file, or a file.
func (y *year) edit() {
	y.t.Helper()
	y.edits++
	line := fmt.Sprintf("Line %d is of its owner.", y.edits)
	if y.one(6) {
		y.step("a file with line %d", y.edits)
		y.write(fmt.Sprintf("internal/own/own%d.go", y.edits), "package own\n\n// "+line+"\n")
		return
	}
	files := y.files()
	var names []string
	for name := range files {
		if _, ok := commentOf(name); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	name := names[y.rnd.IntN(len(names))]
	text := string(files[name].Data)
	y.step("line %d in %s", y.edits, name)
	begins, _ := commentOf(name)
	if path.Ext(name) == ".go" {
		y.write(name, y.inGo(name, text, begins+line))
		return
	}
	lines := strings.SplitAfter(text, "\n")
	at := y.rnd.IntN(len(lines))
	if name == "go.mod" || name == ".gitignore" {
		at = len(lines) - 1
	}
	for at > 0 && strings.HasSuffix(lines[at-1], "\\\n") { // not within a command
		at--
	}
	y.write(name, strings.Join(slices.Insert(lines, at, begins+line+"\n"), ""))
}

// inGo adds a comment to a Go file: at its end, before a declaration, within a
// function or at the end of a line.
func (y *year) inGo(name, text, comment string) string {
	y.t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		y.fail("%v", err)
	}
	var starts, ends []int // offsets of statements, and of the ends of those of one line
	ast.Inspect(file, func(n ast.Node) bool {
		block, ok := n.(*ast.BlockStmt)
		if !ok {
			return true
		}
		for _, s := range block.List {
			from, to := set.Position(s.Pos()), set.Position(s.End())
			if strings.TrimSpace(text[strings.LastIndexByte(text[:from.Offset], '\n')+1:from.Offset]) != "" {
				continue // not at the start of a line
			}
			starts = append(starts, from.Offset)
			if rest, _, _ := strings.Cut(text[to.Offset:], "\n"); from.Line == to.Line && rest == "" {
				ends = append(ends, to.Offset)
			}
		}
		return true
	})
	insert := func(at int, what string) string { return text[:at] + what + text[at:] }
	result := text + "\n" + comment + "\n"
	switch y.rnd.IntN(4) {
	case 0:
		if d := file.Decls; len(d) > 0 {
			at := set.Position(d[y.rnd.IntN(len(d))].End()).Offset
			if strings.HasPrefix(text[at:], "\n\n") {
				result = insert(at, "\n\n"+comment)
			}
		}
	case 1:
		if len(starts) > 0 {
			result = insert(starts[y.rnd.IntN(len(starts))], comment+"\n")
		}
	case 2:
		if len(ends) > 0 {
			result = insert(ends[y.rnd.IntN(len(ends))], " "+comment)
		}
	}
	formatted, err := format.Source([]byte(result))
	if err != nil {
		y.fail("%s: %v", name, err)
	}
	return string(formatted)
}

func (y *year) write(name, text string) {
	y.t.Helper()
	file := filepath.Join(y.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		y.fail("%v", err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		y.fail("%v", err)
	}
}

// state is what must not be lost without a message.
type state struct {
	marks      map[string]string // line of an owner → file
	migrations []past.Migration
}

// state returns the state of the work tree.
func (y *year) state() state {
	y.t.Helper()
	s := state{marks: map[string]string{}}
	for name, f := range y.files().All() {
		for _, line := range mark.FindAllString(string(f.Data), -1) {
			if other := s.marks[line]; other != "" {
				y.fail("%q stands in %s and in %s", line, other, name)
			}
			s.marks[line] = name
		}
	}
	s.migrations, _ = past.Replay(y.cat, y.spec())
	return s
}

// branches returns the states of both branches, without the lines of owners that
// one of them had and the other one has deleted.
func (y *year) branches() (ours, theirs state) {
	y.t.Helper()
	base := strings.TrimSpace(y.git("merge-base", "main", "feature"))
	var states [3]state
	for i, commit := range []string{base, "feature", "main"} {
		y.git("checkout", "-q", commit)
		states[i] = y.state()
	}
	was, theirs, ours := states[0], states[1], states[2]
	for line := range was.marks {
		if ours.marks[line] == "" || theirs.marks[line] == "" {
			delete(ours.marks, line)
			delete(theirs.marks, line)
		}
	}
	return ours, theirs
}

// kept fails the test if something of a state is lost that a message does not
// name.
func (y *year) kept(was state, message string) {
	y.t.Helper()
	is := y.state()
	for line, file := range was.marks {
		if is.marks[line] == "" && !strings.Contains(message, file) {
			y.fail("lost: %q of %s\n%s", line, file, message)
		}
	}
	for _, m := range was.migrations {
		i := slices.IndexFunc(is.migrations, func(o past.Migration) bool { return o.Number == m.Number && (o.Step() == m.Step() || o.Same(m)) })
		if i < 0 && !strings.Contains(message, fmt.Sprintf("%06d", m.Number)) {
			y.fail("migration %06d %s is gone\n%s", m.Number, m.Step(), message)
		}
	}
}

// dropped fails the test if a migration that is new since one of the states drops
// a column or a table that the message does not name.
func (y *year) dropped(message string, states ...state) {
	y.t.Helper()
	for _, m := range y.state().migrations {
		known := slices.ContainsFunc(states, func(s state) bool {
			return slices.ContainsFunc(s.migrations, func(o past.Migration) bool { return o.Step() == m.Step() })
		})
		what := "drops the table " + m.Table.Resource().PluralName()
		if m.Verb == spec.Remove && m.Setting != "" {
			what = "drops the column " + deletedAt
		} else if m.Verb == spec.Remove {
			what = "drops the column " + m.Table.Resource().PluralName() + "." + m.Resource.Fields[0].Key()
		}
		if (m.Verb == spec.Remove || m.Verb == spec.Drop) && !known && !strings.Contains(message, what) && !strings.Contains(message, "("+m.Step()+")") {
			y.fail("no message %s\n%s", what, message)
		}
	}
}

var (
	hunk         = regexp.MustCompile(`(?s)<<<<<<< [^\n]*\n(.*?)(?:\|\|\|\|\|\|\| [^\n]*\n.*?)?=======\n(.*?)>>>>>>> [^\n]*\n`)
	openConflict = regexp.MustCompile(`(?m)^  (\S+?)(?::\d+)?: (.*)$`)
)

// resolve resolves the conflicts in a message as owners may do it: with the side
// of gen, or ours in a merge, and the lines of owners that the other side has.
// It deletes files that gen no longer generates. It reports false if there is
// code to adapt.
func (y *year) resolve(message string, merging bool) bool {
	y.t.Helper()
	_, message, _ = strings.Cut(message, "Conflicts to resolve:\n")
	for _, conflict := range openConflict.FindAllStringSubmatch(message, -1) {
		name, reason := conflict[1], conflict[2]
		data, err := os.ReadFile(filepath.Join(y.dir, name))
		switch {
		case strings.Contains(reason, "delete it or keep it"):
			if err == nil {
				err = os.Remove(filepath.Join(y.dir, name))
			}
			if err != nil && !os.IsNotExist(err) {
				y.fail("%v", err)
			}
			continue
		case err != nil:
			y.fail("%v\n%s", err, message)
		}
		if text := resolved(name, string(data), merging); text != string(data) {
			y.write(name, text)
		} else if strings.Contains(reason, "compile") {
			return false
		}
	}
	y.counts["conflicts resolved"]++
	return true
}

func resolved(name, text string, merging bool) string {
	begins, _ := commentOf(name)
	return hunk.ReplaceAllStringFunc(text, func(conflict string) string {
		sides := hunk.FindStringSubmatch(conflict)
		taken, other := sides[2], sides[1]
		if merging {
			taken, other = other, taken
		}
		for _, line := range mark.FindAllString(other, -1) {
			if !strings.Contains(taken, line) {
				taken += begins + line + "\n"
			}
		}
		return taken
	})
}
