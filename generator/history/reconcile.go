package history

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Reconciled are the versions of a spec that are merged, with the same names
// for what one side or both have renamed.
type Reconciled struct {
	Base, Ours, Theirs *spec.Spec
	Open               []spec.Disagreement
	Decided            map[string]spec.Side // those of the decisions that are not about names
	// Foreign has the numbers of migrations of base that ours has never had, as
	// when a single commit of another branch is applied.
	Foreign map[int64]bool

	before  []spec.Resource // of base, with their names there
	final   names           // after the merge
	removed map[string]bool // resources of base, although one side has renamed them
}

// Reconcile gives the resources and fields of base the same names on both sides
// of a merge: the new one if one side has renamed them. Where both sides have
// given them other names, that is decided by the key, such as
// resources.book.isbn, or a disagreement. So is a name that one side has changed
// and the other one has removed. The migrations stay as they are.
func Reconcile(cat *layer.Catalog, base, ours, theirs *spec.Spec, decided map[string]spec.Side) (Reconciled, error) {
	r := Reconciled{Base: base.Clone(), Ours: ours.Clone(), Theirs: theirs.Clone(), Decided: map[string]spec.Side{}, before: base.Clone().Resources, final: namesOf(base.Resources), removed: map[string]bool{}}
	maps.Copy(r.Decided, decided)
	for _, v := range []struct{ to, of *spec.Spec }{{r.Base, base}, {r.Ours, ours}, {r.Theirs, theirs}} {
		v.to.Migrations = v.of.Clone().History(cat) // which follows from the names if it is not written down
	}
	sides := []*version{
		{spec: r.Ours, names: r.namesOn(cat, ours)},
		{spec: r.Theirs, names: r.namesOn(cat, theirs)},
		{spec: r.Base, names: namesOf(base.Resources)},
	}
	for _, res := range base.Resources {
		if err := r.resource(sides, res); err != nil {
			return r, err
		}
	}
	return r, nil
}

// namesOn returns the names that what base has got in another history: that of a
// side, or the joined one.
func (r Reconciled) namesOn(cat *layer.Catalog, other *spec.Spec) names {
	n := namesOf(r.before)
	_, had := r.Base.Database(cat)
	if _, has := other.Database(cat); !had || !has {
		n.guess(r.before, other.Resources)
		return n
	}
	n.along(numbers(cat, r.Base), numbers(cat, other))
	return n
}

// version is one of the three versions of a spec, with the names that it still
// has.
type version struct {
	spec *spec.Spec
	names
}

// choose returns the name that something has after the merge, or "" if it is
// removed although one side has renamed it. Ours and theirs are the names on both
// sides, "" if it is removed there.
func (r *Reconciled) choose(key, was, ours, theirs string) string {
	switch {
	case ours == "" && theirs == was, theirs == "" && ours == was: // removed, and not renamed
		return was
	case ours == theirs, theirs == was:
		return ours
	case ours == was:
		return theirs
	}
	side := r.Decided[key]
	delete(r.Decided, key)
	if side == spec.Undecided {
		r.Open = append(r.Open, spec.Disagreement{Key: key, Ours: renamed(ours), Theirs: renamed(theirs)})
	}
	if side == spec.Theirs {
		return theirs
	}
	return ours
}

func renamed(name string) string {
	if name == "" {
		return "removed"
	}
	return "renamed " + name
}

// resource gives a resource of base and its fields the same names everywhere.
func (r *Reconciled) resource(sides []*version, was spec.Resource) error {
	var now [3]string
	for i, v := range sides {
		if now[i] = v.resources[was.Name]; resourceIn(v.spec, now[i]) == nil {
			now[i] = ""
		}
	}
	name := r.choose(resourceKey(was.Name), was.Name, now[0], now[1])
	for i, v := range sides[:2] {
		if name != "" && now[i] == "" && now[1-i] != was.Name { // it stays, renamed by the other side
			v.spec.Resources = append(v.spec.Resources, r.referring(was))
			v.resources[was.Name], now[i] = was.Name, was.Name
		}
	}
	if name == "" || now[0] == "" || now[1] == "" {
		r.gone(sides, was.Name, name, now)
		return nil
	}
	if now[0] != now[1] && (reused(sides[0], was.Name, "", now[0]) || reused(sides[1], was.Name, "", now[1])) {
		return fmt.Errorf("resources.%s: one side renames it and adds another %[1]s: give that one another name on its branch first", was.Name)
	}
	r.final.resources[was.Name] = name
	r.redecide(resourceKey(name)+".", resourceKey(was.Name)+".", resourceKey(now[0])+".", resourceKey(now[1])+".")
	plural := pluralOf(sides[:2], name, now, was.Plural)
	for i, v := range sides {
		if now[i] == name {
			continue
		}
		if resourceIn(v.spec, name) != nil {
			return fmt.Errorf("resources.%s: one side renames %s to it, and the other side adds it: give one of them another name on its branch first", name, now[i])
		}
		if err := v.spec.RenameResource(v.spec, now[i], name, plural); err != nil {
			return err
		}
	}
	for _, f := range was.Fields {
		if err := r.field(sides, was.Name, name, f); err != nil {
			return err
		}
	}
	return nil
}

