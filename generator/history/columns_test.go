package history_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// versioned is a catalogue in which every table of a resource has a version, and
// another column with an option.
func versioned() *layer.Catalog {
	cat := catalog()
	cat.Layers = append(cat.Layers, layer.Layer{Name: "resource", Columns: []string{"version:bigint:default=1"}},
		layer.Layer{Category: "example", Name: "trash", Columns: []string{"deleted_at:time"}})
	return cat
}

// Tables get the columns that every table has when they are created, or by a
// migration if they are older.
func TestCommonColumns(t *testing.T) {
	const (
		note, old, version = "note a:int", "!create note a:int", " version:bigint:default=1"
	)
	type lines []string
	for name, tt := range map[string]struct {
		was, now  lines
		renames   string
		committed bool
		history   lines
		problem   string
	}{
		"a new project":           {now: lines{note}, history: lines{"create note a:int" + version}},
		"a new resource":          {was: lines{note}, now: lines{note, "tag b:int"}, history: lines{"create note a:int" + version, "create tag b:int" + version}},
		"an older table":          {was: lines{old, note}, now: lines{note}, history: lines{"create note a:int", "add note" + version}},
		"an older table, changed": {was: lines{old, note}, now: lines{"note a:int b:text"}, history: lines{"create note a:int", "add note b:text", "add note" + version}},
		"an older table, dropped": {was: lines{old, "!create tag b:int", note, "tag b:int"}, now: lines{"tag b:int"}, committed: true, history: lines{"create note a:int", "create tag b:int", "drop note a:int", "add tag" + version}},
		"a table that has it, dropped": {
			was: lines{note, "tag b:int"}, now: lines{"tag b:int"}, committed: true,
			history: lines{"create note a:int" + version, "create tag b:int" + version, "drop note a:int" + version},
		},
		"a field that becomes it, unlike": {was: lines{"!create note a:int n:bigint", "note a:int n:bigint"}, now: lines{note}, committed: true, history: lines{"create note a:int n:bigint", "remove note n:bigint", "add note" + version}},
		"own without it":                  {was: lines{"!create note a:int" + version, "!own more note a:int b:int", "note a:int b:int"}, now: lines{"note a:int b:int"}, history: lines{"create note a:int" + version, "own more note a:int b:int"}},
		"own with it":                     {was: lines{"!create note a:int" + version, "!own more note a:int" + version, note}, now: lines{note}, history: lines{"create note a:int" + version, "own more note a:int" + version}},
		"a field of that name, renamed": {
			was: lines{"!create note a:int version:text", "note a:int version:text"}, now: lines{"note a:int edition:text"}, renames: "rename note.version edition", committed: true,
			history: lines{"create note a:int version:text", "rename note.version edition", "add note" + version},
		},
		"a field of that name, removed": {
			was: lines{"!create note a:int version:text", "note a:int version:text"}, now: lines{note}, committed: true,
			history: lines{"create note a:int version:text", "remove note version:text", "add note" + version},
		},
		"an option with a column, added":   {was: lines{note}, now: lines{"example=trash", note}, history: lines{"create note a:int" + version, "add note deleted_at:time"}},
		"an option with a column, at once": {now: lines{"example=trash", note}, history: lines{"create note a:int" + version + " deleted_at:time"}},
		"an option with a column, taken back": {
			was: lines{"example=trash", "!create note a:int" + version, "!add note deleted_at:time", note}, now: lines{note},
			history: lines{"create note a:int" + version},
		},
		"an option with a column, removed": {
			was: lines{"example=trash", "!create note a:int" + version, "!add note deleted_at:time", note}, now: lines{note}, committed: true,
			history: lines{"create note a:int" + version, "add note deleted_at:time", "remove note deleted_at:time"},
		},
		"a field of that name": {
			was: lines{"!create note a:int version:text", "note a:int version:text"}, now: lines{"note a:int version:text"},
			problem: `resources[0].fields[1]: field "version": every resource already has it; choose another name, or to keep the values of an existing field: gen rename field note version NAME`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			cat := versioned()
			was, now := specOf(t, cat, tt.was...), specOf(t, cat, tt.now...)
			terms := history.Terms{Now: clock, Committed: func(int64) bool { return tt.committed }}
			if tt.renames != "" {
				m, err := spec.ParseMigration(cat, tt.renames)
				if err != nil {
					t.Fatal(err)
				}
				terms.Renames = append(terms.Renames, m)
			}
			ps := history.Evolve(cat, now, was, terms)
			if tt.problem != "" {
				if ps.Error() != tt.problem {
					t.Errorf("got %v, want %s", ps, tt.problem)
				}
				return
			}
			if len(ps) > 0 {
				t.Fatal(ps)
			}
			if diff := cmp.Diff(tt.history, lines(steps(now.History(cat)))); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			if err := validate(cat, now).Err(); err != nil {
				t.Error(err)
			}
			again := clone(t, cat, now)
			if ps := history.Evolve(cat, again, now, terms); len(ps) > 0 || !slices.Equal(texts(again.Migrations), texts(now.Migrations)) {
				t.Errorf("not complete: %v %v", ps, texts(again.Migrations))
			}
		})
	}
}

