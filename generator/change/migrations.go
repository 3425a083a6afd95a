package change

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// freeze replaces the migrations in a render by those of the last render that
// do the same, because they may have run. Gen may have changed its templates
// since. Another database has not run them.
func (p *Project) freeze(next *spec.Spec, rendered tree.Tree) {
	if p.dialect(p.Was) != p.dialect(next) {
		return
	}
	was := map[int64]history.Migration{}
	before, _ := history.Replay(p.cat, p.Was)
	for _, m := range before {
		was[m.Number] = m
	}
	frozen := map[int64]bool{}
	now, _ := history.Replay(p.cat, next)
	for _, m := range now {
		for number := m.Number; number <= m.Last; number++ {
			frozen[number] = was[m.Number].Number != 0 && was[m.Number].Same(m)
		}
	}
	maps.DeleteFunc(rendered, func(name string, _ tree.File) bool { return frozen[migrationOf(name)] })
	for name, f := range p.base {
		if frozen[migrationOf(name)] {
			rendered[name] = f
		}
	}
}

// migrationFile matches the name of the .up.sql file of a migration.
var migrationFile = regexp.MustCompile(`^([0-9]+)_(.+)\.up\.sql$`)

// migrationOf returns the number of the migration that a file belongs to, or 0
// if there is none.
func migrationOf(name string) int64 {
	if path.Dir(name) != migrations {
		return 0
	}
	number, _ := history.NumberOf(path.Base(name))
	return number
}

// adopt keeps the migrations that the owner has written as they are.
func (b *planner) adopt(next *spec.Spec) error {
	own := map[string]bool{}
	all, _ := history.Replay(b.cat, next)
	for _, m := range all {
		for _, way := range []string{"up", "down"} {
			own[fmt.Sprintf("%s/%06d_%s.%s.sql", migrations, m.Number, m.Name, way)] = m.Verb == spec.Own
		}
	}
	adopted := maps.Clone(b.base)
	for name, now := range b.theirs {
		if !own[name] {
			continue
		}
		_, there, err := b.folder.Read(name)
		if err != nil {
			return err
		}
		if there {
			adopted[name] = now
		}
	}
	b.base = adopted
	return nil
}

// dialect returns the option that determines the SQL of migrations.
func (p *Project) dialect(s *spec.Spec) string {
	for _, l := range p.cat.Chosen(s.Options) {
		if l.SQL != nil {
			return l.ID()
		}
	}
	return ""
}

// migrations is the directory of the migrations.
const migrations = "migrations"

// takenBack returns a note for each migration among files that are deleted. Once
// it has run, only its .down file can revert it.
func takenBack(deleted []string) []string {
	var notes []string
	for _, name := range deleted {
		if stem, ok := strings.CutSuffix(name, ".down.sql"); ok && path.Dir(name) == migrations {
			notes = append(notes, stem+" is taken back; if it has run on a database, roll it back first: gen undo, server migrate down, then repeat this change")
		}
	}
	return notes
}

// dropped adds a note for each column and table that a new migration drops, and
// for the values that it gives to rows.
func (b *planner) dropped(next *spec.Spec) {
	was, _ := history.Replay(b.cat, b.Was)
	all, _ := history.Replay(b.cat, next)
	for _, m := range all {
		note := dropNote(m)
		c, constrains := m.Constraint()
		switch {
		case !lacks(was, m):
		case constrains && m.Verb == spec.Add:
			if note := c.Note(); note != "" {
				b.note("migration %06d adds %s to %s. %s", m.Number, c, m.Resource.Name, note)
			}
		case m.Verb == spec.Add && m.Setting == "softdelete":
		case m.Verb == spec.Add && m.Setting != "":
			b.note("migration %06d adds created_at and updated_at to %s: rows that are there get the time at which it runs", m.Number, m.Table.Resource().PluralName())
		case m.Verb == spec.Add:
			switch c, _ := m.Table.Column(m.Resource.Fields[0].Key()); {
			case c.Kind == spec.Owner:
				b.note("migration %06d adds %s.%s: rows that are there belong to %s", m.Number, m.Table.Resource().PluralName(), c.Key(), c.Fill)
			case c.Filler:
				b.note("migration %06d adds %s.%s: rows that are there get %s", m.Number, m.Table.Resource().PluralName(), c.Key(), cmp.Or(c.Fill, "the zero value of its type"))
			}
		case note != "":
			b.plan.Notes = append(b.plan.Notes, note)
		}
	}
}

// keptTables adds a note for each option that is removed although its tables
// stay.
func (b *planner) keptTables(next *spec.Spec) {
	for _, m := range next.Migrations {
		l, ok := b.cat.Option(string(m.Verb), m.Name)
		if ok && b.Was.Options.Has(l.Category, l.Name) && !next.Options.Has(l.Category, l.Name) {
			b.note("the tables of %s stay, because its migrations may have run: %s", l.Name, strings.Join(l.Tables, ", "))
		}
	}
}

// dropNote returns what is said about a migration that drops a column or a
// table, or "".
func dropNote(m history.Migration) string {
	table := m.Table.Resource().PluralName()
	if _, constrains := m.Constraint(); constrains {
		return ""
	}
	switch {
	case m.Setting == "softdelete" && m.Verb == spec.Remove:
		return fmt.Sprintf("migration %06d deletes the rows of %s that have been deleted, and drops the column deleted_at; it fails while rows of other tables refer to them", m.Number, table)
	case m.Setting != "" && m.Verb == spec.Remove:
		return fmt.Sprintf("migration %06d drops the columns %s.created_at and %[2]s.updated_at and their data", m.Number, table)
	case m.Verb == spec.Remove:
		return fmt.Sprintf("migration %06d drops the column %s.%s and its data", m.Number, table, m.Resource.Fields[0].Key())
	case m.Verb == spec.Drop:
		return fmt.Sprintf("migration %06d drops the table %s and its data", m.Number, table)
	}
	return ""
}

// rowNotes adds a note for what new migrations do with rows that conflict with
// them.
func (b *planner) rowNotes(next *spec.Spec) {
	db, ok := next.Database(b.cat)
	if !ok || b.dialect(b.Was) != b.dialect(next) {
		return
	}
	before, _ := history.Replay(b.cat, b.Was)
	after, _ := history.Replay(b.cat, next)
	for _, m := range after {
		if m.Verb != spec.Change || !lacks(before, m) {
			continue
		}
		for _, note := range m.Treatment(false, db.SQL.Limits).Notes(m.Resource.Fields[0]) {
			b.note("migration %06d changes %s.%s: %s", m.Number, m.Resource.Name, m.Resource.Fields[0].Name, note)
		}
	}
	b.shorterNotes(next)
}

// shorterNotes tells about strings that became shorter although their columns
// did not, for which there is no migration.
func (b *planner) shorterNotes(next *spec.Spec) {
	for _, r := range next.Resources {
		was := resourceOf(b.Was, r.Name)
		if was == nil {
			continue
		}
		for _, f := range r.Fields {
			i := slices.IndexFunc(was.Fields, func(g spec.Field) bool { return g.Name == f.Name && g.Kind == f.Kind })
			cut := slices.ContainsFunc(next.Migrations, func(m spec.Migration) bool {
				return m.Verb == spec.Change && m.Rows.Truncate && m.Resource.Name == r.Name && m.Resource.Fields[0].String() == f.Column().String()
			})
			if i >= 0 && f.Kind == spec.String && f.Length() < was.Fields[i].Length() && !cut {
				b.note("%s.%s: rows with more than %d characters stay as they are", r.Name, f.Name, f.Length())
			}
		}
	}
}
