package spec

import (
	"fmt"

	"github.com/gen-go/gen/generator/layer"
)

// validateKeys checks the unique and indexed fields against the limits of the
// database.
func (s *Spec) validateKeys(cat *layer.Catalog, ps *Problems) {
	for _, db := range cat.Chosen(s.Options) {
		if db.SQL == nil || db.SQL.Limits == nil {
			continue
		}
		for i, r := range s.Resources {
			path := fmt.Sprintf("resources[%d]", i)
			for _, p := range r.CheckKeys(db.Name, *db.SQL.Limits) {
				p.Path = path + p.Path
				*ps = append(*ps, p)
			}
		}
	}
}

// CheckKeys checks the unique and indexed fields of r against the limits of a
// database. The paths of the problems are relative to the resource.
func (r Resource) CheckKeys(db string, limits layer.Limits) Problems {
	var ps Problems
	keys, length := 0, 0
	for j, f := range r.Fields {
		if !f.IsKey() {
			continue
		}
		keys++
		at := fmt.Sprintf(".fields[%d]", j)
		if name := f.ForeignKey(r); f.Kind == Ref && len(name) > limits.Name {
			ps.Add(at, "field %q: the name %s is longer than the %d characters that %s allows; shorten it", f.Name, name, limits.Name, db)
		}
		if f.Kind != String {
			continue
		}
		length += max(f.Length(), limits.Short)
		if f.Length() > limits.Long {
			ps.Add(at, "field %q: max %d is above %d, the maximum for unique and indexed strings in %s", f.Name, f.Length(), limits.Long, db)
		}
	}
	if keys > limits.Keys {
		ps.Add("", "%d fields are unique or indexed; the maximum in %s is %d", keys, db, limits.Keys)
	}
	if length > limits.Row {
		ps.Add("", "the unique and indexed strings have %d characters in total; the maximum in a row of %s is %d", length, db, limits.Row)
	}
	return ps
}

// ForeignKey returns the name of the foreign key constraint of a reference in
// r.
func (f Field) ForeignKey(r Resource) string {
	return r.PluralName() + "_" + f.Key() + "_fkey"
}
