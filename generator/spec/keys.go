package spec

import (
	"fmt"
	"slices"

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

// validateNames checks that the names of indexes and constraints, which all
// tables share, differ from each other and from those of the tables. The field
// tags_id of book and the field id of books_tag would have the same ones.
func (s *Spec) validateNames(cat *layer.Catalog, ps *Problems) {
	db, ok := s.Database(cat)
	if !ok {
		return
	}
	owners := map[string]string{}
	for _, r := range s.Resources {
		owners[r.PluralName()] = fmt.Sprintf("the table of %q", r.Name)
	}
	for i, r := range s.Resources {
		for j, f := range r.Fields {
			for _, name := range f.names(*db.SQL, r) {
				if other, taken := owners[name]; taken {
					ps.Add(fmt.Sprintf("resources[%d].fields[%d]", i, j), "field %q: the name of its index, %s, is that of %s; choose another name", f.Name, name, other)
					break
				}
				owners[name] = fmt.Sprintf("the field %q of %q", f.Name, r.Name)
			}
		}
	}
}

// names returns the names of the indexes and constraints of a field of r.
func (f Field) names(db layer.Dialect, r Resource) []string {
	var names []string
	for kind, has := range map[string]bool{
		layer.UniqueName: f.Unique, layer.IndexName: f.IsKey() && !f.Unique, layer.ForeignKeyName: f.Kind == Ref,
	} {
		if has {
			names = append(names, db.NameOf(r.PluralName(), f.Key(), kind))
		}
	}
	return slices.Sorted(slices.Values(names))
}
