package spec

import (
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// A field of the kind [Refs] is a table with a row for each id that a row has. Its
// two columns are named after the resource and the field, like the table itself.

// one returns the singular of the name of a field.
func (f Field) one() string {
	if !looksPlural(f.Name) {
		return f.Name
	}
	return singular(f.Name)
}

// LinkTable returns the table of a field of the kind Refs.
func (r Resource) LinkTable(f Field, db layer.Dialect) string { return db.NameOf(r.Name, f.Name, "") }

// LinkColumns returns its columns: the id of a row of r, and the one that it has.
func (r Resource) LinkColumns(f Field) (from, to string) {
	return r.Name + "_id", strings.TrimSuffix(f.Key(), "s")
}

// checkLink returns the problem with a field of the kind Refs, or "".
func (r Resource) checkLink(f Field) string {
	if from, to := r.LinkColumns(f); from == to {
		return "both columns of its table would be called " + to + "; choose another name"
	}
	return ""
}

// linkNames returns the names of the table of a field, and of its indexes and
// constraints.
func (r Resource) linkNames(f Field, db layer.Dialect) []string {
	table := r.LinkTable(f, db)
	from, to := r.LinkColumns(f)
	return []string{table, db.NameOf(table, from, layer.ForeignKeyName), db.NameOf(table, to, layer.ForeignKeyName), db.NameOf(table, to, layer.IndexName)}
}
