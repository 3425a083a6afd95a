package spec

import (
	"fmt"
	"slices"
	"strings"
)

// CreationOrder returns resources in an order in which their tables can be
// created: each after those that it refers to, and otherwise in the given order.
// Where references form a circle, one that need not be there at first refers to
// a later resource; see [IsLate].
func CreationOrder(resources []Resource) []Resource {
	left := slices.Clone(resources)
	var order []Resource
	for len(left) > 0 {
		i := slices.IndexFunc(left, func(r Resource) bool { return len(r.referred(left, false)) == 0 })
		if i < 0 {
			i = firstOfCircle(left)
		}
		order = append(order, left[i])
		left = slices.Delete(left, i, i+1)
	}
	return order
}

// firstOfCircle returns the index of the resource to be created first where each
// one refers to another. It is in a circle that refers to no other resources.
func firstOfCircle(left []Resource) int {
	for i, r := range left {
		reached := r.reaches(left, false)
		closed := !slices.ContainsFunc(reached, func(name string) bool {
			return !slices.Contains(resourceOf(left, name).reaches(left, false), r.Name)
		})
		if closed && len(r.referred(left, true)) == 0 {
			return i
		}
	}
	return 0 // required references form a circle, which Validate reports
}

// referred returns the names of other resources in the list that r refers to, or
// only those that it must refer to.
func (r Resource) referred(resources []Resource, required bool) []string {
	var names []string
	for _, f := range r.Fields {
		if f.Kind == Ref && f.Ref != r.Name && (f.Required || !required) && resourceOf(resources, f.Ref).Name != "" {
			names = append(names, f.Ref)
		}
	}
	return names
}

// reaches returns the names of the resources to which references lead from r.
func (r Resource) reaches(resources []Resource, required bool) []string {
	var reached []string
	next := r.referred(resources, required)
	for len(next) > 0 {
		name := next[0]
		if next = next[1:]; !slices.Contains(reached, name) {
			reached = append(reached, name)
			next = append(next, resourceOf(resources, name).referred(resources, required)...)
		}
	}
	return reached
}

func resourceOf(resources []Resource, name string) Resource {
	i := slices.IndexFunc(resources, func(r Resource) bool { return r.Name == name })
	if i < 0 {
		return Resource{}
	}
	return resources[i]
}

// IsLate reports whether a field of r refers to a resource that comes later in
// the order, so that its column is added when both tables exist, or has a table of
// its own.
func IsLate(order []Resource, r Resource, f Field) bool {
	place := func(name string) int {
		return slices.IndexFunc(order, func(other Resource) bool { return other.Name == name })
	}
	return f.Kind == Refs || f.Kind == Ref && place(f.Ref) > place(r.Name)
}

// WithoutLate returns a resource without the fields that are added later, and
// without the constraints on them.
func (r Resource) WithoutLate(order []Resource) Resource {
	late := func(f Field) bool { return IsLate(order, r, f) }
	first := r
	first.Fields = slices.DeleteFunc(slices.Clone(r.Fields), late)
	for _, c := range r.Constraints() {
		if slices.ContainsFunc(r.Fields, func(f Field) bool { return late(f) && slices.Contains(c.Fields(), f.Name) }) {
			first.Settings = first.Without(c)
		}
	}
	return first
}

// validateReferences checks what references refer to.
func (s *Spec) validateReferences(hasTables bool, ps *Problems) {
	told := map[string]bool{} // resources of circles
	for i, r := range s.Resources {
		for j, f := range r.Fields {
			if f.Kind != Ref && f.Kind != Refs || f.unread {
				continue
			}
			at := fmt.Sprintf("resources[%d].fields[%d]", i, j)
			switch own := f.Ref == r.Name; {
			case !hasTables:
				ps.Add(at, "field %q: a reference needs a database; database is none", f.Name)
			case own && f.Required:
				ps.Add(at, "field %q: the first %s would have nothing to refer to; leave out required", f.Name, r.Name)
			case f.Self && !own:
				ps.Add(at, "field %q: self allows a row to refer to itself; %s refers to another resource", f.Name, f.Name)
			case f.Kind == Refs && r.checkLink(f) != "":
				ps.Add(at, "field %q: %s", f.Name, r.checkLink(f))
			case s.resource(f.Ref) == nil:
				ps.Add(at, "field %q: %q is not a resource%s", f.Name, f.Ref, nearest(f.Ref, s.resourceNames()))
			case s.resource(f.Ref).SoftDelete && (f.OnDelete == Cascade || f.OnDelete == Null):
				ps.Add(at, "field %q: on_delete=%s is not possible, because a deleted %s can be restored; leave it out", f.Name, f.OnDelete, f.Ref)
			}
		}
		s.validateCircle(i, told, ps)
	}
}

// validateCircle checks that a resource can have a first row, unless that has been
// told of another one in the same circle.
func (s *Spec) validateCircle(i int, told map[string]bool, ps *Problems) {
	r := s.Resources[i]
	circle := r.reaches(s.Resources, true)
	if slices.Contains(circle, r.Name) && !told[r.Name] {
		members := slices.DeleteFunc(circle, func(name string) bool {
			return name != r.Name && !slices.Contains(resourceOf(s.Resources, name).reaches(s.Resources, true), r.Name)
		})
		slices.Sort(members)
		for _, name := range members {
			told[name] = true
		}
		ps.Add(fmt.Sprintf("resources[%d]", i), "%s must refer to each other, so that none could have a first row; leave out required in one of the references", strings.Join(members, ", "))
	}
}
