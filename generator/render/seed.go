package render

import (
	"slices"
	"strings"
)

// SeedValue is a value of a sample row, in YAML.
type SeedValue struct{ Name, Value string }

// InOrder returns the resources, each after those that it refers to, unless these
// refer to it themselves.
func (v *View) InOrder() []*Resource {
	var sorted []*Resource
	seen := map[string]bool{}
	var add func(r *Resource)
	add = func(r *Resource) {
		if seen[r.Name] {
			return
		}
		seen[r.Name] = true
		for _, f := range r.References {
			if !f.Late {
				add(f.Parent)
			}
		}
		sorted = append(sorted, r)
	}
	for i := range v.Resources {
		add(&v.Resources[i])
	}
	return sorted
}

// Seeds returns two sample rows with what a row needs, and the unique values that
// it is known by. A row is left out if it needs one that cannot be told apart.
func (r *Resource) Seeds() [][]SeedValue {
	var rows [][]SeedValue
	for n := range 2 {
		if row, ok := r.seed(n, nil); ok {
			rows = append(rows, row)
		}
	}
	return rows
}

// seed returns the nth sample row. Those of the resources in asked depend on it.
func (r *Resource) seed(n int, asked []*Resource) (row []SeedValue, ok bool) {
	asked = append(slices.Clip(asked), r)
	for _, f := range r.Fields {
		if f.Late || !f.Required && !r.unique(f) {
			continue
		}
		value, ok := f.seed(n, asked)
		if ok {
			row = append(row, value)
		} else if f.Required {
			return nil, false
		}
	}
	if len(row) > 0 {
		return row, true
	}
	for _, f := range r.Fields {
		if value, ok := f.seed(n, asked); ok && !f.Late {
			return []SeedValue{value}, true
		}
	}
	return nil, true
}

// unique reports whether a field is unique, maybe together with others.
func (r *Resource) unique(f Field) bool {
	return slices.ContainsFunc(r.Uniques, func(x Index) bool {
		return slices.ContainsFunc(x.Fields, func(of Field) bool { return of.Name == f.Name })
	})
}

// seed returns the value of the field in the nth sample row, which for a reference
// is what finds the nth row of the other resource.
func (f Field) seed(n int, asked []*Resource) (SeedValue, bool) {
	if f.Parent == nil {
		return SeedValue{f.JSON, [2]string{f.SampleJSON, f.OtherJSON}[n]}, true
	}
	if slices.Contains(asked, f.Parent) {
		return SeedValue{}, false
	}
	row, ok := f.Parent.seed(n, asked)
	if !ok {
		return SeedValue{}, false
	}
	other, _ := f.Parent.seed(1-n, asked)
	for _, v := range row {
		if !slices.Contains(other, v) {
			return SeedValue{f.RefName(), "{" + v.Name + ": " + v.Value + "}"}, true
		}
	}
	return SeedValue{}, false
}

// RefName returns the name that seeds have for what a reference refers to.
func (f Field) RefName() string {
	return strings.TrimSuffix(strings.TrimSuffix(f.JSON, "_id"), "Id")
}

// Seeded returns the resources that seeds can be of: not those whose rows belong to
// users, of whom there are none at first.
func (v *View) Seeded() []Resource {
	return slices.DeleteFunc(slices.Clone(v.Resources), func(r Resource) bool { return r.Owner != nil })
}

// SeededInOrder returns them in the order of InOrder.
func (v *View) SeededInOrder() []*Resource {
	return slices.DeleteFunc(v.InOrder(), func(r *Resource) bool { return r.Owner != nil })
}

// SeedReferences reports whether rows in seeds refer to each other.
func (v *View) SeedReferences() bool {
	return slices.ContainsFunc(v.Seeded(), func(r Resource) bool { return len(r.References) > 0 })
}
