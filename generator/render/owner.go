package render

import (
	"fmt"
	"slices"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// ownerFirst returns a resource whose first field is its owner, if it has one.
func ownerFirst(r spec.Resource) spec.Resource {
	i := slices.IndexFunc(r.Fields, func(f spec.Field) bool { return f.Kind == spec.Owner })
	if i > 0 {
		owner := r.Fields[i]
		r.Fields = slices.Insert(slices.Delete(slices.Clone(r.Fields), i, i+1), 0, owner)
	}
	return r
}

// takeOwner takes the owner out of the fields, which are those of a request body.
func (r *Resource) takeOwner() {
	if len(r.Fields) > 0 && r.Fields[0].Kind == string(spec.Owner) {
		r.Owner, r.Fields = &r.Fields[0], r.Fields[1:]
	}
}

// fillOwner makes a migration that adds a column give the rows that are there to
// one user.
func (v *View) fillOwner(m history.Migration, c history.Column) {
	before := m.Table
	before.Columns = slices.DeleteFunc(slices.Clone(before.Columns), func(other history.Column) bool { return other.Key() == c.Key() })
	v.Field.Given = "(SELECT id FROM " + v.Field.Parent.SQLTable + " WHERE email = " + v.SQL.Literal(c.Fill) + ")"
	v.Field.Note = "Rows that are there belong to " + c.Fill + ". This fails if there are some, but no such user."
	v.Change = &Change{Table: tableOf(before, v.SQL), Field: v.Field, Copied: v.Field.Given}
}

func withoutOwner(fields []Field) []Field {
	return slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return f.Kind == string(spec.Owner) })
}

// Stranger is a field of a resource with an owner by which it may refer to a row
// that must have the same one.
type Stranger struct {
	JSON  string
	Go    string
	Of    string // Go expression of what the query is about, given the row of
	Query string // Go literal of the query for the number of rows of other users

	// These are for tests.
	Parent *Resource // that the rows are of
	To     string    // Go assignment that makes row refer to other
}

// findStrangers sets the strangers of a resource, after all have their owners.
func (r *Resource) findStrangers(db layer.Dialect) {
	if r.Owner == nil {
		return
	}
	query := func(parent *Resource, rows string) string {
		return literal(fmt.Sprintf("SELECT count(*) FROM %s WHERE id %s AND %s <> %s", parent.SQLTable, rows, parent.Owner.Column, db.MarkOf(2)))
	}
	for _, f := range r.References {
		if f.Parent.Owner != nil {
			to := ""
			if f.Nullable {
				to = "&"
			}
			r.Strangers = append(r.Strangers, Stranger{JSON: f.JSON, Go: f.Go, Of: "of." + f.Go, Query: query(f.Parent, "= "+db.MarkOf(1)), Parent: f.Parent, To: "row." + f.Go + " = " + to + "other.ID"})
		}
	}
	for _, l := range r.Links {
		if l.Parent.Owner != nil {
			rows := fmt.Sprintf("IN (SELECT %s FROM %s WHERE %s = %s)", l.To, l.SQLTable, l.From, db.MarkOf(1))
			r.Strangers = append(r.Strangers, Stranger{JSON: l.JSON, Go: l.Go, Of: "of.ID", Query: query(l.Parent, rows), Parent: l.Parent, To: "row." + l.Go + " = []" + l.Parent.ID.Type + "{other.ID}"})
		}
	}
}

// Owners are the fields with the owners of rows, in JSON, each once.
func (v *View) Owners() []string {
	var names []string
	for _, r := range v.Resources {
		if r.Owner != nil && !slices.Contains(names, r.Owner.JSON) {
			names = append(names, r.Owner.JSON)
		}
	}
	return names
}

// Reached are the strangers that tests of a resource make: those of which another
// user can have a row without having others.
func (r Resource) Reached() []Stranger {
	return slices.DeleteFunc(slices.Clone(r.Strangers), func(s Stranger) bool { return s.Parent.Owner == nil || len(s.Parent.Strangers) > 0 })
}

// OwnedLabels lists the resources whose rows belong to users, in the plural.
func (v *View) OwnedLabels() string {
	var labels []string
	for _, r := range v.Resources {
		if r.Owner != nil {
			labels = append(labels, r.Labels)
		}
	}
	return enumerated(labels)
}
