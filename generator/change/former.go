package change

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// validateWas returns the problems with the gen.yaml of the last render. One of an
// earlier release, in whose history tables or columns are missing or names are not
// allowed now, was valid then.
// If it does not list the migrations, validateWas adds them as they were: the
// history of a new project has those tables and columns.
func (p *Project) validateWas() spec.Problems {
	missing, columns := p.missingMigrations(), p.lacksColumns()
	if len(missing) == 0 && !columns && !p.Blocked() {
		return generator.Validate(p.cat, p.Was)
	}
	if _, ok := p.Was.Database(p.cat); ok && p.Was.Migrations == nil {
		p.Was.Migrations = p.formerHistory(missing, !columns)
	}
	return nil
}

// formerHistory returns the history of the last render: that of a new project
// without the missing migrations and, unless common is set, without the columns
// that every table has now.
func (p *Project) formerHistory(missing []spec.Migration, common bool) []spec.Migration {
	former := slices.DeleteFunc(p.Was.History(p.cat), func(m spec.Migration) bool {
		return slices.ContainsFunc(missing, func(other spec.Migration) bool { return other.String() == m.String() })
	})
	if common {
		return former
	}
	for i, m := range former {
		if m.Verb == spec.Create { // which has them at the end
			former[i].Resource.Fields = m.Resource.Fields[:len(m.Resource.Fields)-len(p.Was.Common(p.cat))]
		}
	}
	return former
}

// missingMigrations returns the migrations of options that had no tables in the
// release of the last render.
func (p *Project) missingMigrations() []spec.Migration {
	if _, ok := p.Was.Database(p.cat); !ok {
		return nil
	}
	var missing []spec.Migration
	for _, l := range p.cat.Chosen(p.Was.Options) {
		if l.Migrations > 0 && !p.hasMigrationOf(l) {
			missing = append(missing, spec.MigrationOf(l))
		}
	}
	return missing
}

// hasMigrationOf reports whether the last render has the first migration of an
// option.
func (p *Project) hasMigrationOf(l layer.Layer) bool {
	const first, up = "{1}_", ".up.sql"
	found := false
	_ = fs.WalkDir(p.cat.Files, l.Dir, func(name string, _ fs.DirEntry, err error) error { // the catalogue is in memory
		if stem, ok := strings.CutPrefix(path.Base(name), first); ok && strings.HasSuffix(stem, up) {
			for file := range p.base {
				found = found || path.Dir(file) == migrations && strings.HasSuffix(file, "_"+stem)
			}
		}
		return err
	})
	return found
}

// lacksColumns reports whether the last render is of an earlier release, in which
// a table lacks a column that every table has now.
func (p *Project) lacksColumns() bool {
	_, ok := p.Was.Database(p.cat)
	if reserved := len(p.reserved()) > 0; reserved || !ok {
		return reserved
	}
	common := p.Was.Common(p.cat)
	if p.Was.Migrations == nil {
		return p.createdWithout(common)
	}
	_, tables := history.Replay(p.cat, p.Was)
	return slices.ContainsFunc(tables, func(t history.Table) bool { return lacksOne(t, common) })
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
