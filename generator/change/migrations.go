package change

import (
	"fmt"
	"maps"
	"path"
	"strings"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
)

// adopt treats the migrations that the owner has written as if gen had written
// them, so that they are not in conflict with the empty ones of the render.
func (b *planner) adopt(next *spec.Spec) error {
	adopted := maps.Clone(b.base)
	all, _ := history.Replay(b.cat, next)
	for _, m := range all {
		if m.Verb != spec.Own {
			continue
		}
		for _, way := range []string{"up", "down"} {
			name := fmt.Sprintf("%s/%06d_%s.%s.sql", migrations, m.Number, m.Name, way)
			_, there, err := b.folder.Read(name)
			if err != nil {
				return err
			}
			if _, known := adopted[name]; there && !known {
				adopted[name] = b.theirs[name]
			}
		}
	}
	b.base = adopted
	return nil
}

// migrations is the folder of the migrations.
const migrations = "migrations"

// takenBack adds a note on each migration that is deleted: once it has run, only
// its .down file can revert it.
func (b *planner) takenBack() {
	for _, name := range b.plan.changes.Remove {
		if path.Dir(name) == migrations && strings.HasSuffix(name, ".down.sql") {
			b.plan.Notes = append(b.plan.Notes, name+": where this step has run, take it back before: gen undo, make migrate-down, and this change again")
		}
	}
}
