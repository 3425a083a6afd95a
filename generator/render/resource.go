package render

import (
	"maps"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Resource is a resource as data of templates, with its name in all the forms
// that they need. The comments show those of book_review.
type Resource struct {
	Name      string   // book_review
	File      string   // book_review, without .go; see naming.go
	Package   string   // bookreview
	StoreType string   // Store, the interface of its store
	Type      string   // BookReview
	Types     string   // BookReviews
	Var       string   // bookReview
	Vars      string   // bookReviews
	Table     string   // book_reviews
	SQLTable  string   // the same, quoted if it is a reserved word
	Path      string   // book-reviews
	Label     string   // book review
	Labels    string   // book reviews
	A         string   // article of Label: a or an
	Read      Access   // to its routes for reading
	Write     Access   // to those for writing
	Fields    []Field  // without the owner
	Owner     *Field   // the user that a row belongs to, or nil
	Imports   []string // import specs for the types of its fields
	// NthImports are the import specs for the Nth of its fields.
	NthImports []string
	RowImports []string // import specs for the fields of a row
	Version    Column
	CreatedAt  Column
	UpdatedAt  Column
	Stamps     []Column // CreatedAt and UpdatedAt, or none
	DeletedAt  *Column  // nil unless deleted rows can be restored
	Living     string   // definition of the generated column of its unique indexes then, or ""
	ID         ID
	Listed     []Listed // what lists can be sorted or filtered by
	Indexes    []Index  // those of its fields, and then Searches and Composites
	Searches   []Index  // for searches
	Composites []Index  // those of several fields
	Uniques    []Index  // those that are unique
	Checks     []Check
	References []Field // fields that refer to a resource
	Links      []Link  // its fields with ids in tables of their own
	Linked     []Link  // those of resources that have ids of this one
	Relations  []Relation
	Documents  bool // whether it has a json field
	Bulk       bool // whether it has routes for several rows
	Cache      Cache
	Events     bool     // whether changes are published
	Deletion   Deletion // what the deletion of a row does to others
	Ancestor   bool     // whether it is an ancestor of another one
	// Referrers are the fields of resources that refer to this one.
	Referrers []Referrer
	// Ancestors are the resources that must have a row before this one can
	// have one: those it refers to, and their ancestors, in the order in which
	// their tables are created.
	Ancestors []*Resource
	// ToRow and FromRow convert between the resource and a row of its table:
	// by a conversion if both have the same fields, or else by a function.
	ToRow, FromRow string

	// Strangers are the fields by which a row could refer to rows of other users.
	Strangers []Stranger

	unmet bool // whether no values were found that meet its checks
}

// TestedUniques are the unique indexes whose values the rows of tests have.
func (r Resource) TestedUniques() []Index {
	return slices.DeleteFunc(slices.Clone(r.Uniques), func(x Index) bool {
		return slices.ContainsFunc(withoutOwner(x.Fields), func(f Field) bool {
			i := slices.IndexFunc(r.Fields, func(other Field) bool { return other.Name == f.Name })
			return r.Fields[i].SampleJSON == "null" && !r.Fields[i].Numbered
		})
	})
}

// Constrained reports whether a change of a row can break a constraint.
func (r Resource) Constrained() bool { return len(r.Uniques)+len(r.References) > 0 }

// Column is a column that every resource has. As arguments they follow the
// fields in the order version, created_at, updated_at, id.
type Column struct {
	Name, JSON, Go, Mark, Address, Arg, RowType, SQLType string

	ToRow, FromRow, FromImport string // see Field
}

// Ends are the columns at the end of the table: those of its settings.
func (r Resource) Ends() []Column {
	if r.DeletedAt == nil {
		return r.Stamps
	}
	return append(slices.Clone(r.Stamps), *r.DeletedAt)
}

// newColumn returns the nth column of a resource.
func newColumn(name, field string, kind spec.Kind, n int, db layer.Dialect, json naming) Column {
	c := Column{Name: name, JSON: json(name), Go: field, Mark: db.MarkOf(n), RowType: rowType(kind, db), SQLType: db.Columns[string(kind)]}
	c.Address, c.Arg = access(field, kind, db)
	of := kinds[kind]
	c.ToRow, c.FromRow = conversions(field, "", of.goType, c.RowType)
	if c.RowType != of.goType {
		c.FromImport = of.imports
	}
	return c
}

// Now returns the Go expression for the present time as an argument, if the
// column is one of a row struct.
func (c Column) Now() string {
	if c.RowType == kinds[spec.Time].goType {
		return "now()"
	}
	return c.RowType + "(now())"
}

// Of returns the Go expression for a time as an argument, if the column is one of a
// row struct.
func (c Column) Of(expr string) string {
	if c.RowType == kinds[spec.Time].goType {
		return expr
	}
	return c.RowType + "(" + expr + ")"
}

// ArgOf returns it if the column is that of a resource.
func (c Column) ArgOf(variable string) string {
	return strings.ReplaceAll(c.Arg, "row."+c.Go, variable)
}

// NowArg returns it if the column is that of a resource.
func (c Column) NowArg() string {
	return strings.NewReplacer("&row."+c.Go, "new(now())", "row."+c.Go, "now()").Replace(c.Arg)
}

// newResource returns a resource whose fields are stored in columns of the
// given kinds.
func newResource(r spec.Resource, stored []spec.Kind, db layer.Dialect, json naming) Resource {
	v := named(r, db)
	v.Bulk, v.Cache, v.Events = r.Bulk, newCache(r.Settings), !r.Silent
	used := v.columns(r, db, json)
	samples, ok := sampled(r)
	v.unmet = !ok
	n := 0
	for i, f := range r.Fields {
		field := newField(f, stored[i], db, samples[i], json)
		field.Timed = !r.Untimed
		field.place(n, v.Table, v.SQLTable, db)
		n += pieces(f)
		field.distinguish(r, f, stored[i])
		v.Fields = append(v.Fields, field)
		v.Documents = v.Documents || f.Kind == spec.JSON
		if f.Kind == spec.Ref {
			v.References = append(v.References, field)
		}
		used.field(f, field, typeOf(f, stored[i], db).imports)
	}
	v.index(r, db)
	v.check(r, db, used.resource)
	var names []*[]string
	for i := range v.Uniques {
		names = append(names, &v.Uniques[i].Names)
	}
	for i := range v.References {
		names = append(names, &v.References[i].ForeignKeys)
	}
	keepClear(names)
	v.Imports = slices.Sorted(maps.Keys(used.resource))
	v.NthImports = slices.Sorted(maps.Keys(used.nth))
	v.RowImports = slices.Sorted(maps.Keys(used.row))
	return v
}

// named returns a resource with its names alone.
func named(r spec.Resource, db layer.Dialect) Resource {
	plural := r.PluralName()
	v := Resource{
		Name:      r.Name,
		File:      r.Name,
		StoreType: "Store",
		Package:   strings.ReplaceAll(r.Name, "_", ""),
		Type:      exported(r.Name),
		Types:     exported(plural),
		Var:       unexported(r.Name),
		Vars:      unexported(plural),
		Table:     plural,
		SQLTable:  quoted(plural, db.Quote),
		Path:      strings.ReplaceAll(plural, "_", "-"),
		Label:     strings.ReplaceAll(r.Name, "_", " "),
		Labels:    strings.ReplaceAll(plural, "_", " "),
		A:         "a",
	}
	if plural == r.Name {
		v.Types, v.Vars = "All"+v.Type, "all"+v.Type
	}
	if strings.ContainsRune("aeio", rune(r.Name[0])) {
		v.A = "an"
	}
	v.ToRow, v.FromRow = v.Var+"Row", v.Package+"."+v.Type
	return v
}

// columns adds the columns that do not belong to a field and returns their
// imports.
func (r *Resource) columns(of spec.Resource, db layer.Dialect, json naming) *usedImports {
	used := &usedImports{resource: map[string]bool{}, nth: map[string]bool{}, row: map[string]bool{}}
	n := 0
	for _, f := range of.Fields {
		n += pieces(f)
	}
	r.Version = newColumn("version", "Version", spec.BigInt, n+1, db, json)
	r.CreatedAt = newColumn("created_at", "CreatedAt", spec.Time, n+2, db, json)
	r.UpdatedAt = newColumn("updated_at", "UpdatedAt", spec.Time, n+3, db, json)
	if !of.Untimed {
		r.Stamps = []Column{r.CreatedAt, r.UpdatedAt}
	}
	if of.SoftDelete {
		r.DeletedAt = new(newColumn("deleted_at", "DeletedAt", spec.Time, 0, db, json))
		if db.Living != "" {
			r.Living = living + " " + db.Living
		}
	}
	r.ID = newID(of.ID, db, n+2+len(r.Stamps))
	if len(r.Stamps) > 0 && r.CreatedAt.RowType == kinds[spec.Time].goType {
		used.row[kinds[spec.Time].imports] = true
	}
	if r.ID.Import != "" {
		used.resource[r.ID.Import], used.row[r.ID.Import] = true, true
	}
	return used
}

// usedImports are the import specs of a resource's type, of the Nth of its fields
// and of its rows.
type usedImports struct{ resource, nth, row map[string]bool }

// field adds those of a field, whose type is in the package of the import spec.
func (u *usedImports) field(f spec.Field, field Field, path string) {
	if path != "" {
		u.resource[path] = true
		if field.RowType == field.Type && f.Kind != spec.Money {
			u.row[path] = true
		}
		if field.Numbered && f.Kind != spec.Ref {
			u.nth[path] = true
		}
	}
	if f.Kind == spec.Money {
		u.row[kinds[spec.Decimal].imports] = true
	}
	if f.Scale != "" && f.Default != "" {
		u.resource[kinds[spec.Decimal].imports] = true
	}
	if strings.Contains(field.Nth, "fmt.") {
		u.nth[`"fmt"`] = true
	}
}

// place sets the placeholders of a field that n columns come before, and the names
// of its constraints.
func (f *Field) place(n int, table, quoted string, db layer.Dialect) {
	f.Mark = db.MarkOf(n + 1)
	f.name(table, quoted, db)
	for i := range f.Parts {
		f.Parts[i].Mark = db.MarkOf(n + i + 1)
		f.Parts[i].name(table, quoted, db)
	}
}

// distinguish sets what tells apart values of the field in tests, and its pattern
// from those of others.
func (f *Field) distinguish(r spec.Resource, of spec.Field, stored spec.Kind) {
	f.Numbered = numbered(r, of)
	f.Nth = nth(of, f.Numbered)
	if of.Kind == spec.Ref {
		f.Nth = referred(stored).nth(f.Numbered)
	}
	if f.Pattern != "" {
		f.PatternName = r.Name + "." + of.Name
		f.Validate += ",pattern=" + f.PatternName
	}
}

// ownModule stands for the path of the project's module in the imports of a
// resource.
const ownModule = "<module>"

// within completes the imports of the project's own packages.
func (r *Resource) within(module string) {
	for _, imports := range [][]string{r.Imports, r.NthImports, r.RowImports} {
		for i, path := range imports {
			imports[i] = inModule(path, module)
		}
	}
	for i := range r.Fields {
		r.Fields[i].FromImport = inModule(r.Fields[i].FromImport, module)
	}
}

func inModule(path, module string) string { return strings.Replace(path, ownModule, module, 1) }
