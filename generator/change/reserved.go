package change

import (
	"slices"

	"github.com/gen-go/gen/generator/spec"
)

// reserved returns the fields of the last render, such as book.version, that have
// the name of a column that every table has now.
func (p *Project) reserved() []string {
	var names []string
	common := p.Was.Common(p.cat)
	for _, r := range p.Was.Resources {
		for _, f := range r.Fields {
			if slices.ContainsFunc(common, func(c spec.Field) bool { return c.Key() == f.Key() }) {
				names = append(names, r.Name+"."+f.Name)
			}
		}
	}
	return names
}

// blocking returns the fields of the last render with names that they cannot have
// now: those that are reserved, and references whose routes others have.
func (p *Project) blocking() []string {
	names := p.reserved()
	for _, c := range p.Was.Clashes(p.cat) {
		names = append(names, c.Resource+"."+c.Field.Name)
	}
	return names
}

// freeNames renames the blocking fields of a spec as the user has decided.
func (p *Project) freeNames(s *spec.Spec) error {
	blocking := p.blocking()
	for _, m := range p.Decisions.Renames {
		if m.Field == "" || !slices.Contains(blocking, m.Resource.Name+"."+m.Field) {
			continue
		}
		if err := s.RenameField(p.Was, m.Resource.Name, m.Field, m.To); err != nil {
			return err
		}
	}
	return nil
}

// Blocked reports whether the project cannot be upgraded because fields have names
// that they cannot have now. They must be renamed or removed first.
func (p *Project) Blocked() bool { return len(p.blocking()) > 0 }
