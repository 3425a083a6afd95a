package render

import (
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Resource is a resource as data of templates, with its name in all the forms
// that they need. The comments show those of book_review.
type Resource struct {
	Name      string // book_review
	File      string // book_review, without .go; see naming.go
	Package   string // bookreview
	StoreType string // Store, the interface of its store
	Type      string // BookReview
	Types     string // BookReviews
	Var       string // bookReview
	Vars      string // bookReviews
	Table     string // book_reviews
	SQLTable  string // the same, quoted if it is a reserved word
	Path      string // book-reviews
	Label     string // book review
	Labels    string // book reviews
	A         string // article of Label: a or an
	Read      Access // to its routes for reading
	Write     Access // to those for writing
	Fields    []Field
	Imports   []string // import specs for the types of its fields
	// NthImports are the import specs for the Nth of its fields.
	NthImports []string
	RowImports []string // import specs for the fields of a row
	Version    Column
	CreatedAt  Column
	UpdatedAt  Column
	ID         Column
	Sortables  []Field // fields by which lists can be sorted
	Uniques    []Field // unique fields
	References []Field // fields that refer to a resource
	Documents  bool    // whether it has a json field
	Referenced bool    // whether a resource refers to this one
	Ancestor   bool    // whether it is an ancestor of another one
	// Referrers are the fields of resources that refer to this one.
	Referrers []Referrer
	// Ancestors are the resources that must have a row before this one can
	// have one: those it refers to, and their ancestors, in the order of
	// gen.yaml.
	Ancestors []*Resource
	// ToRow and FromRow convert between the resource and a row of its table:
	// by a conversion if both have the same fields, or else by a function.
	ToRow, FromRow string
}

// relate sets the fields that depend on references between resources.
func relate(resources []Resource, specs []spec.Resource) {
	byName := map[string]*Resource{}
	for i := range resources {
		r := &resources[i]
		byName[r.Name] = r
		needed := map[*Resource]bool{}
		n := 0
		for j, f := range specs[i].Fields {
			if f.Kind != spec.Ref {
				continue
			}
			parent := byName[f.Ref]
			parent.Referenced = true
			parent.Referrers = append(parent.Referrers, Referrer{Resource: r, Field: r.References[n]})
			r.Fields[j].Parent, r.References[n].Parent = parent, parent
			n++
			if parent == r { // the first row has nothing to refer to
				r.Fields[j].SampleJSON, r.Fields[j].OtherJSON = "null", "null"
				if f.Unique { // the row before; null in the first row
					r.Fields[j].Nth, r.References[n-1].Nth = "int64(n)", "int64(n)"
				}
				continue
			}
			needed[parent] = true
			for _, a := range parent.Ancestors {
				needed[a] = true
			}
		}
		for j := range resources[:i] {
			if needed[&resources[j]] {
				resources[j].Ancestor = true
				r.Ancestors = append(r.Ancestors, &resources[j])
			}
		}
	}
	for i := range resources {
		var names []*[]string
		for j := range resources[i].Referrers {
			names = append(names, &resources[i].Referrers[j].Field.ForeignKeys)
		}
		keepClear(names)
	}
}

// keepClear drops the second name of an index or constraint if others have it, too,
// because it does not tell them apart.
func keepClear(names []*[]string) {
	count := map[string]int{}
	for _, n := range names {
		for _, name := range *n {
			count[name]++
		}
	}
	for _, n := range names {
		if len(*n) > 1 && count[(*n)[1]] > 1 {
			*n = (*n)[:1]
		}
	}
}

// Referrer is a field that refers to a resource, and the resource that has it.
type Referrer struct {
	*Resource
	Field Field
}

// Constrained reports whether a change of a row can break a constraint.
func (r Resource) Constrained() bool { return len(r.Uniques)+len(r.References) > 0 }

// Column is a column that every resource has. As arguments they follow the
// fields in the order version, created_at, updated_at, id.
type Column struct{ Name, Go, Mark, Address, Arg, RowType string }

// newResource returns a resource whose fields are stored in columns of the
// given kinds.
func newResource(r spec.Resource, stored []spec.Kind, db layer.Dialect) Resource {
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
	if len(db.Scanners) > 0 {
		v.ToRow, v.FromRow = "to"+v.Type+"Row", "from"+v.Type+"Row"
	}
	imports, nthImports, rowImports := map[string]bool{}, map[string]bool{}, map[string]bool{}
	n := len(r.Fields)
	for i, c := range []struct {
		to          *Column
		name, field string
		kind        spec.Kind
	}{{&v.Version, "version", "Version", spec.BigInt}, {&v.CreatedAt, "created_at", "CreatedAt", spec.Time}, {&v.UpdatedAt, "updated_at", "UpdatedAt", spec.Time}, {&v.ID, "id", "ID", spec.BigInt}} {
		c.to.Name, c.to.Go = c.name, c.field
		c.to.Mark = db.MarkOf(n + i + 1)
		c.to.Address, c.to.Arg = access(c.field, c.kind, db)
		c.to.RowType = rowType(c.kind, db)
		if c.to.RowType == kinds[spec.Time].goType {
			rowImports[kinds[spec.Time].imports] = true
		}
	}
	for i, f := range r.Fields {
		field := newField(f, stored[i], db)
		field.Mark = db.MarkOf(i + 1)
		field.name(v.Table, v.SQLTable, db)
		v.Fields = append(v.Fields, field)
		if field.Sortable {
			v.Sortables = append(v.Sortables, field)
		}
		if field.Unique {
			v.Uniques = append(v.Uniques, field)
		}
		v.Documents = v.Documents || f.Kind == spec.JSON
		if f.Kind == spec.Ref {
			v.References = append(v.References, field)
		}
		if path := kinds[f.Kind].imports; path != "" {
			imports[path] = true
			if field.RowType == field.Type {
				rowImports[path] = true
			}
			if f.Unique {
				nthImports[path] = true
			}
		}
		if strings.Contains(field.Nth, "fmt.") {
			nthImports[`"fmt"`] = true
		}
	}
	var names []*[]string
	for i := range v.Uniques {
		names = append(names, &v.Uniques[i].IndexNames)
	}
	for i := range v.References {
		names = append(names, &v.References[i].ForeignKeys)
	}
	keepClear(names)
	v.Imports = slices.Sorted(maps.Keys(imports))
	v.NthImports = slices.Sorted(maps.Keys(nthImports))
	v.RowImports = slices.Sorted(maps.Keys(rowImports))
	return v
}

// initialisms are words in capitals (the list of staticcheck's ST1003 and some
// more).
var initialisms = strings.Fields(`acl api ascii cpu css dns eof guid html http https id ip isbn json jwt
	lhs qps ram rhs rpc sku sla smtp sql ssh tcp tls ttl udp ui uid uuid uri url utf8 vat vm xml xmpp xsrf xss`)

// exported converts a name from snake_case to an exported Go name.
func exported(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "_") {
		b.WriteString(capital(word))
	}
	return b.String()
}

