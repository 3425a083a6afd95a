package history

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Adopt adds the migrations that the owner has written since the last render:
// those with an id that the history does not have. The names are those of the
// files in the project's migrations directory. The history of the spec must be
// complete, as it is in the spec of the last render and in a gen.yaml that lists
// its migrations.
func Adopt(cat *layer.Catalog, s *spec.Spec, names []string) spec.Problems {
	if _, ok := s.Database(cat); !ok {
		return nil
	}
	var ps spec.Problems
	history := s.History(cat)
	known := run(cat, s, history)
	var found []spec.Migration
	for _, f := range numbered(names, &ps) {
		if known.has(f.id) {
			continue
		}
		if want := fmt.Sprintf("%06d_%s", f.id, f.name); f.stem != want {
			ps.Add("migrations/"+f.stem, "rename it to %s: ids have six digits, or more if they are higher", want)
		}
		if err := spec.CheckMigrationName(f.name); err != nil {
			ps.Add("migrations/"+f.stem, "%s", err)
		}
		if !slices.ContainsFunc(names, func(name string) bool { return path.Base(name) == f.stem+".up.sql" }) {
			ps.Add("migrations/"+f.stem+".down.sql", "there is no %s.up.sql", f.stem)
		}
		found = append(found, spec.Migration{ID: f.id, Verb: spec.Own, Name: f.name})
	}
	if len(ps) > 0 || len(found) == 0 {
		return ps
	}
	s.Migrations = known.with(found)
	return nil
}

// has reports whether a migration has the number.
func (r *replay) has(number int64) bool {
	return slices.ContainsFunc(r.migrations, func(m Migration) bool { return m.Includes(number) })
}

// with returns the history with further migrations, which are sorted by id.
func (r *replay) with(found []spec.Migration) []spec.Migration {
	var history []spec.Migration
	for _, m := range r.migrations {
		for len(found) > 0 && found[0].ID < m.Number {
			history, found = append(history, found[0]), found[1:]
		}
		history = append(history, m.Migration)
	}
	return append(history, found...)
}

// migrationFile is a pair of files such as 000007_add_pages.up.sql and
// 000007_add_pages.down.sql.
type migrationFile struct {
	id         int64
	stem, name string // 000007_add_pages, add_pages
}

var migrationName = regexp.MustCompile(`^([0-9]+)_(.+)\.(up|down)\.sql$`)

// NumberOf returns the number of a migration, given the name of one of its
// files, or false if the name is not that of a migration.
func NumberOf(file string) (number int64, ok bool) {
	m := migrationName.FindStringSubmatch(file)
	if m == nil {
		return 0, false
	}
	number, err := strconv.ParseInt(m[1], 10, 64)
	return number, err == nil && number > 0 && number <= spec.MaxID
}

// numbered returns the migrations among files, sorted by id. Duplicate
// ids are problems.
func numbered(names []string, ps *spec.Problems) []migrationFile {
	var files []migrationFile
	for _, name := range slices.Sorted(slices.Values(names)) {
		m := migrationName.FindStringSubmatch(path.Base(name))
		if m == nil {
			if path.Ext(name) == ".sql" {
				ps.Add("migrations/"+path.Base(name), "is not the name of a migration, such as 000007_add_pages.up.sql: rename it, or move it elsewhere")
			}
			continue
		}
		f := migrationFile{stem: m[1] + "_" + m[2], name: m[2]}
		id, ok := NumberOf(path.Base(name))
		if !ok {
			ps.Add("migrations/"+f.stem, "its id is not between 1 and %d", int64(spec.MaxID))
			continue
		}
		f.id = id
		i := slices.IndexFunc(files, func(other migrationFile) bool { return other.id == id })
		switch {
		case i < 0:
			files = append(files, f)
		case files[i].stem != f.stem:
			ps.Add("migrations/"+f.stem, "has the same id as %s; give the newer one an id that is free", files[i].stem)
		}
	}
	slices.SortFunc(files, func(a, b migrationFile) int { return cmp.Compare(a.id, b.id) })
	return files
}