// resourceKey returns the key of a resource in decisions.
func resourceKey(name string) string { return "resources." + name }

// redecide lets what was decided by another name, or below it, hold for the name
// after the merge.
func (r *Reconciled) redecide(name string, others ...string) {
	for _, key := range slices.Sorted(maps.Keys(r.Decided)) {
		for _, other := range others {
			if rest, ok := strings.CutPrefix(key, other); ok && other != name && (rest == "" || strings.HasSuffix(other, ".")) {
				r.Decided[name+rest] = r.Decided[key]
				delete(r.Decided, key)
			}
		}
	}
}

// referring returns a resource of base that refers to others by their names after
// the merge.
func (r *Reconciled) referring(was spec.Resource) spec.Resource {
	was.Fields = slices.Clone(was.Fields)
	for i, f := range was.Fields {
		was.Fields[i].Ref = cmp.Or(r.final.resources[f.Ref], f.Ref)
	}
	return was
}

// gone finishes a resource that is gone on one side at least: on both if it has
// no name after the merge.
func (r *Reconciled) gone(sides []*version, was, name string, now [3]string) {
	for i, v := range sides[:2] {
		if now[i] != "" {
			r.final.resources[was], r.final.fields[was] = now[i], v.fields[was]
		}
		if name == "" {
			r.removed[was] = true
			v.spec.Resources = slices.DeleteFunc(v.spec.Resources, func(o spec.Resource) bool { return o.Name == now[i] })
		}
	}
}

// pluralOf returns the plural of a resource on the side whose name it has.
func pluralOf(sides []*version, name string, now [3]string, was string) string {
	for i, v := range sides {
		if now[i] == name {
			was = resourceIn(v.spec, name).Plural
		}
	}
	return was
}

// field gives a field the same name in all versions. The resource has its new
// name already.
func (r *Reconciled) field(sides []*version, was, resource string, f spec.Field) error {
	var now [3]string
	for i, v := range sides {
		if now[i] = v.fields[was][f.Name]; fieldIn(v.spec, resource, now[i]) < 0 {
			now[i] = ""
		}
	}
	key := resourceKey(resource) + "."
	name := r.choose(key+f.Name, f.Name, now[0], now[1])
	for i, v := range sides[:2] {
		if res := resourceIn(v.spec, resource); name != "" && now[i] == "" && now[1-i] != f.Name { // it stays, renamed by the other side
			f.Ref = cmp.Or(r.final.resources[f.Ref], f.Ref)
			res.Fields = append(res.Fields, f)
			now[i] = f.Name
		}
	}
	if name == "" || now[0] == "" || now[1] == "" {
		for i, v := range sides[:2] {
			res := resourceIn(v.spec, resource)
			res.Fields = slices.DeleteFunc(res.Fields, func(o spec.Field) bool { return name == "" && o.Name == now[i] })
		}
		return nil
	}
	if now[0] != now[1] && (reused(sides[0], resource, f.Name, now[0]) || reused(sides[1], resource, f.Name, now[1])) {
		return fmt.Errorf("resources.%s.%s: one side renames it and adds another %[2]s: give that one another name on its branch first", resource, f.Name)
	}
	r.final.fields[was][f.Name] = name
	r.redecide(key+name, key+f.Name, key+now[0], key+now[1])
	for i, v := range sides {
		if now[i] == name {
			continue
		}
		if fieldIn(v.spec, resource, name) >= 0 {
			return fmt.Errorf("resources.%s.%s: one side renames %s to it, and the other side adds it: give one of them another name on its branch first", resource, name, now[i])
		}
		if err := v.spec.RenameField(v.spec, resource, now[i], name); err != nil {
			return err
		}
	}
	return nil
}

// reused reports whether a side has renamed a resource, or a field of it, and
// has another one with the former name.
func reused(v *version, resource, field, now string) bool {
	if field == "" {
		return now != resource && resourceIn(v.spec, resource) != nil
	}
	return now != field && fieldIn(v.spec, resource, field) >= 0
}

func resourceIn(s *spec.Spec, name string) *spec.Resource {
	i := slices.IndexFunc(s.Resources, func(r spec.Resource) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return &s.Resources[i]
}

func fieldIn(s *spec.Spec, resource, name string) int {
	r := resourceIn(s, resource)
	if r == nil {
		return -1
	}
	return slices.IndexFunc(r.Fields, func(f spec.Field) bool { return f.Name == name })
}
