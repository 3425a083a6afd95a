package spec

import (
	"fmt"

	"github.com/gen-go/gen/generator/layer"
)

// validateKeys holds what is unique or indexed against the limits of the
// database.
func (s *Spec) validateKeys(cat *layer.Catalog, ps *Problems) {
	for _, db := range cat.Chosen(s.Options) {
		if db.SQL == nil || db.SQL.Limits == nil {
			continue
		}
		for i, r := range s.Resources {
			r.checkKeys(fmt.Sprintf("resources[%d]", i), db.Name, *db.SQL.Limits, ps)
		}
	}
}

func (r Resource) checkKeys(path, db string, limits layer.Limits, ps *Problems) {
	keys, length := 0, 0
	for j, f := range r.Fields {
		if !f.IsKey() {
			continue
		}
		keys++
		if f.Kind != String {
			continue
		}
		length += max(f.Length(), limits.Short)
		if f.Length() > limits.Long {
			ps.add(fmt.Sprintf("%s.fields[%d]", path, j), "field %q: max %d is above %d, the longest string that can be unique or indexed in %s",
				f.Name, f.Length(), limits.Long, db)
		}
	}
	if keys > limits.Keys {
		ps.add(path, "%d fields are unique or indexed; at most %d can be in %s", keys, limits.Keys, db)
	}
	if length > limits.Row {
		ps.add(path, "strings that are unique or indexed have %d characters together; at most %d find room in a row of %s", length, limits.Row, db)
	}
}
