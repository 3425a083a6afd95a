package history

import (
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// checkNewTable compares a new table with the existing ones.
func (r *replay) checkNewTable(res spec.Resource) {
	for _, name := range []string{res.Name, res.PluralName()} {
		if err := spec.CheckSnake(name); err != nil {
			r.problem("%s", err)
			return
		}
	}
	for _, t := range r.tables {
		switch {
		case t.Name == res.Name:
			r.problem("%q already exists; drop it first", res.Name)
		case t.Resource().PluralName() == res.PluralName():
			r.problem("%q: its table %s already exists, for %q", res.Name, res.PluralName(), t.Name)
		}
	}
	for _, l := range r.layers {
		if takesName(l, res) {
			r.problem("%q clashes with %s", res.Name, spec.MigrationOf(l))
		}
	}
}

// takesName reports whether an option has a table with the name of a
// resource's table.
func takesName(l layer.Layer, r spec.Resource) bool {
	return slices.Contains(l.Tables, r.PluralName())
}

// checkFields checks columns as fields of a resource are checked.
func (r *replay) checkFields(columns []Column) {
	taken := map[string]bool{}
	for _, c := range columns {
		if taken[c.Key()] {
			r.problem("field %q is listed twice", c.Name)
		}
		taken[c.Key()] = true
		for _, msg := range c.Check() {
			r.problem("field %q: %s", c.Name, msg)
		}
	}
}

// checkAdded returns the reason why a field cannot be added to a table with
// rows, or "".
func checkAdded(f spec.Field) string {
	switch {
	case f.Required && f.Unique:
		return "existing rows cannot each be given a value that is required and unique; leave out required"
	case f.Required && f.Kind == spec.Ref:
		return "existing rows have nothing to refer to; leave out required"
	case f.Required && f.Kind == spec.Money:
		return "existing rows have no amount and no currency; leave out required"
	}
	return ""
}

// checkConstraints checks the constraints of a table as those of a resource are
// checked.
func (r *replay) checkConstraints(t Table) {
	for _, msg := range t.Resource().CheckConstraints() {
		r.problem("%s", msg)
	}
}

// checkKeys checks the unique and indexed columns of a table against the limits
// of the database, and all of them against the columns of its settings.
func (r *replay) checkKeys(t Table) {
	for _, c := range t.Columns {
		if msg := t.Resource().CheckColumn(c.Field); msg != "" {
			r.problem("field %q: %s", c.Name, msg)
		}
	}
	limits := r.limits()
	if limits == nil {
		return
	}
	for _, p := range t.Resource().CheckKeys(r.db.Name, *limits) {
		r.problem("%s", p.Message)
	}
}

func (r *replay) limits() *layer.Limits {
	if r.db.SQL == nil {
		return nil
	}
	return r.db.SQL.Limits
}
