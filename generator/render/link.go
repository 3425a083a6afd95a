package render

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Link is a field with ids of another resource, which are in a table of their own.
type Link struct {
	JSON string // name in JSON, such as tag_ids
	Go   string // TagIDs
	Func string // bookTags, function that describes it to stores

	SQLTable string // book_tags, quoted if it is a reserved word
	Table    string // the same without quotes
	From, To string // its columns, such as book_id and tag_id
	Index    string // name of the index of To in the database
	Key      string // and in the table
	FromKey  string // names of its constraints
	ToKey    string
	FromType string // of its columns in SQL
	ToType   string

	Seeds []*Resource // those that need rows in its test
	First int         // number of the first row of Owner in its test
	Last  int         // id of the last row of Parent there
	Free  bool        // whether the test can delete that row, because nothing else refers to it
	Own   bool        // whether rows are linked to others of their own table

	Owner  *Resource // book
	Parent *Resource // tag
}

// newLink returns a link of a resource to another one.
func newLink(r spec.Resource, f spec.Field, owner, parent *Resource, db layer.Dialect, json naming) Link {
	table := r.LinkTable(f, db)
	from, to := r.LinkColumns(f)
	return Link{
		JSON: json(f.Key()), Go: exported(f.Key()), Func: unexported(r.Name) + exported(f.Name),
		SQLTable: quoted(table, db.Quote), Table: table, From: quoted(from, db.Quote), To: quoted(to, db.Quote),
		Index: db.NameOf(table, to, layer.IndexName), Key: db.KeyOf(to, layer.IndexName),
		FromKey: db.NameOf(table, from, layer.ForeignKeyName), ToKey: db.NameOf(table, to, layer.ForeignKeyName),
		FromType: db.Columns[string(owner.ID.stored)], ToType: db.Columns[string(parent.ID.stored)],
		Owner: owner, Parent: parent, Own: owner == parent,
	}
}

// Literal returns a name as a string literal of Go.
func (l Link) Literal(name string) string { return strconv.Quote(name) }

// Rules are those of a list of ids in the syntax of go-playground/validator.
func (l Link) Rules() string {
	rules := "max=" + strconv.Itoa(maxLinks)
	if rule := l.Parent.ID.rule; rule != "" {
		rules += ",dive," + rule
	}
	return rules
}

// maxLinks is the largest number of ids that a row can have in a field.
const maxLinks = 100

// rows returns the query that finds the rows of Owner with an id, whose condition
// follows.
func (l Link) rows() string { return fmt.Sprintf("SELECT %s FROM %s WHERE ", l.From, l.SQLTable) }

// livingRows is rows without those linked to rows that are deleted.
func (l Link) livingRows() string {
	if l.Parent.DeletedAt == nil {
		return l.rows()
	}
	return fmt.Sprintf("%s%s IN (SELECT id FROM %s WHERE deleted_at IS NULL) AND ", l.rows(), l.To, l.Parent.SQLTable)
}

// withoutLinks returns a resource with the fields that are columns of its table.
func withoutLinks(r spec.Resource) spec.Resource {
	r.Fields = slices.DeleteFunc(slices.Clone(r.Fields), func(f spec.Field) bool { return f.Kind == spec.Refs })
	return r
}

// link sets the links between resources.
func link(resources []Resource, specs []spec.Resource, db layer.Dialect, json naming) {
	byName := map[string]*Resource{}
	for i := range resources {
		byName[resources[i].Name] = &resources[i]
	}
	for i, r := range specs {
		for _, f := range r.Fields {
			if f.Kind == spec.Refs {
				owner, parent := &resources[i], byName[f.Ref]
				l := newLink(r, f, owner, parent, db, json)
				owner.Links = append(owner.Links, l)
				if path := parent.ID.Import; path != "" && !slices.Contains(owner.Imports, path) {
					owner.Imports = append(owner.Imports, path)
				}
				if path := parent.ID.Import; path != "" && len(owner.RowLinks()) > 0 && !slices.Contains(owner.RowImports, path) {
					owner.RowImports = append(owner.RowImports, path)
				}
				parent.Linked = append(parent.Linked, l)
			}
		}
	}
}

