package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Deletion is what the deletion of a row does to rows that refer to it, and to
// rows that refer to those.
type Deletion struct {
	Refused  []Referrer // references that make the database refuse it
	Deleted  []*Resource
	Cleared  []Referrer // references that become null
	Unlinked []Link     // fields with ids that lose one
	Releases []Release
	// Uses find rows by which a reference refuses it, if the row stays in the
	// database, which then cannot refuse it.
	Uses     []Use
	released []released
}

// Use is a statement that finds a row that refers to the id that is its argument.
type Use struct {
	Statement
	Referrer
}

// Release are statements that make references null, and raise the versions of their
// rows and of those that lose a link. Their arguments are the time, unless the rows have no timestamps, and the id.
type Release struct {
	Timed      bool
	Statements []Statement
}

// released are rows of a resource that a deletion changes.
type released struct {
	of         *Resource
	set, where string
}

// Referrer is a field that refers to a resource, and the resource that has it.
type Referrer struct {
	*Resource
	Field Field
	// Where is the condition on a row of the resource that it refers to what a
	// deletion deletes. It has one argument, the id.
	Where string
}

// RawWhere returns the condition for use in a raw string literal.
func (r Referrer) RawWhere() string { return inRaw(r.Where) }

// Statement is an SQL statement with a ? for each argument.
type Statement struct {
	text string
	db   layer.Dialect
}

// Literal returns the statement as a Go literal.
func (s Statement) Literal() string { return literal(s.text) }

// Marked returns it as a Go literal with the placeholders of the database.
func (s Statement) Marked() string {
	parts := strings.Split(s.text, "?")
	text := parts[0]
	for i, part := range parts[1:] {
		text += s.db.MarkOf(i+1) + part
	}
	return literal(text)
}

func literal(text string) string {
	if strings.Contains(text, "`") {
		return strconv.Quote(text)
	}
	return "`" + text + "`"
}

// deletion returns what the deletion of a row of r does. The referrers of all
// resources must be known.
func (r *Resource) deletion(db layer.Dialect) Deletion {
	var d Deletion
	d.follow(r, "= ?", nil)
	var names []*[]string
	for i := range d.Refused {
		names = append(names, &d.Refused[i].Field.ForeignKeys)
	}
	keepClear(names)
	if r.DeletedAt != nil {
		for _, referrer := range d.Refused {
			d.Uses = append(d.Uses, newUse(r, referrer, db))
		}
	}
	timed, untimed := Release{Timed: true}, Release{}
	for _, r := range d.released {
		release, stamp := &timed, ", updated_at = ?"
		if len(r.of.Stamps) == 0 {
			release, stamp = &untimed, ""
		}
		set := fmt.Sprintf("UPDATE %s\nSET %sversion = version + 1%s\nWHERE %s", r.of.SQLTable, r.set, stamp, r.where)
		set = strings.ReplaceAll("\n"+set, "\n", "\n\t\t\t\t")
		release.Statements = append(release.Statements, Statement{text: set, db: db})
	}
	for _, r := range []Release{timed, untimed} {
		if len(r.Statements) > 0 {
			d.Releases = append(d.Releases, r)
		}
	}
	return d
}

// newUse returns the use of rows of r by a reference to them.
func newUse(r *Resource, by Referrer, db layer.Dialect) Use {
	text := fmt.Sprintf("\n\t\t\t\tSELECT 1 FROM %s\n\t\t\t\tWHERE %s", by.SQLTable, by.Where)
	if by.Resource == r { // a row that refers to itself can go
		text += " AND id <> " + by.Field.Column
	}
	if by.DeletedAt != nil {
		text += " AND deleted_at IS NULL"
	}
	text += "\n\t\t\t\tLIMIT 1"
	if db.Latest != "" {
		text += " " + db.Latest
	}
	return Use{Statement: Statement{text: text, db: db}, Referrer: by}
}

// SoftParents are the references to rows that can be deleted and restored.
func (r Resource) SoftParents() []Field {
	return slices.DeleteFunc(slices.Clone(r.References), func(f Field) bool { return f.Parent.DeletedAt == nil })
}