// unexported converts a name from snake_case to the name of a Go variable that
// does not shadow a predeclared identifier.
func unexported(name string) string {
	first, rest, _ := strings.Cut(name, "_")
	v := first
	if rest != "" {
		v += exported(rest)
	}
	if token.IsKeyword(v) || types.Universe.Lookup(v) != nil {
		return v + "Value"
	}
	return v
}

func capital(word string) string {
	if slices.Contains(initialisms, word) {
		return strings.ToUpper(word)
	}
	if singular, ok := strings.CutSuffix(word, "s"); ok && slices.Contains(initialisms, singular) {
		return strings.ToUpper(singular) + "s"
	}
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// reserved are the reserved words of PostgreSQL, MySQL, MariaDB and SQLite,
// which are quoted as identifiers.
var reserved = func() map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(`
		abort accessible action add after all alter always analyse analyze and any array as asc asensitive asymmetric
		attach authorization autoincrement before begin between bigint binary blob both by call cascade case cast change
		char character check collate collation column commit concurrently condition conflict constraint continue convert
		create cross cube cume_dist current current_catalog current_date current_role current_schema current_time
		current_timestamp current_user cursor database databases day_hour day_microsecond day_minute day_second dec decimal
		declare default deferrable deferred delayed delete delete_domain_id dense_rank desc describe detach deterministic
		distinct distinctrow div do do_domain_ids double drop dual each else elseif empty enclosed end escape escaped
		except exclude exclusive exists exit explain external fail false fetch filter first_value float float4 float8
		following for force foreign freeze from full fulltext function generated get glob grant group grouping groups
		having high_priority hour_microsecond hour_minute hour_second if ignore ignore_domain_ids ilike
		immediate in index indexed infile initially inner inout insensitive insert instead int int1 int2 int3 int4 int8
		integer intersect interval into io_after_gtids io_before_gtids is isnull iterate join json_table key keys kill lag
		last last_value lateral lead leading leave left library like limit linear lines load localtime localtimestamp lock
		long longblob longtext loop low_priority manual master_demote_to_replica master_demote_to_slave
		master_ssl_verify_server_cert match materialized maxvalue mediumblob mediumint mediumtext middleint
		minute_microsecond minute_second mod modifies natural no no_write_to_binlog not nothing notnull nth_value ntile
		null nulls numeric of offset on only optimize option optionally or order others out outer outfile over overlaps
		page_checksum parallel parse_vcol_expr partition percent_rank placing plan portion pragma preceding precision
		primary procedure purge qualify query raise range rank read read_write reads real recursive ref_system_id
		references regexp reindex release rename repeat replace require resignal restrict return returning revoke right
		rlike rollback row row_number rows savepoint schema schemas second_microsecond select sensitive separator
		session_user set show signal similar smallint some spatial specific sql sql_big_result sql_calc_found_rows
		sql_small_result sqlexception sqlstate sqlwarning ssl starting stats_auto_recalc stats_persistent
		stats_sample_pages stored straight_join symmetric system table tablesample temp temporary terminated then ties
		tinyblob tinyint tinytext to trailing transaction trigger true unbounded undo union unique unlock unsigned update
		usage use user using utc_date utc_time utc_timestamp vacuum values varbinary varchar varcharacter variadic
		varying verbose view virtual when where while window with within without write xor year_month zerofill`) {
		words[w] = true
	}
	return words
}()

func quoted(name, quote string) string {
	if reserved[name] {
		return quote + name + quote
	}
	return name
}

// inRaw returns a quoted name for use in a raw string literal of Go, which a
// backtick would end.
func inRaw(name string) string {
	if strings.HasPrefix(name, "`") {
		return "` + \"" + name + "\" + `"
	}
	return name
}

// RawTable returns the table for use in a raw string literal.
func (r Resource) RawTable() string { return inRaw(r.SQLTable) }

// RawColumn returns the column for use in a raw string literal.
func (f Field) RawColumn() string { return inRaw(f.Column) }
