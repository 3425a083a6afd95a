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
	if r.SoftDelete {
		limits.Long-- // unique indexes have a column for that
	}
	for _, c := range r.Constraints() {
		if !c.OfIndex() {
			continue
		}
		keys++
		sum := 0
		for _, name := range c.Fields() {
			if j := r.field(name); j >= 0 {
				sum += r.Fields[j].room(limits)
			}
		}
		if sum > limits.Long {
			ps.Add("", "%s: its fields have %d characters in total; the maximum for an index in %s is %d", c, sum, db, limits.Long)
		}
	}
	for j, f := range r.Fields {
		if !r.IsKey(f) {
			continue
		}
		if f.IsKey() {
			keys++
		}
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
					ps.Add(fmt.Sprintf("resources[%d].fields[%d]", i, j), "field %q: the name of its %s, %s, is that of %s; choose another name", f.Name, map[bool]string{true: "table", false: "index"}[f.Kind == Refs], name, other)
					break
				}
				owners[name] = fmt.Sprintf("the field %q of %q", f.Name, r.Name)
			}
		}
	}
	for i, r := range s.Resources {
		for _, c := range r.Constraints() {
			name := c.NameIn(*db.SQL, r)
			if other, taken := owners[name]; taken {
				remedy := "list its fields in another order"
				if c.Kind == Compared {
					remedy = "only one of the two is possible"
				}
				ps.Add(fmt.Sprintf("resources[%d].%s", i, settingOf(c.Kind)), "%s: its name in the database, %s, is that of %s; %s", c, name, other, remedy)
			}
			owners[name] = fmt.Sprintf("%s of %q", c, r.Name)
		}
	}
}

// names returns the names of the indexes and constraints of a field of r.
func (f Field) names(db layer.Dialect, r Resource) []string {
	if f.Kind == Refs {
		return r.linkNames(f, db)
	}
	var names []string
	for kind, has := range map[string]bool{
		layer.UniqueName: f.Unique, layer.IndexName: f.IsKey() && !f.Unique, layer.ForeignKeyName: f.Refers(),
	} {
		if has {
			names = append(names, db.NameOf(r.PluralName(), f.Key(), kind))
		}
	}
	return slices.Sorted(slices.Values(names))
}
