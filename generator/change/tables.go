package change

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// withoutTables reports whether the last render is of an earlier release, in
// which one of its options had no tables. If its gen.yaml does not list the
// migrations, withoutTables adds them as they were: the history of a new project
// has those tables.
func (p *Project) withoutTables() bool {
	if _, ok := p.Was.Database(p.cat); !ok {
		return false
	}
	var missing []spec.Migration
	for _, l := range p.cat.Chosen(p.Was.Options) {
		if l.Migrations > 0 && !p.hasMigrationOf(l) {
			missing = append(missing, spec.MigrationOf(l))
		}
	}
	if len(missing) > 0 && p.Was.Migrations == nil {
		p.Was.Migrations = slices.DeleteFunc(slices.Clone(p.Was.History(p.cat)), func(m spec.Migration) bool {
			return slices.ContainsFunc(missing, func(other spec.Migration) bool { return other.String() == m.String() })
		})
	}
	return len(missing) > 0
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
