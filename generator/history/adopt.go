package history

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Adopt appends the migrations that the owner has written since the last
// render. The names are those of the files in the project's migrations
// directory. The history of the spec must be complete, as it is in the spec of
// the last render and in a gen.yaml that lists its migrations.
func Adopt(cat *layer.Catalog, s *spec.Spec, names []string) spec.Problems {
	if _, ok := s.Database(cat); !ok {
		return nil
	}
	var ps spec.Problems
	history := s.History(cat)
	last := run(cat, s, history).next - 1
	var found []spec.Migration
	for _, f := range numbered(names, &ps) {
		if f.number <= last {
			continue
		}
		next := last + len(found) + 1
		want := fmt.Sprintf("%06d_%s", next, f.name)
		if f.stem != want {
			ps.Add("migrations/"+f.stem, "is not numbered after %06d, the last migration; rename it to %s", next-1, want)
		}
		if err := spec.CheckMigrationName(f.name); err != nil {
			ps.Add("migrations/"+f.stem, "%s", err)
		}
		found = append(found, spec.Migration{Verb: spec.Own, Name: f.name})
	}
	if len(ps) > 0 || len(found) == 0 {
		return ps
	}
	s.Migrations = append(slices.Clone(history), found...)
	return nil
}

// migrationFile is a pair of files such as 000007_add_pages.up.sql and
// 000007_add_pages.down.sql.
type migrationFile struct {
	number     int
	stem, name string // 000007_add_pages, add_pages
}

var migrationName = regexp.MustCompile(`^([0-9]+)_(.+)\.(up|down)\.sql$`)

// numbered returns the migrations among files, sorted by number. Duplicate
// numbers are problems.
func numbered(names []string, ps *spec.Problems) []migrationFile {
	var files []migrationFile
	for _, name := range slices.Sorted(slices.Values(names)) {
		m := migrationName.FindStringSubmatch(path.Base(name))
		if m == nil {
			continue
		}
		f := migrationFile{stem: m[1] + "_" + m[2], name: m[2]}
		number, err := strconv.Atoi(m[1])
		if err != nil {
			ps.Add("migrations/"+f.stem, "its number is too high")
			continue
		}
		f.number = number
		i := slices.IndexFunc(files, func(other migrationFile) bool { return other.number == number })
		switch {
		case i < 0:
			files = append(files, f)
		case files[i].stem != f.stem:
			ps.Add("migrations/"+f.stem, "has the same number as %s; give the newer one the next free number", files[i].stem)
		}
	}
	slices.SortFunc(files, func(a, b migrationFile) int { return a.number - b.number })
	return files
}