// linkOf returns the link of a migration, which is in the table of a resource.
func linkOf(t history.Table, c history.Column, db layer.Dialect) *Link {
	owner := &Resource{SQLTable: quoted(t.Resource().PluralName(), db.Quote), ID: newID(t.Settings.ID, db, 0)}
	parent := &Resource{SQLTable: quoted(c.Parent, db.Quote), ID: referred(c.Stored)}
	l := newLink(t.Resource(), c.Field, owner, parent, db, snakeCase)
	return &l
}

// Relink is a link before and after a migration that renames its table.
type Relink struct{ Old, New *Link }

// Columns are the columns that are renamed.
func (l Relink) Columns() []struct{ Old, New string } {
	all := []struct{ Old, New string }{{l.Old.From, l.New.From}, {l.Old.To, l.New.To}}
	return slices.DeleteFunc(all, func(c struct{ Old, New string }) bool { return c.Old == c.New })
}

// relinks returns the links that a migration renames. Before and after are in the
// direction of the file.
func relinks(m history.Migration, back bool, db layer.Dialect) []Relink {
	if m.Verb != spec.Rename {
		return nil
	}
	before, after := m.Before.Links, m.Table.Links
	was, now := m.Before, m.Table
	if back {
		before, after, was, now = after, before, now, was
	}
	var all []Relink
	for i := range before {
		l := Relink{linkOf(was, before[i], db), linkOf(now, after[i], db)}
		if l.Old.Table != l.New.Table {
			all = append(all, l)
		}
	}
	return all
}

// Unlink is a table that links rows, and the column with the ids of some of them.
type Unlink struct{ SQLTable, Column string }

// unlinks returns the tables with links of the rows of a migration that changes a
// setting.
func unlinks(m history.Migration, db layer.Dialect) []Unlink {
	var all []Unlink
	for _, t := range m.Others {
		for _, c := range t.Links {
			l := linkOf(t, c, db)
			if t.Name == m.Table.Name {
				all = append(all, Unlink{l.SQLTable, l.From})
			}
			if c.Ref == m.Table.Name {
				all = append(all, Unlink{l.SQLTable, l.To})
			}
		}
	}
	return all
}

// Creates reports whether rows are created in a transaction.
func (r Resource) Creates() bool {
	return len(r.Links)+len(r.Guarded())+len(r.Strangers)+len(r.SoftParents()) > 0
}

// InsertIsLast reports whether no statement of a new row follows its INSERT.
func (r Resource) InsertIsLast() bool {
	return len(r.Links)+len(r.Guarded())+len(r.Strangers) == 0
}

// LinksBeforeLast are the links of a new row after which something follows.
func (r Resource) LinksBeforeLast() []Link {
	if r.LastLink() == nil {
		return r.Links
	}
	return r.Links[:len(r.Links)-1]
}

// LastLink are the links of a new row with which it is complete, or nil.
func (r Resource) LastLink() *Link {
	if len(r.Links) == 0 || len(r.Guarded())+len(r.Strangers) > 0 {
		return nil
	}
	return &r.Links[len(r.Links)-1]
}

// From is the row that is created in a transaction: the parameter of Create, or if
// several can be created in one, a pointer.
func (r Resource) From() string {
	if r.Bulk {
		return "*from"
	}
	return "from"
}

// FromPtr is a pointer to that row.
func (r Resource) FromPtr() string {
	if r.Bulk {
		return "from"
	}
	return "&from"
}

// RowLinks are the links for which a row struct has a field, so that it can be
// converted to the resource.
func (r Resource) RowLinks() []Link {
	if r.ToRow != r.Var+"Row" {
		return nil
	}
	return r.Links
}
