package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Index is an index of the table of a resource.
type Index struct {
	Name   string // in the database
	Key    string // in the table, of a database in which tables have names of their own for them
	Unique bool
	Table  string // quoted if it is a reserved word
	On     string // its columns, as in CREATE INDEX
	// Folded is the column that it is of instead of that of its field, if the case
	// of letters does not matter, and Folding how this is defined. They are "" where
	// an index can be of an expression.
	Folded, Folding string
	OfExpression    bool // whether On is an expression
	// Living is the column that limits the index to rows that are not deleted, and
	// Where the condition that does. They are "" if it is of all rows.
	Living, Where string
	Fields        []Field
	Method        string // for searches, or ""
	Extension     string // of the database that Method needs
	// Names are Name and, if it is cut, the one that PostgreSQL gave when it cut
	// names itself.
	Names []string
	// Taken is the []apperr.FieldError, as an element of a composite literal in Go,
	// about a row with values that another one has.
	Taken string

	Constraint spec.Constraint // of several fields
	Note       string          // comment for adding it to a table with rows, or ""
}

// newIndex returns the index of fields of a table. If it is not unique, it has the
// columns end, too.
func newIndex(table string, unique bool, fields []Field, end string, db layer.Dialect) Index {
	x := Index{Unique: unique, Table: quoted(table, db.Quote), Fields: fields}
	var names, columns, literals []string
	for _, f := range fields {
		column := f.Column
		if f.Nullable {
			column += db.NullsFirst
		}
		names, columns, literals = append(names, f.Name), append(columns, column), append(literals, strconv.Quote(f.JSON))
	}
	x.On = strings.Join(columns, ", ")
	kind := layer.UniqueName
	if !unique {
		kind = layer.IndexName
		x.On += end
	}
	of := strings.Join(names, "_")
	x.Name, x.Key = db.NameOf(table, of, kind), db.KeyOf(of, kind)
	x.Names = []string{x.Name}
	if whole := table + "_" + of + kind; len(fields) == 1 && x.Name != whole {
		x.Names = append(x.Names, whole[:db.Names])
	}
	x.Taken = "{apperr.Taken(" + literals[0] + ")}"
	if len(fields) > 1 {
		x.Taken = "apperr.TakenTogether(" + strings.Join(literals, ", ") + ")"
	}
	return x
}

// fold makes the case of A to Z irrelevant in an index of a column.
func (x *Index) fold(of spec.Field, db layer.Dialect) {
	column := x.Fields[0].Column
	x.On = strings.ReplaceAll(db.Fold, "<column>", column)
	if x.OfExpression = db.Folded == ""; x.OfExpression {
		return
	}
	x.Folded = x.Fields[0].Name + "__folded" // no field can be called so
	bytes := strconv.Itoa(utf8.UTFMax * max(of.Length(), db.Limits.Short))
	x.Folding = x.Folded + " " + strings.ReplaceAll(db.Folded, "<bytes>", bytes) + " AS (" + x.On + ")"
	x.On = x.Folded
}

// living is the generated column of tables with deleted rows for the database that
// cannot have indexes of some rows. No field can be called so.
const living = "deleted_at__null"

// ofLiving limits the index to rows that are not deleted.
func (x *Index) ofLiving(db layer.Dialect) {
	if db.Living != "" {
		x.Living = living
		return
	}
	x.Where = "deleted_at IS NULL"
}

// OfAll returns the index of all rows.
func (x Index) OfAll() Index {
	x.Living, x.Where = "", ""
	return x
}

// Folding is the definition of the generated column that the index of the field
// is of, or "".
func (f Field) Folding() string {
	if f.Key == nil {
		return ""
	}
	return f.Key.Folding
}

// PlainKey is the index of the field if it is of its own column, or nil.
func (f Field) PlainKey() *Index {
	if f.Folding() != "" {
		return nil
	}
	return f.Key
}

// searchIndex returns the index that finds texts in those of the field.
func (f Field) searchIndex(table string, db layer.Dialect) Index {
	return Index{
		Name: db.NameOf(table, f.Name, layer.SearchName), Table: quoted(table, db.Quote), Fields: []Field{f},
		On:     strings.ReplaceAll(db.Search.On, "<column>", f.Column),
		Method: db.Search.Method, Extension: db.Search.Extension,
	}
}

