package spec

import (
	"fmt"
	"slices"

	"github.com/gen-go/gen/generator/layer"
)

// Columns returns the resource reduced to what the database sees.
func (r Resource) Columns() Resource {
	r.Fields = slices.Clone(r.Fields)
	for i, f := range r.Fields {
		r.Fields[i] = f.Column()
	}
	return r
}

// Column returns the field reduced to what the database sees.
func (f Field) Column() Field {
	f.Min = ""
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
	r = r.Columns()
	r.Fields = append(r.Fields, s.Common(cat)...)
	return r
}

// Fields returns the resource of a table without the columns that every table has.
func (s *Spec) Fields(cat *layer.Catalog, table Resource) Resource {
	common := s.Common(cat)
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

// checkCommon returns the problem with a field of a resource whose column is one
// that every table has, or "".
func checkCommon(common []Field, resource string, f Field) string {
	if !slices.Contains(keys(common), f.Key()) {
		return ""
	}
	return fmt.Sprintf("every resource already has it; choose another name, or to keep the values of an existing field: gen rename field %s %s NAME", resource, f.Name)
}
