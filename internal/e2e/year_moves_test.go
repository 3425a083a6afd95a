package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/spec"
)

// deletedAt is the column that soft deletion adds, the only setting that moves change.
const deletedAt = "deleted_at"

// move makes a random change with gen, unless gen refuses it.
func (y *year) move() {
	y.t.Helper()
	s := y.spec()
	if len(s.Resources) == 0 {
		y.change("add", "resource", y.name(), y.field())
		return
	}
	r := s.Resources[y.rnd.IntN(len(s.Resources))]
	f := r.Fields[y.rnd.IntN(len(r.Fields))]
	switch y.rnd.IntN(25) {
	case 0, 1, 2, 3:
		field := y.field()
		if y.one(4) {
			field = y.name() + ":ref=" + s.Resources[y.rnd.IntN(len(s.Resources))].Name
		}
		y.change("add", "field", r.Name, field)
	case 4, 5:
		y.change("add", "resource", y.name(), y.field(), y.field())
	case 6, 7:
		y.change("remove", "field", r.Name, f.Name)
	case 8, 9:
		y.change("rename", "field", r.Name, f.Name, y.name())
	case 10, 11:
		y.change("rename", "resource", r.Name, y.name())
	case 12:
		y.change("remove", "resource", r.Name)
	case 13:
		y.change("set", "framework="+y.pick("nethttp", "gin", "echo", "chi", "fiber"))
	case 14:
		y.change("set", "access="+y.pick("sql", "sqlx", "gorm"))
	case 15:
		what, name := "middleware", y.pick("cors", "secure", "compress", "ratelimit", "idempotency")
		if y.one(4) {
			what, name = "example", "bank"
		}
		y.change(map[bool]string{true: "remove", false: "add"}[s.Options.Has(what, name)], what, name)
	case 16:
		y.moveDatabase()
	case 17:
		y.change("set", "module="+y.pick("shop", "example.com/shop", "example.com/team/shop"))
	case 18:
		y.ownMigration("own_"+y.name(), "SELECT 1", "SELECT 1")
	case 19:
		y.change("set", fmt.Sprintf("%s.softdelete=%t", r.Name, !r.SoftDelete))
	default:
		y.changeColumns()
	}
}

func (y *year) name() string {
	return fmt.Sprintf("%s_%d", y.pick("note", "tag", "order_line", "size"), y.rnd.IntN(9))
}

func (y *year) field() string {
	return y.name() + ":" + y.pick("string", "text", "int", "bigint", "float", "bool", "date", "time", "uuid", "decimal", "decimal:scale=2", "json", "bytes", "enum(red|green|blue)",
		"string:required", "int:required", "date:required", "enum(red|green):required", "bool:default=true", "string:index,max=40", "string:unique", "int:default=5")
}

// change runs a command of gen, which may refuse the change or have conflicts. It
// must name what is lost.
func (y *year) change(args ...string) {
	y.t.Helper()
	y.changeFrom(y.state(), args...)
}

func (y *year) changeFrom(was state, args ...string) {
	y.t.Helper()
	if !y.released {
		args = append(args, "--no-check")
	}
	abort := y.released || y.one(2)
	if abort {
		args = append(args, "--on-conflict", "abort")
	}
	code, out := y.gen(args...)
	conflicts := strings.Contains(out, "Conflicts to resolve")
	switch {
	case code != 0 && (abort || !conflicts):
		y.counts["refused"]++
		y.step("%s", strings.TrimSpace(out))
		y.unchanged(args)
		return
	case code != 0 && !y.resolve(out, false):
		y.fail("%s", out)
	}
	y.counts["changes"]++
	y.kept(was, out)
	y.dropped(out, was)
	if !conflicts && args[0] != "apply" && y.one(6) {
		y.undo()
	}
}

// undo undoes the last change and does it again.
func (y *year) undo() {
	y.t.Helper()
	tree := func() string {
		y.git("add", "-A")
		return y.git("write-tree")
	}
	before, after := y.git("rev-parse", "HEAD^{tree}"), tree()
	if before == after { // there was nothing to do
		return
	}
	for _, want := range []string{before, after} {
		if code, out := y.gen("undo"); code != 0 {
			y.fail("%s", out)
		}
		if got := tree(); got != want {
			y.fail("gen undo: differs:\n%s", y.git("diff", "--stat", strings.TrimSpace(want), strings.TrimSpace(got)))
		}
	}
}

// unchanged fails the test if a refused change has changed a file. An edit of
// gen.yaml is taken back.
func (y *year) unchanged(args []string) {
	y.t.Helper()
	if args[0] == "apply" {
		y.git("checkout", "-q", "--", spec.Path)
	}
	if left := y.git("status", "--porcelain"); left != "" {
		y.fail("gen %s has changed files although it was refused:\n%s", strings.Join(args, " "), left)
	}
}

// moveDatabase sets another database. Rows are not carried over.
func (y *year) moveDatabase() {
	y.t.Helper()
	to := "sqlite"
	if y.spec().Options.Has("database", to) {
		to = y.pick("postgres", "mysql")
	}
	args := []string{"set", "database=" + to, "--on-conflict", "abort"}
	if code, out := y.gen(args...); code != 0 {
		y.step("%s", strings.TrimSpace(out))
		y.unchanged(args)
	} else if !strings.Contains(out, "is not moved to "+to) {
		y.fail("not told that the data is not moved: %s", out)
	}
}

