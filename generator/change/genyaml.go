package change

import (
	"fmt"
	"strings"

	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// spec plans gen.yaml, in which only the lines that the change concerns are
// edited.
func (b *planner) spec(next *spec.Spec) error {
	ours, _, err := b.folder.Read(spec.Path)
	if err != nil {
		return err
	}
	text, err := editSpec(b.Project, next)
	if err != nil {
		return err
	}
	status := Update
	if !merge.Same(b.base[spec.Path].Data, ours.Data) {
		status = Merge
	}
	b.write(spec.Path, status, ours, true, tree.File{Data: text, Mode: ours.Mode})
	return nil
}

// editSpec merges the change into gen.yaml as text: first based on the
// canonical file, then on one with the owner's structure. If neither results
// in the new spec, it edits the YAML nodes, which keeps comments but not empty
// lines.
func editSpec(p *Project, next *spec.Spec) ([]byte, error) {
	was, err := p.Spec.Marshal(p.cat)
	if err != nil {
		return nil, err
	}
	now, err := next.Marshal(p.cat)
	if err != nil || string(was) == string(now) {
		return p.text, err
	}
	says := func(text []byte) bool { return says(p.cat, text, now) }
	plain, err := spec.Edit(p.text, p.cat, p.Spec, p.Spec)
	if err != nil {
		return nil, err
	}
	text, err := spec.Edit(p.text, p.cat, p.Spec, next)
	if err != nil {
		return nil, err
	}
	for _, side := range []struct{ was, now []byte }{{was, now}, {styledAs(plain, p.text), styledAs(text, p.text)}} {
		if r := merge.File(spec.Path, side.was, p.text, side.now, p.mergeOptions(true)); len(r.Conflicts) == 0 && says(r.Data) {
			return r.Data, nil
		}
	}
	if !says(text) {
		return nil, fmt.Errorf("gen cannot edit %s as it is written: make the change yourself and run gen apply", spec.Path)
	}
	return text, nil
}

// says reports whether a gen.yaml has the choices of a canonical one.
func says(cat *layer.Catalog, text, canonical []byte) bool {
	s, _, err := loadSpec(cat, spec.Path, text)
	if err != nil {
		return false
	}
	got, err := s.Marshal(cat)
	return err == nil && string(got) == string(canonical)
}

// styledAs replaces each line of a YAML text by the owner's version of it, if
// they differ only in quotes and whitespace.
func styledAs(text, owners []byte) []byte {
	key := strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "", "'", "", `"`, "")
	style := map[string]string{}
	for line := range strings.Lines(string(owners)) {
		style[key.Replace(line)] = line
	}
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if own, ok := style[key.Replace(line)]; ok {
			line = own
		}
		b.WriteString(line)
	}
	return []byte(b.String())
}
