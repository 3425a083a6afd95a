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
			path := fmt.Sprintf("resources[%d]", i)
			for _, p := range r.checkKeys(db.Name, *db.SQL.Limits) {
				at := path
				if p.field >= 0 {
					at += fmt.Sprintf(".fields[%d]", p.field)
				}
				ps.add(at, "%s", p.message)
			}
		}
	}
}

// keyProblem is what is wrong with the keys of a table.
type keyProblem struct {
	field   int // whose key it is, -1 if it is all of them
	message string
}

func (r Resource) checkKeys(db string, limits layer.Limits) []keyProblem {
	var bad []keyProblem
	add := func(field int, format string, args ...any) {
		bad = append(bad, keyProblem{field, fmt.Sprintf(format, args...)})
	}
	keys, length := 0, 0
	for j, f := range r.Fields {
		if !f.IsKey() {
			continue
		}
		keys++
		if name := f.ForeignKey(r); f.Kind == Ref && len(name) > limits.Name {
			add(j, "field %q: the name %s has more than the %d characters that %s allows; shorten it", f.Name, name, limits.Name, db)
		}
		if f.Kind != String {
			continue
		}
		length += max(f.Length(), limits.Short)
		if f.Length() > limits.Long {
			add(j, "field %q: max %d is above %d, the longest string that can be unique or indexed in %s", f.Name, f.Length(), limits.Long, db)
		}
	}
	if keys > limits.Keys {
		add(-1, "%d fields are unique or indexed; at most %d can be in %s", keys, limits.Keys, db)
	}
	if length > limits.Row {
		add(-1, "strings that are unique or indexed have %d characters together; at most %d find room in a row of %s", length, limits.Row, db)
	}
	return bad
}

// ForeignKey is the name of the constraint that a reference of r is.
func (f Field) ForeignKey(r Resource) string {
	return r.PluralName() + "_" + f.Key() + "_fkey"
}

// storedKinds returns for each field the kind whose column keeps it: its own,
// but text for strings that are too long, or have no room in a row.
func storedKinds(fields []Field, limits *layer.Limits) []Kind {
	stored := make([]Kind, len(fields))
	for i, f := range fields {
		stored[i] = f.Kind
	}
	if limits == nil {
		return stored
	}
	room := limits.Row
	for _, f := range fields {
		if f.Kind == String && f.IsKey() { // text can be no key
			room -= f.room(*limits)
		}
	}
	for i, f := range fields {
		if f.Kind != String || f.IsKey() {
			continue
		}
		if length := f.room(*limits); length <= min(room, limits.Long) {
			room -= length
			continue
		}
		stored[i] = Text
	}
	return stored
}

// storedBeside returns the kind whose column keeps a field that is added to a
// table: those that are there keep theirs. It does not fit where only text had
// room and the field is a key.
func storedBeside(columns []Column, f Field, limits *layer.Limits) (stored Kind, fits bool) {
	if limits == nil || f.Kind != String {
		return f.Kind, true
	}
	room := limits.Row
	for _, c := range columns {
		if c.Stored == String {
			room -= c.room(*limits)
		}
	}
	if f.room(*limits) <= min(room, limits.Long) {
		return String, true
	}
	return Text, !f.IsKey()
}

// room is how many characters a string takes in a row.
func (f Field) room(limits layer.Limits) int { return max(f.Length(), limits.Short) }