// ownMigration adds a migration that the owner writes, if there is no other with
// its name.
func (y *year) ownMigration(name, up, down string) {
	y.t.Helper()
	y.change("add", "migration", name)
	for way, script := range map[string]string{"up": up, "down": down} {
		files, err := filepath.Glob(filepath.Join(y.dir, "migrations", "*_"+name+"."+way+".sql"))
		if err != nil || len(files) > 1 {
			y.fail("%v, %v", files, err)
		}
		for _, file := range files { // none if it was refused
			text, err := os.ReadFile(file)
			if err != nil {
				y.fail("%v", err)
			}
			if strings.HasPrefix(string(text), "-- DRAFT") {
				y.edits++
				y.write("migrations/"+filepath.Base(file), fmt.Sprintf("-- Line %d is of its owner.\n%s;\n", y.edits, script))
			}
		}
	}
}

// decision matches the flags that gen names for a change that rows may stand
// against.
var decision = regexp.MustCompile(`--(fill|truncate|reject) (\w+\.\w+)`)

// changeColumns edits fields in gen.yaml and applies that, with the flags that gen
// asks for.
func (y *year) changeColumns() {
	y.t.Helper()
	before, was := y.state(), y.spec()
	next := was.Clone()
	fills := map[string]string{}
	for range 1 + y.rnd.IntN(2) {
		r := &next.Resources[y.rnd.IntN(len(next.Resources))]
		f := &r.Fields[y.rnd.IntN(len(r.Fields))]
		y.changeField(f)
		fills[r.Name+"."+f.Name] = filling(*f)
	}
	file := filepath.Join(y.dir, spec.Path)
	text, err := os.ReadFile(file)
	if err != nil {
		y.fail("%v", err)
	}
	if text, err = spec.Edit(text, y.cat, was, next); err != nil {
		y.fail("%v", err)
	}
	y.write(spec.Path, string(text))
	y.step("edit gen.yaml: %v", changedFields(was, next))
	args := []string{"apply", "--no-check", "--dry-run"}
	code, out := y.gen(args...)
	args = args[:1]
	if code != 0 {
		args = append(args, y.decide(out, fills)...)
	}
	y.changeFrom(before, args...)
}

// decide returns flags for the fields for which a message asks for one of them.
// Fills has values for them.
func (y *year) decide(message string, fills map[string]string) []string {
	var flags []string
	decided := map[string]bool{}
	for _, d := range decision.FindAllStringSubmatch(message, -1) {
		kind, name, fills := d[1], d[2], fills[d[2]]
		if decided[name] || kind == "fill" && (fills == "" || y.one(2)) {
			continue // it also asks for another flag
		}
		decided[name] = true
		if kind == "fill" {
			name += "=" + fills
		}
		flags = append(flags, "--"+kind+"="+name)
	}
	return flags
}

func changedFields(was, next *spec.Spec) []string {
	var changed []string
	for i, r := range next.Resources {
		for j, f := range r.Fields {
			if old := was.Resources[i].Fields[j]; old.String() != f.String() {
				changed = append(changed, r.Name+": "+old.String()+" is "+f.String())
			}
		}
	}
	return changed
}

// changeField changes the column of a field.
func (y *year) changeField(f *spec.Field) {
	isKey := slices.Contains([]spec.Kind{spec.String, spec.Int, spec.BigInt, spec.Date, spec.UUID}, f.Kind)
	n := y.rnd.IntN(8)
	switch {
	case n == 0 && isKey:
		f.Unique, f.Index = !f.Unique, false
	case n == 1 && isKey:
		f.Unique, f.Index = false, !f.Index
	case n <= 3 && f.Kind == spec.String:
		f.Max = y.pick("12", "40", "100", "300")
	case n <= 3 && f.Kind == spec.Enum && (len(f.Values) == 1 || y.one(2)):
		if added := y.pick("new", "old", "gone"); !slices.Contains(f.Values, added) {
			f.Values = append(slices.Clone(f.Values), added)
		}
	case n <= 3 && f.Kind == spec.Enum:
		at := y.rnd.IntN(len(f.Values))
		f.Values = slices.Delete(slices.Clone(f.Values), at, at+1)
		if !slices.Contains(f.Values, f.Default) {
			f.Default = ""
		}
	case n == 4 && f.Kind == spec.Int:
		f.Kind = spec.BigInt
	case n == 4 && f.Kind == spec.String:
		f.Kind, f.Max, f.Unique, f.Index = spec.Text, "", false, false
	case n == 5 && f.Kind != spec.Ref:
		f.Required = false
		if f.Default == "" {
			f.Default = preset(*f)
		} else {
			f.Default = ""
		}
	default:
		f.Required, f.Default = !f.Required, ""
	}
}

// preset returns a value that a field can have as its default, or "".
func preset(f spec.Field) string {
	if f.Kind == spec.Enum {
		return f.Values[0]
	}
	return map[spec.Kind]string{spec.String: "preset", spec.Text: "preset", spec.Int: "7", spec.BigInt: "7", spec.Float: "1.5", spec.Decimal: "7", spec.Bool: "true"}[f.Kind]
}

// filling returns a value for rows that have none.
func filling(f spec.Field) string {
	if f.Kind == spec.Enum {
		return f.Values[0]
	}
	return map[spec.Kind]string{
		spec.String: "filled", spec.Text: "filled", spec.Int: "3", spec.BigInt: "3", spec.Float: "2.5", spec.Decimal: "3", spec.Bool: "true",
		spec.Date: "2026-02-03", spec.UUID: "00000000-0000-0000-0000-00000000000f", spec.Time: "2026-02-03T04:05:06Z",
	}[f.Kind]
}
