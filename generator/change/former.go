package change

import (
	"path"
	"regexp"
	"slices"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
)

// validateWas returns the problems with the gen.yaml of the last render. One of an
// earlier release, in whose history tables or columns are missing, was valid then.
func (p *Project) validateWas() spec.Problems {
	listed := p.Was.Migrations != nil
	tables := p.withoutTables()
	if columns := p.withoutColumns(listed); tables || columns {
		return nil
	}
	return generator.Validate(p.cat, p.Was)
}

// withoutColumns reports whether the last render is of an earlier release, in which
// a table lacks a column that every table has now. If its gen.yaml does not list
// the migrations, withoutColumns takes these columns out of them.
func (p *Project) withoutColumns(listed bool) bool {
	common, former := p.Was.Common(p.cat), p.Blocked()
	if _, ok := p.Was.Database(p.cat); !ok {
		return former
	}
	if listed {
		_, tables := history.Replay(p.cat, p.Was)
		return former || slices.ContainsFunc(tables, func(t history.Table) bool { return lacksOne(t, common) })
	}
	if !former && !p.createdWithout(common) {
		return false
	}
	p.Was.Migrations = p.Was.History(p.cat)
	for i, m := range p.Was.Migrations {
		if m.Verb == spec.Create { // which has them at the end
			p.Was.Migrations[i].Resource.Fields = m.Resource.Fields[:len(m.Resource.Fields)-len(common)]
		}
	}
	return true
}

// lacksOne reports whether a table lacks one of the columns.
func lacksOne(t history.Table, columns []spec.Field) bool {
	return slices.ContainsFunc(columns, func(f spec.Field) bool {
		_, has := t.Column(f.Key())
		return !has
	})
}

// createdWithout reports whether the last render created a table without one of
// the columns.
func (p *Project) createdWithout(columns []spec.Field) bool {
	for _, r := range p.Was.Resources {
		for name, f := range p.base {
			m := migrationFile.FindStringSubmatch(path.Base(name))
			if path.Dir(name) != migrations || m == nil || m[2] != "create_"+r.PluralName() {
				continue
			}
			for _, c := range columns {
				if !regexp.MustCompile(`\b` + c.Key() + `\b`).Match(f.Data) {
					return true
				}
			}
		}
	}
	return false
}

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

// freeNames renames the reserved fields of a spec as the user has decided.
func (p *Project) freeNames(s *spec.Spec) error {
	reserved := p.reserved()
	for _, m := range p.Decisions.Renames {
		if m.Field == "" || !slices.Contains(reserved, m.Resource.Name+"."+m.Field) {
			continue
		}
		if err := s.RenameField(p.Was, m.Resource.Name, m.Field, m.To); err != nil {
			return err
		}
	}
	return nil
}

// Blocked reports whether the project cannot be upgraded because the names of
// fields are now those of columns that every table has. They must be renamed or
// removed first.
func (p *Project) Blocked() bool { return len(p.reserved()) > 0 }
