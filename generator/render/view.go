package render

import (
	"slices"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// View is the data of the templates.
type View struct {
	Name      string     // of the binary, image and database file
	Module    string     // module path
	Go        string     // go line
	Choices   []Choice   // in catalogue order
	Clients   []Client   // in gen.yaml's order
	Client    *Client    // of a {client} file; otherwise nil
	Resources []Resource // in gen.yaml's order
	First     *Resource  // that can have a row without others, which takes no special guard; nil if there is none
	Resource  *Resource  // of a {resource} file, or the table of a migration; otherwise nil
	Field     *Field     // column of an {add}, {remove}, {change} or {rename}; otherwise nil
	Index     *Index     // of an {add-index} or {remove-index}; otherwise nil
	Check     *Check     // of an {add-check} or {remove-check}; otherwise nil
	Change    *Change    // of a {change}, {rename} or {rename-table}; otherwise nil
	Link      *Link      // of a {link} or {unlink}; otherwise nil
	Relinks   []Relink   // of a {rename-link} or {rename-table}
	Unlinked  []Unlink   // of a {remove-softdelete}
	SQL       layer.Dialect
	Untimed   bool // whether a resource has no timestamps
	Bulk      bool // whether a resource has routes for several rows
	IDs       IDs  // of all resources, for tests

	References  bool // whether a resource refers to another
	Owned       bool // whether rows of a resource belong to users
	Links       bool // whether a resource has ids in a table of their own
	InUse       bool // whether a reference can make the database refuse a deletion
	Referring   bool // whether a reference can refuse one, also where the row would stay in the database
	SoftDeletes bool // whether a resource has rows that can be deleted and restored
	Purged      []Purged
	SoftLinks   bool // whether a resource has ids of such rows in a table of their own
	TextFilters bool // whether a list can be filtered by a text
	Searches    bool // whether a list can be searched for a text
	Includes    bool // whether rows can include what they refer to
	Decimals    []DecimalType

	Access Access   // to routes of options, see layer.Layer.Input
	Guards []string // guards of some route

	// Declarations of the layers; see addDeclared.
	Groups    []Group // of settings
	Services  []Service
	Codes     [][]Code // by kind
	Sections  []layer.Section
	Commands  []layer.Command
	Dashboard []PanelRow
	Volume    string // of the program, as in compose.yaml

	migrations []history.Migration
	json       naming
}

// CreatedAt returns the column created_at of tables that do not belong to a
// resource.
func (v *View) CreatedAt() Column {
	c := Column{Go: "CreatedAt"}
	c.Address, c.Arg = access("CreatedAt", spec.Time, v.SQL)
	c.RowType = rowType(spec.Time, v.SQL)
	return c
}

// Choice is a chosen option.
type Choice struct{ Category, Name, Summary string }

func newView(cat *layer.Catalog, s *spec.Spec, layers []layer.Layer, plural, taken, aliased map[string]bool) *View {
	v := &View{Name: s.Name, Module: s.Module, Go: cat.GoVersion, json: snakeCase}
	for _, c := range s.Clients {
		v.Clients = append(v.Clients, newClient(c, aliased[c.Name]))
	}
	for _, l := range cat.Chosen(s.Options) {
		if k, _ := cat.Category(l.Category); !k.Implies(s.Options[l.Category]) {
			v.Choices = append(v.Choices, Choice{Category: l.Category, Name: l.Name, Summary: l.Summary})
		}
	}
	for _, c := range v.Clients {
		v.Choices = append(v.Choices, Choice{Category: "client", Name: c.Name, Summary: "calls of " + c.Name})
	}
	for _, l := range layers {
		if l.SQL != nil {
			v.SQL = *l.SQL
		}
		if l.CamelCase {
			v.json = camelCase
		}
	}
	converts := len(v.SQL.Scanners) > 0 || s.Facts(cat)["field-money"]
	var tables history.Tables
	v.migrations, tables = history.Replay(cat, s)
	var specs []spec.Resource
	for _, r := range s.Resources {
		r.ID = s.IDOf(cat, r)
		table, _ := tables.Table(r.Name)
		v.Links = v.Links || slices.ContainsFunc(r.Fields, func(f spec.Field) bool { return f.Kind == spec.Refs })
		r = ownerFirst(withoutLinks(r))
		specs = append(specs, r)
		resource := newResource(r, storedKinds(r, table), v.SQL, v.json)
		resource.within(s.Module)
		if converts {
			resource.ToRow, resource.FromRow = "to"+resource.Type+"Row", "from"+resource.Type+"Row"
		}
		resource.nameConstants(taken)
		if plural[r.Name] {
			resource.usePlural()
		}
		v.References = v.References || len(resource.References) > 0
		v.IDs.add(resource.ID)
		v.Untimed = v.Untimed || r.Untimed
		v.Bulk = v.Bulk || r.Bulk
		v.Resources = append(v.Resources, resource)
	}
	v.connect(cat, layers, s, specs)
	v.Decimals = decimalTypes(s)
	return v
}

// connect sets what resources have to do with each other, and with the users of the
// service.
func (v *View) connect(cat *layer.Catalog, layers []layer.Layer, s *spec.Spec, specs []spec.Resource) {
	link(v.Resources, s.Resources, v.SQL, v.json)
	relate(v.Resources, specs, v.SQL)
	for _, r := range v.Resources {
		v.Referring = v.Referring || len(r.Deletion.Refused) > 0
		v.InUse = v.InUse || len(r.Deletion.Refused) > len(r.Deletion.Uses)
		v.SoftDeletes = v.SoftDeletes || r.DeletedAt != nil
		v.SoftLinks = v.SoftLinks || slices.ContainsFunc(r.Links, func(l Link) bool { return l.Parent.DeletedAt != nil })
	}
	v.guard(cat, layers, s)
	for i, r := range specs {
		v.Resources[i].list(r)
		v.TextFilters = v.TextFilters || slices.ContainsFunc(v.Resources[i].Listed, func(l Listed) bool { return l.Filter == texts.function })
		v.Searches = v.Searches || v.Resources[i].Searched() != ""
	}
	for i := range v.Resources {
		v.Resources[i].takeOwner()
		v.Owned = v.Owned || v.Resources[i].Owner != nil
	}
	for i := range v.Resources {
		v.Resources[i].findStrangers(v.SQL)
	}
	v.Purged = purged(v.Resources, specs, v.SQL)
}
