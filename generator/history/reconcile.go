package history

import (
	"fmt"
	"maps"
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// names are the names that resources and fields of a base have on one side of a
// merge, by those in the base.
type names struct {
	resources map[string]string
	fields    map[string]map[string]string // of resource
}

// namesOf returns the names that resources have.
func namesOf(resources []spec.Resource) names {
	n := names{resources: map[string]string{}, fields: map[string]map[string]string{}}
	for _, r := range resources {
		n.resources[r.Name] = r.Name
		n.fields[r.Name] = map[string]string{}
		for _, f := range r.Fields {
			n.fields[r.Name][f.Name] = f.Name
		}
	}
	return n
}

// namesOn returns the names on a side, which follow from its renames.
func namesOn(cat *layer.Catalog, base, side *spec.Spec) names {
	n := namesOf(base.Resources)
	before := numbers(cat, base)
	for _, m := range numbers(cat, side) {
		if _, known := withNumber(before, m.Number); !known {
			n.rename(m)
		}
	}
	return n
}

// find returns the names in the base of what has these names now, or "".
func (n names) find(resource, field string) (r, f string) {
	for was, now := range n.resources {
		if now != resource {
			continue
		}
		for f, now := range n.fields[was] {
			if now == field {
				return was, f
			}
		}
		return was, ""
	}
	return "", ""
}

// rename applies a migration to the present names if it is a rename.
func (n names) rename(m Migration) {
	if m.Verb != spec.Rename {
		return
	}
	switch r, f := n.find(m.Resource.Name, m.Field); {
	case r == "":
	case m.Field == "":
		n.resources[r] = m.To
	case f != "":
		n.fields[r][f] = m.To
	}
}

// Reconciled are the versions of a spec that are merged, with the same names
// for what one side or both have renamed.
type Reconciled struct {
	Base, Ours, Theirs *spec.Spec
	Open               []spec.Disagreement
	Decided            map[string]spec.Side // those of the decisions that are not about names
	// Foreign has the numbers of migrations of base that ours has never had, as
	// when a single commit of another branch is applied.
	Foreign map[int64]bool

	final names // after the merge
}

// Reconcile gives the resources and fields of base the same names on both sides
// of a merge: the new one if one side has renamed them. Where both sides have
// given them other names, that is decided by the key, such as
// resources.book.isbn, or a disagreement. So is a name that one side has changed
// and the other one has removed. The migrations stay as they are.
func Reconcile(cat *layer.Catalog, base, ours, theirs *spec.Spec, decided map[string]spec.Side) (Reconciled, error) {
	r := Reconciled{Base: base.Clone(), Ours: ours.Clone(), Theirs: theirs.Clone(), Decided: map[string]spec.Side{}, final: namesOf(base.Resources)}
	maps.Copy(r.Decided, decided)
	for _, v := range []struct{ to, of *spec.Spec }{{r.Base, base}, {r.Ours, ours}, {r.Theirs, theirs}} {
		v.to.Migrations = v.of.Clone().History(cat) // which follows from the names if it is not written down
	}
	sides := []*version{
		{spec: r.Ours, names: namesOn(cat, base, ours)},
		{spec: r.Theirs, names: namesOn(cat, base, theirs)},
		{spec: r.Base, names: namesOf(base.Resources)},
	}
	for _, res := range base.Resources {
		if err := r.resource(sides, res); err != nil {
			return r, err
		}
	}
	return r, nil
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
	name := r.choose("resources."+was.Name, was.Name, now[0], now[1])
	for i, v := range sides[:2] {
		if name != "" && now[i] == "" && now[1-i] != was.Name { // it stays, renamed by the other side
			v.spec.Resources = append(v.spec.Resources, was)
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

// gone finishes a resource that is gone on one side at least: on both if it has
// no name after the merge.
func (r *Reconciled) gone(sides []*version, was, name string, now [3]string) {
	for i, v := range sides[:2] {
		if now[i] != "" {
			r.final.resources[was], r.final.fields[was] = now[i], v.fields[was]
		}
		if name == "" {
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
	name := r.choose("resources."+resource+"."+f.Name, f.Name, now[0], now[1])
	for i, v := range sides[:2] {
		if res := resourceIn(v.spec, resource); name != "" && now[i] == "" && now[1-i] != f.Name { // it stays, renamed by the other side
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

// translate gives the migrations of theirs the names that tables and columns
// have after those of ours.
func (j *join) translate() {
	theirs, joined := namesOf(j.tables), namesOf(j.tables)
	for _, m := range j.fresh[spec.Ours] {
		joined.rename(m)
	}
	j.was = map[int64]Migration{}
	var stay []Migration
	for _, m := range j.fresh[spec.Theirs] {
		now := m
		now.Migration = theirs.in(joined, m.Clone())
		if m.Verb == spec.Rename {
			r, f := theirs.find(m.Resource.Name, m.Field)
			theirs.rename(m)
			if instead, overruled := j.overrules(now, place{r, f}); overruled {
				j.out.Dropped = append(j.out.Dropped, Dropped{Migration: m, Side: spec.Theirs, Instead: instead})
				continue
			}
			joined.rename(now)
		}
		if now.Step() != m.Step() || m.Verb == spec.Rename && len(j.fresh[spec.Ours]) > 0 {
			j.follow = true
		}
		j.was[m.Number] = m
		stay = append(stay, now)
	}
	j.fresh[spec.Theirs] = stay
}

// overrules reports whether ours has renamed what a translated migration of
// theirs renames, to the same or to a name that was preferred.
func (j *join) overrules(m Migration, at place) (instead Migration, overruled bool) {
	now, to := m.Resource.Name, j.final.resources[at.table]
	if m.Field != "" {
		now, to = m.Field, j.final.fields[at.table][at.column]
	}
	for _, o := range j.fresh[spec.Ours] {
		if o.Verb == spec.Rename && (o.Field == "") == (m.Field == "") && o.To == now && (now == m.To || to == now) {
			return o, true
		}
	}
	return Migration{}, false
}

// in returns a migration with the names of joined instead of n.
func (n names) in(joined names, m spec.Migration) spec.Migration {
	resource := func(name string) string {
		if r, _ := n.find(name, ""); r != "" {
			return joined.resources[r]
		}
		return name
	}
	field := func(of, name string) string {
		if r, f := n.find(of, name); f != "" {
			return joined.fields[r][f]
		}
		return name
	}
	of := m.Resource.Name
	m.Resource.Name = resource(of)
	if m.Field != "" {
		m.Field = field(of, m.Field)
	}
	for i, f := range m.Resource.Fields {
		m.Resource.Fields[i].Name = field(of, f.Name)
		m.Resource.Fields[i].Ref = resource(f.Ref)
	}
	return m
}