// A history without a common column is refused with what to write.
func TestCommonColumnsAreNeeded(t *testing.T) {
	cat := versioned()
	s := specOf(t, cat, "!create note a:int", "note a:int")
	const want = `resources[0]: no migration adds the column version to the table of "note"; add one: add note version:bigint:default=1`
	if ps := validate(cat, s); ps.Error() != want {
		t.Errorf("got %v\nwant %s", ps, want)
	}
}

// A branch from before the upgrade is merged with one from after it.
func TestJoinCommonColumns(t *testing.T) {
	const note, version = "note a:int", " version:bigint:default=1"
	type lines []string
	for name, tt := range map[string]struct {
		base, ours, theirs lines
		want               lines // history
	}{
		"ours is upgraded": {
			base: lines{"!create note a:int", note}, ours: lines{"!create note a:int", "!20 add note" + version, note},
			theirs: lines{"!create note a:int", "!10 add note b:int", "!30 create tag c:int", "note a:int b:int", "tag c:int"},
			want:   lines{"create note a:int", "000010 add note b:int", "000020 add note" + version, "000030 create tag c:int", "000099 add tag" + version},
		},
		"theirs is upgraded": {
			base: lines{"!create note a:int", note}, ours: lines{"!create note a:int", "!30 add note b:int", "note a:int b:int"},
			theirs: lines{"!create note a:int", "!20 add note" + version, "!40 create tag c:int" + version, note, "tag c:int"},
			want:   lines{"create note a:int", "000020 add note" + version, "000030 add note b:int", "000040 create tag c:int" + version},
		},
		"both are upgraded": {
			base: lines{"!create note a:int", note}, ours: lines{"!create note a:int", "!30 add note" + version, note},
			theirs: lines{"!create note a:int", "!20 add note" + version, note},
			want:   lines{"create note a:int", "000020 add note" + version},
		},
		"dropped by the older one": {
			base: lines{"!create note a:int", "!2 create tag c:int", note, "tag c:int"}, ours: lines{"!create note a:int", "!2 create tag c:int", "!20 add note" + version, "!21 add tag" + version, note, "tag c:int"},
			theirs: lines{"!create note a:int", "!2 create tag c:int", "!30 drop tag c:int", note},
			want:   lines{"create note a:int", "000002 create tag c:int", "000020 add note" + version, "000030 drop tag c:int"},
		},
		"a field of that name, renamed by ours and changed by theirs": {
			base:   lines{"!create note a:int version:int", "note a:int version:int"},
			ours:   lines{"!create note a:int version:int", "!20 rename note.version edition", "!21 add note" + version, "note a:int edition:int"},
			theirs: lines{"!create note a:int version:int", "!30 change note version:bigint", "note a:int version:bigint"},
			want:   lines{"create note a:int version:int", "000020 rename note.version edition", "000021 add note" + version, "000031 change note edition:bigint"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cat := versioned()
			base, ours, theirs := specOf(t, cat, tt.base...), specOf(t, cat, tt.ours...), specOf(t, cat, tt.theirs...)
			versions, err := history.Reconcile(cat, base, ours, theirs, nil)
			if err != nil {
				t.Fatal(err)
			}
			merged, open, err := spec.Merge(cat, versions.Base, versions.Ours, versions.Theirs, versions.Decided)
			if err != nil || len(open)+len(versions.Open) > 0 {
				t.Fatal(open, versions.Open, err)
			}
			if _, ps := history.Join(cat, versions, merged, history.Terms{Now: 99}, false); len(ps) > 0 {
				t.Fatal(ps)
			}
			if diff := cmp.Diff(tt.want, lines(texts(merged.Migrations))); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			if err := validate(cat, merged).Err(); err != nil {
				t.Error(err)
			}
		})
	}
}

// eachCatalog runs a test without and with columns that every table has.
func eachCatalog(t *testing.T, test func(t *testing.T, cat *layer.Catalog)) {
	t.Helper()
	for name, cat := range map[string]*layer.Catalog{"tables": catalog(), "tables with a version": versioned()} {
		t.Run(name, func(t *testing.T) { test(t, cat) })
	}
}