// index sets the indexes of a resource whose fields are set.
func (r *Resource) index(of spec.Resource, db layer.Dialect) {
	end := db.IndexEnds[cmp.Or(of.ID, layer.IntID)]
	for i, f := range of.Fields {
		if f.IsKey() {
			x := newIndex(r.Table, f.Unique, r.Fields[i:i+1], end, db)
			if f.FoldsCase() {
				x.fold(f, db)
			}
			if f.Unique && of.SoftDelete {
				x.ofLiving(db)
			}
			r.Fields[i].Key = &x
			r.Indexes = append(r.Indexes, x)
		}
	}
	for i, f := range of.Fields {
		if f.Search && db.Search != nil {
			x := r.Fields[i].searchIndex(r.Table, db)
			if len(r.Searches) > 0 { // another one has needed it already
				x.Extension = ""
			}
			r.Fields[i].Trigrams = &x
			r.Searches = append(r.Searches, x)
		}
	}
	r.Indexes = append(r.Indexes, r.Searches...)
	for _, c := range of.Constraints() {
		if !c.OfIndex() {
			continue
		}
		var fields []Field
		for _, name := range c.Fields() {
			i := slices.IndexFunc(of.Fields, func(f spec.Field) bool { return f.Name == name })
			fields = append(fields, r.Fields[i])
		}
		x := newIndex(r.Table, c.Kind == spec.Unique, fields, end, db)
		x.Constraint, x.Note = c, c.Note()
		if x.Unique && of.SoftDelete {
			x.ofLiving(db)
		}
		r.Composites = append(r.Composites, x)
	}
	r.Indexes = append(r.Indexes, r.Composites...)
	for _, x := range r.Indexes {
		if x.Unique {
			r.Uniques = append(r.Uniques, x)
		}
	}
}

// numbered reports whether the rows of tests have different values of a field, so
// that no two have what only one may have: if it is unique, and among fields that
// are unique together wherever there are enough values. Of references alone it is
// the last one.
func numbered(r spec.Resource, f spec.Field) bool {
	if f.Unique {
		return true
	}
	many := func(name string) bool {
		i := slices.IndexFunc(r.Fields, func(f spec.Field) bool { return f.Name == name })
		return kinds[r.Fields[i].Kind].nth != "" && r.Fields[i].Kind != spec.Ref || r.Fields[i].Kind == spec.String
	}
	for _, names := range r.Unique {
		if !slices.Contains(names, f.Name) {
			continue
		}
		refs := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
			i := slices.IndexFunc(r.Fields, func(f spec.Field) bool { return f.Name == name })
			return r.Fields[i].Kind != spec.Ref
		})
		if many(f.Name) || !slices.ContainsFunc(names, many) && refs[len(refs)-1] == f.Name {
			return true
		}
	}
	return false
}

// NoCase returns the fields that are unique whatever the case of letters.
func (r Resource) NoCase() []Field {
	return slices.DeleteFunc(slices.Clone(r.Fields), func(f Field) bool { return f.Same != "sameNoCase" })
}

// Together are fields that are unique together.
type Together struct {
	Go    string
	Names []string // in JSON
}

// TestsTogether reports whether tests of a resource have fields that are unique
// together.
func (v *View) TestsTogether() bool {
	return slices.ContainsFunc(v.Resources, func(r Resource) bool { return len(r.Together()) > 0 })
}

// Together returns the fields other than the owner that are unique together, if none of them is unique
// with others as well. The last one is numbered.
func (r Resource) Together() []Together {
	uses := map[string]int{}
	for _, x := range r.Uniques {
		for _, f := range x.Fields {
			uses[f.Name]++
		}
	}
	var all []Together
	for _, x := range r.TestedUniques() {
		x.Fields = withoutOwner(x.Fields) // that of all rows
		if len(x.Fields) == 1 || slices.ContainsFunc(x.Fields, func(f Field) bool { return uses[f.Name] > 1 }) {
			continue
		}
		var t Together
		last := slices.IndexFunc(x.Fields, func(f Field) bool { return f.Numbered })
		for i, f := range x.Fields {
			t.Go += f.Go
			if i != last {
				t.Names = append(t.Names, f.JSON)
			}
		}
		t.Names = append(t.Names, x.Fields[last].JSON)
		all = append(all, t)
	}
	return all
}

// composite returns the index of a constraint.
func (r *Resource) composite(c spec.Constraint) *Index {
	i := slices.IndexFunc(r.Composites, func(x Index) bool { return x.Constraint == c })
	if i < 0 {
		return nil
	}
	return &r.Composites[i]
}

// TakenBy is Taken as an expression.
func (x Index) TakenBy() string {
	if strings.HasPrefix(x.Taken, "{") {
		return "[]apperr.FieldError" + x.Taken
	}
	return x.Taken
}
