package spec

import "github.com/gen-go/gen/generator/layer"

// IDOf returns the type of the id of a resource: its own, or else that of the
// project.
func (s *Spec) IDOf(cat *layer.Catalog, r Resource) string {
	if r.ID != "" {
		return r.ID
	}
	for _, l := range cat.Chosen(s.Options) {
		if l.IDs != "" {
			return l.IDs
		}
	}
	return layer.IntID
}

// tableID returns the id of a table, as migrations say it: nothing for an int.
func tableID(id string) string {
	if id == layer.IntID {
		return ""
	}
	return id
}

// resourceID returns the id of a table, as its resource says it: nothing for that of
// the project.
func (s *Spec) resourceID(cat *layer.Catalog, table Resource) string {
	id := table.ID
	if id == "" {
		id = layer.IntID
	}
	if id == s.IDOf(cat, Resource{}) {
		return ""
	}
	return id
}
