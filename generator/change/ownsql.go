package change

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
)

// keepOwn reports new migrations that add a table or a column that a migration
// of the owner has added already. They would fail at the first start.
func (p *Project) keepOwn(next *spec.Spec) (spec.Problems, error) {
	before, _ := history.Replay(p.cat, p.Was)
	after, _ := history.Replay(p.cat, next)
	added := map[string]int{} // table or table.column → index of the owner's migration
	told := map[int][]spec.Field{}
	var ps spec.Problems
	for i, m := range after {
		table := m.Table.Resource().PluralName()
		switch {
		case m.Verb == spec.Own && m.Resource.Name == "":
			if err := p.readOwn(m, i, added); err != nil {
				return nil, err
			}
		case !lacks(before, m):
		case m.Verb == spec.Create:
			if i, there := added[table]; there {
				ps.Add("resource", "your migration %s already creates the table %s; say so under migrations: own %[1]s %[3]s, list the resource in gen.yaml, too, and run gen apply", after[i].Name, table, next.Fields(p.cat, m.Resource))
			}
		case m.Verb == spec.Add && len(m.Resource.Fields) > 0:
			f := m.Resource.Fields[0]
			if i, there := added[table+"."+f.Key()]; there {
				told[i] = append(told[i], f)
				ps.Add("field", "your migration %s already adds the column %s.%s; say so under migrations: own %[1]s %[4]s, list the field in gen.yaml, too, and run gen apply",
					after[i].Name, table, f.Key(), p.tableAfter(next, i, m, told[i]))
			}
		}
	}
	return ps, nil
}

// tableAfter returns the resource whose table m changes, as of the migration with
// the given index, with fields that this one has added without saying so.
func (p *Project) tableAfter(next *spec.Spec, i int, m history.Migration, fields []spec.Field) spec.Resource {
	then := next.Clone()
	then.Migrations = next.History(p.cat)[:i+1]
	_, tables := history.Replay(p.cat, then)
	t, _ := tables.Table(m.Resource.Name)
	r := next.Fields(p.cat, t.Resource())
	r.Fields = append(r.Fields, fields...)
	return r.Columns()
}

// readOwn records what a migration of the owner, with the given index, adds and
// drops.
func (p *Project) readOwn(m history.Migration, i int, added map[string]int) error {
	f, there, err := p.folder.Read(path.Join(migrations, fmt.Sprintf("%06d_%s.up.sql", m.Number, m.Name)))
	if err != nil || !there {
		return err
	}
	for _, c := range tableChanges(string(f.Data)) {
		if c.drops {
			delete(added, c.what)
		} else {
			added[c.what] = i
		}
	}
	return nil
}

// tableChange is a table, or a column as in books.title, that SQL adds or drops.
type tableChange struct {
	what  string
	drops bool
}

const sqlName = "(?:[\"`]?\\w+[\"`]?\\.)?[\"`]?(\\w+)[\"`]?"

var (
	sqlComment  = regexp.MustCompile(`(?s)--[^\n]*|/\*.*?\*/`)
	createTable = regexp.MustCompile(`(?i)^\s*create\s+table\s+(?:if\s+not\s+exists\s+)?` + sqlName)
	dropTable   = regexp.MustCompile(`(?i)^\s*drop\s+table\s+(?:if\s+exists\s+)?` + sqlName)
	alterTable  = regexp.MustCompile(`(?is)^\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?` + sqlName + `\s+(.*)`)
	alterColumn = regexp.MustCompile("(?i)(?:^|,)\\s*(add|drop)\\s+(column\\s+)?(?:if\\s+(?:not\\s+)?exists\\s+)?([\"`]?)(\\w+)")
	notAColumn  = regexp.MustCompile(`(?i)^(constraint|unique|index|key|primary|foreign|check|fulltext|spatial|partition|default)$`)
)

// tableChanges returns the tables and columns that SQL adds and drops, in its
// order, as far as that can be seen without parsing it.
func tableChanges(sql string) []tableChange {
	var found []tableChange
	for statement := range strings.SplitSeq(sqlComment.ReplaceAllString(sql, " "), ";") {
		if m := createTable.FindStringSubmatch(statement); m != nil {
			found = append(found, tableChange{what: strings.ToLower(m[1])})
		}
		if m := dropTable.FindStringSubmatch(statement); m != nil {
			found = append(found, tableChange{what: strings.ToLower(m[1]), drops: true})
		}
		m := alterTable.FindStringSubmatch(statement)
		if m == nil {
			continue
		}
		for _, c := range alterColumn.FindAllStringSubmatch(m[2], -1) {
			if c[2] == "" && c[3] == "" && notAColumn.MatchString(c[4]) {
				continue
			}
			found = append(found, tableChange{what: strings.ToLower(m[1] + "." + c[4]), drops: strings.EqualFold(c[1], "drop")})
		}
	}
	return found
}
