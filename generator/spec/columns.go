package spec

import (
	"fmt"
	"slices"

	"github.com/gen-go/gen/generator/layer"
)

// Columns returns the resource reduced to what the database sees.
func (r Resource) Columns() Resource {
	r = r.clone()
	r.Access, r.Bulk, r.Cache, r.Silent = Access{}, false, "", false
	for i, f := range r.Fields {
		r.Fields[i] = f.Column()
	}
	return r
}

// Column returns the field reduced to what the database sees.
func (f Field) Column() Field {
	f.Min, f.In, f.Filter, f.Self, f.Upsert = "", "", false, false, false
	f.Formats, f.Pattern, f.NotBlank, f.Trim, f.Lower, f.AsString = nil, "", false, false, false, false
	if f.Kind == List {
		f.Values, f.Items = nil, ""
	}
	if f.Kind != String {
		f.Max = ""
	}
	return f
}

// Common returns the columns that the tables of all resources have besides those
// of their fields.
func (s *Spec) Common(cat *layer.Catalog) []Field {
	var common []Field
	for _, l := range cat.Layers {
		if l.Category != "" && !s.Has(l.Category, l.Name) {
			continue
		}
		for _, text := range l.Columns {
			f, err := ParseField(text)
			if err != nil {
				panic(fmt.Sprintf("layer %s: %v", l.ID(), err)) // an error in the catalogue
			}
			common = append(common, f)
		}
	}
	return common
}

// Table returns the resource with all columns of its table.
func (s *Spec) Table(cat *layer.Catalog, r Resource) Resource {
	id := s.IDOf(cat, r)
	r = r.Columns()
	r.ID = tableID(id)
	r.Fields = append(r.Fields, s.Common(cat)...)
	return r
}

// Fields returns the resource of a table without the columns that every table has.
func (s *Spec) Fields(cat *layer.Catalog, table Resource) Resource {
	common := s.Common(cat)
	table.ID = s.resourceID(cat, table)
	table.Fields = slices.DeleteFunc(slices.Clone(table.Fields), func(f Field) bool { return slices.Contains(keys(common), f.Key()) })
	return table
}

func keys(fields []Field) []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Key())
	}
	return names
}

// CheckColumn returns the problem with a field of the resource whose column is one of
// a setting, or "".
func (r Resource) CheckColumn(f Field) string {
	if r.SoftDelete && f.Key() == "deleted_at" {
		return "softdelete has a column of this name; choose another name"
	}
	return ""
}

// checkCommon returns the problem with a field of a resource whose column is one
// that every table has, or "".
func checkCommon(common []Field, resource string, f Field) string {
	if !slices.Contains(keys(common), f.Key()) {
		return ""
	}
	return fmt.Sprintf("every resource already has it; choose another name, or to keep the values of an existing field: gen rename field %s %s NAME", resource, f.Name)
}