// SoftReferences are those for which a test can delete a row that nothing refers to:
// of other resources, from the beginning.
func (r Resource) SoftReferences() []Field {
	return slices.DeleteFunc(r.EarlyReferences(), func(f Field) bool {
		return f.Parent.DeletedAt == nil || f.Parent.Name == r.Name || f.Parent.referredToByAll(r.Ancestors)
	})
}

// follow adds what happens when the rows of r go whose id meets a condition, which
// follows the name of the column. Path has the resources that led there; a circle
// of cascades through several tables is followed once.
func (d *Deletion) follow(r *Resource, ids string, path []*Resource) {
	path = append(slices.Clone(path), r)
	ids = r.withDescendants(ids)
	for _, l := range r.Linked {
		d.Unlinked = append(d.Unlinked, l)
		d.released = append(d.released, released{l.Owner, "", fmt.Sprintf("id IN (%s%s %s)", l.rows(), l.To, ids)})
	}
	for _, referrer := range r.Referrers {
		referrer.Where = referrer.Field.Column + " " + ids
		switch referrer.Field.OnDelete {
		case spec.Cascade:
			if !slices.Contains(d.Deleted, referrer.Resource) {
				d.Deleted = append(d.Deleted, referrer.Resource)
			}
			if !slices.Contains(path, referrer.Resource) {
				// DISTINCT makes MySQL read the table before it changes it.
				d.follow(referrer.Resource, fmt.Sprintf("IN (SELECT id FROM (SELECT DISTINCT id FROM %s WHERE %s) AS gone)", referrer.SQLTable, referrer.Where), path)
			}
		case spec.Null:
			d.Cleared = append(d.Cleared, referrer)
			d.released = append(d.released, released{referrer.Resource, referrer.Field.Column + " = NULL, ", referrer.Where})
		default:
			d.Refused = append(d.Refused, referrer)
		}
	}
}

// withDescendants extends a condition on ids to the rows that go with them because
// they refer to rows of their own table.
func (r *Resource) withDescendants(ids string) string {
	var columns []string
	for _, referrer := range r.Referrers {
		if referrer.Resource == r && referrer.Field.OnDelete == spec.Cascade {
			columns = append(columns, "child."+referrer.Field.Column)
		}
	}
	if len(columns) == 0 {
		return ids
	}
	return fmt.Sprintf("IN (WITH RECURSIVE gone (id) AS (SELECT id FROM %[1]s WHERE id %[2]s UNION SELECT child.id FROM %[1]s AS child JOIN gone ON gone.id IN (%[3]s)) SELECT id FROM gone)",
		r.SQLTable, ids, strings.Join(columns, ", "))
}

// Broken are the references that make the database refuse a deletion.
func (d Deletion) Broken() []Referrer {
	if len(d.Uses) > 0 {
		return nil
	}
	return d.Refused
}

// Constraints are the references that make the database refuse a deletion, each
// once.
func (d Deletion) Constraints() []Referrer {
	var constraints []Referrer
	for _, r := range d.Refused {
		if !slices.ContainsFunc(constraints, func(other Referrer) bool { return other.Field.ForeignKey == r.Field.ForeignKey }) {
			constraints = append(constraints, r)
		}
	}
	return constraints
}

// Effects returns sentences about what happens to other rows.
func (d Deletion) Effects() []string {
	var effects, labels []string
	for _, r := range d.Deleted {
		labels = append(labels, r.Labels)
	}
	if len(labels) > 0 {
		effects = append(effects, fmt.Sprintf("The %s that belong to it are deleted, too", enumerated(labels)))
	}
	for i, r := range d.Cleared {
		if !slices.ContainsFunc(d.Cleared[:i], func(other Referrer) bool { return other.Field.ForeignKey == r.Field.ForeignKey }) {
			effects = append(effects, fmt.Sprintf("%s of the %s that refer to it becomes null", r.Field.JSON, r.Labels))
		}
	}
	for i, l := range d.Unlinked {
		if !slices.ContainsFunc(d.Unlinked[:i], func(other Link) bool { return other.Table == l.Table }) {
			effects = append(effects, fmt.Sprintf("The %s that have it in %s lose it", l.Owner.Labels, l.JSON))
		}
	}
	return effects
}

// enumerated joins words, as in a, b and c.
func enumerated(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
