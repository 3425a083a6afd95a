package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Owner returns the field with the user that rows of the resource belong to, or
// nil if they belong to nobody.
func (r Resource) Owner() *Field {
	i := slices.IndexFunc(r.Fields, func(f Field) bool { return f.Kind == Owner })
	if i < 0 {
		return nil
	}
	return &r.Fields[i]
}

// Users returns the table of the users that rows can belong to, or "" if the
// chosen options have none.
func (s *Spec) Users(cat *layer.Catalog) string {
	for _, l := range cat.Chosen(s.Options) {
		if l.Users != "" {
			return l.Users
		}
	}
	return ""
}

// usersFrom returns the options of a catalogue with users, as in auth jwt.
func usersFrom(cat *layer.Catalog) []string {
	var options []string
	for _, l := range cat.Layers {
		if l.Users != "" {
			options = append(options, l.Category+" "+l.Name)
		}
	}
	return options
}

// refersToOwned reports whether a field refers to a resource whose rows belong to
// users.
func (s *Spec) refersToOwned(f Field) bool {
	return f.Ref != "" && resourceOf(s.Resources, f.Ref).Owner() != nil
}

// validateOwners checks that resources whose rows belong to users are closed to
// everybody else.
func (s *Spec) validateOwners(cat *layer.Catalog, ps *Problems) {
	for i, r := range s.Resources {
		path := fmt.Sprintf("resources[%d]", i)
		for j, f := range r.Fields {
			at := fmt.Sprintf("%s.fields[%d]", path, j)
			switch {
			case f.unread:
			case f.Kind == Owner:
				s.validateOwner(cat, at, r, f, ps)
			case r.Owner() == nil && s.refersToOwned(f):
				ps.Add(at, "field %q: rows of %s belong to users, and those of %s to nobody, so that everybody would see what is referred to; give %[3]s a field of the type owner, too", f.Name, f.Ref, r.Name)
			}
		}
		if r.Owner() == nil {
			continue
		}
		for _, said := range [][2]string{{"read", r.Access.Read}, {"write", r.Access.Write}} {
			if said[1] == layer.Public {
				ps.Add(path+".access."+said[0], "rows of %s belong to users, and a public route does not know who asks; leave it out", r.Name)
			}
		}
	}
}

// validateOwner checks a field with the user that rows belong to.
func (s *Spec) validateOwner(cat *layer.Catalog, at string, r Resource, f Field, ps *Problems) {
	switch options := usersFrom(cat); {
	case len(options) == 0:
		ps.Add(at, "field %q: an owner is a user, and no option brings users", f.Name)
	case s.Users(cat) == "":
		ps.Add(at, "field %q: an owner is a user, and users come with %s", f.Name, strings.Join(options, " or "))
	}
	if owner := r.Owner(); owner.Name != f.Name {
		ps.Add(at, "field %q: a row has one owner, which is %s", f.Name, owner.Name)
	}
}
