package history_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func TestJoin(t *testing.T) {
	const note = "note a:int"
	type lines []string
	for name, tt := range map[string]struct {
		base, ours, theirs lines
		decided            map[string]spec.Side
		want               lines
		moved, dropped     lines
	}{
		"nothing": {base: lines{note}, ours: lines{note}, theirs: lines{note}, want: lines{"create note a:int"}},
		"sorted by id": {
			base:   lines{note},
			ours:   lines{"!create note a:int", "!30 add note b:int", "note a:int b:int"},
			theirs: lines{"!create note a:int", "!20 add note c:int", "!40 create tag a:int", "note a:int c:int", "tag a:int"},
			want:   lines{"create note a:int", "000020 add note c:int", "000030 add note b:int", "000040 create tag a:int"},
		},
		"the same id": {
			base:   lines{note},
			ours:   lines{"!create note a:int", "!20 add note b:int", "note a:int b:int"},
			theirs: lines{"!create note a:int", "!20 add note c:int", "!21 add note d:int", "note a:int c:int d:int"},
			want:   lines{"create note a:int", "000020 add note b:int", "000021 add note c:int", "000022 add note d:int"},
			moved:  lines{"000020 add note c:int to 21", "000021 add note d:int to 22"},
		},
		"the same number, without ids": {
			base:   lines{note},
			ours:   lines{"!create note a:int", "!add note b:int", "note a:int b:int"},
			theirs: lines{"!create note a:int", "!add note c:int", "note a:int c:int"},
			want:   lines{"create note a:int", "add note b:int", "add note c:int"},
			moved:  lines{"add note c:int to 3"},
		},
		"an option with two": {
			base:   lines{note},
			ours:   lines{"!create note a:int", "!20 example bank", "example=bank", note},
			theirs: lines{"!create note a:int", "!21 add note c:int", "note a:int c:int"},
			want:   lines{"create note a:int", "000020 example bank", "000022 add note c:int"},
			moved:  lines{"000021 add note c:int to 22"},
		},
		"an option that both add": {
			base:    lines{note},
			ours:    lines{"!create note a:int", "!20 example bank", "example=bank", note},
			theirs:  lines{"!create note a:int", "!30 example bank", "example=bank", note},
			want:    lines{"create note a:int", "000020 example bank"},
			dropped: lines{"000030 example bank: 000020 example bank"},
		},
		"a field that both add": {
			base:    lines{note},
			ours:    lines{"!create note a:int", "!30 add note b:int", "note a:int b:int"},
			theirs:  lines{"!create note a:int", "!20 add note b:int", "note a:int b:int"},
			want:    lines{"create note a:int", "000020 add note b:int"},
			dropped: lines{"000030 add note b:int: 000020 add note b:int"},
		},
		"a field that both add, decided": {
			base:    lines{note},
			ours:    lines{"!create note a:int", "!30 add note b:int", "note a:int b:int"},
			theirs:  lines{"!create note a:int", "!20 add note b:text", "note a:int b:text"},
			decided: map[string]spec.Side{"resources.note.b": spec.Ours},
			want:    lines{"create note a:int", "000030 add note b:int"},
			dropped: lines{"000020 add note b:text: 000030 add note b:int"},
		},
		"a resource that both add": {
			base:    lines{note},
			ours:    lines{"!create note a:int", "!20 create tag a:int", note, "tag a:int"},
			theirs:  lines{"!create note a:int", "!30 create tag a:int b:int", "!31 add tag c:int", note, "tag a:int b:int c:int"},
			want:    lines{"create note a:int", "000030 create tag a:int b:int", "000031 add tag c:int"},
			dropped: lines{"000020 create tag a:int: 000030 create tag a:int b:int"},
		},
		"dropped and changed": {
			base:    lines{note},
			ours:    lines{"!create note a:int", "!20 drop note a:int"},
			theirs:  lines{"!create note a:int", "!30 add note b:int", "note a:int b:int"},
			decided: map[string]spec.Side{"resources.note": spec.Theirs},
			want:    lines{"create note a:int", "000030 add note b:int"},
			dropped: lines{"000020 drop note a:int: 000030 add note b:int"},
		},
		"taken out by one side": {
			base:   lines{"!create note a:int", "!20 add note b:int", "note a:int b:int"},
			ours:   lines{"!create note a:int", note},
			theirs: lines{"!create note a:int", "!20 add note b:int", "!30 add note c:int", "note a:int b:int c:int"},
			want:   lines{"create note a:int", "000020 add note b:int", "000030 add note c:int", "000099 remove note b:int"},
		},
		"written by hand and taken out by one side": {
			base:   lines{"!create note a:int", "!20 own fill", note},
			ours:   lines{"!create note a:int", note},
			theirs: lines{"!create note a:int", "!20 own fill", "!30 add note c:int", "note a:int c:int"},
			want:   lines{"create note a:int", "000030 add note c:int"},
		},
		"what one side says about a migration written by hand": {
			base:   lines{"!create note a:int", "!20 own more", note},
			ours:   lines{"!create note a:int", "!20 own more note a:int b:int", "note a:int b:int"},
			theirs: lines{"!create note a:int", "!20 own more", "!30 add note c:int", "note a:int c:int"},
			want:   lines{"create note a:int", "000020 own more note a:int b:int", "000030 add note c:int"},
		},
		"what the other side says about it": {
			base:   lines{"!create note a:int", "!20 own more", note},
			ours:   lines{"!create note a:int", "!20 own more", "!30 add note c:int", "note a:int c:int"},
			theirs: lines{"!create note a:int", "!20 own more note a:int b:int", "note a:int b:int"},
			want:   lines{"create note a:int", "000020 own more note a:int b:int", "000030 add note c:int"},
		},
		"what both sides say about it": {
			base:   lines{"!create note a:int", "!20 own more note a:int b:int", "note a:int b:int"},
			ours:   lines{"!create note a:int", "!20 own more note a:int b:int c:int", "note a:int b:int c:int"},
			theirs: lines{"!create note a:int", "!20 own more note a:int b:int d:int", "note a:int b:int d:int"},
			want:   lines{"create note a:int", "000020 own more note a:int b:int d:int c:int"},
		},
		"what both sides say about it for the first time": {
			base:   lines{"!create note a:int", "!20 own more", note},
			ours:   lines{"!create note a:int", "!20 own more note a:int c:int", "note a:int c:int"},
			theirs: lines{"!create note a:int", "!20 own more note a:int d:int", "note a:int d:int"},
			want:   lines{"create note a:int", "000020 own more note a:int d:int c:int"},
		},
		"what one side says about it while the other adds a field": {
			base:   lines{"!create note a:int", "!20 own more", note},
			ours:   lines{"!create note a:int", "!20 own more note a:int b:int", "note a:int b:int"},
			theirs: lines{"!create note a:int", "!20 own more", "!30 rename note text", "text a:int"},
			want:   lines{"create note a:int", "000020 own more note a:int b:int", "000030 rename note text"},
		},
		"a constraint that both add, one of them after a rename": {
			base:    lines{"note a:int b:int"},
			ours:    lines{"!create note a:int b:int", "!30 rename note.a x", "!31 add note unique(x,b)", "note x:int b:int unique(x,b)"},
			theirs:  lines{"!create note a:int b:int", "!20 add note unique(a,b)", "note a:int b:int unique(a,b)"},
			want:    lines{"create note a:int b:int", "000030 rename note.a x", "000031 add note unique(x,b)"},
			moved:   lines{"000020 add note unique(a,b) to 31"},
			dropped: lines{"000031 add note unique(x,b): 000020 add note unique(x,b)"},
		},
		"a constraint of a renamed field": {
			base:   lines{"note a:int b:int"},
			ours:   lines{"!create note a:int b:int", "!30 rename note.a x", "note x:int b:int"},
			theirs: lines{"!create note a:int b:int", "!20 add note unique(a,b)", "note a:int b:int unique(a,b)"},
			want:   lines{"create note a:int b:int", "000030 rename note.a x", "000031 add note unique(x,b)"},
			moved:  lines{"000020 add note unique(a,b) to 31"},
		},
		"written by hand": {
			base:   lines{note},
			ours:   lines{"!create note a:int", "!20 own fill", note},
			theirs: lines{"!create note a:int", "!30 own fill", note},
			want:   lines{"create note a:int", "000020 own fill", "000030 own fill"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cat := catalog()
			base, ours, theirs := specOf(t, cat, tt.base...), specOf(t, cat, tt.ours...), specOf(t, cat, tt.theirs...)
			versions, err := history.Reconcile(cat, base, ours, theirs, tt.decided)
			if err != nil {
				t.Fatal(err)
			}
			merged, open, err := spec.Merge(cat, versions.Base, versions.Ours, versions.Theirs, versions.Decided)
			if err != nil || len(open)+len(versions.Open) > 0 {
				t.Fatal(open, versions.Open, err)
			}
			got, ps := history.Join(cat, versions, merged, history.Terms{Now: 99}, false)
			if err := ps.Err(); err != nil {
				t.Fatal(err)
			}
			var moved, dropped lines
			for _, m := range got.Moved {
				moved = append(moved, fmt.Sprintf("%s to %d", m.String(), m.To))
			}
			for _, d := range got.Dropped {
				dropped = append(dropped, d.String()+": "+d.Instead.String())
			}
			for _, c := range []struct {
				what      string
				want, got lines
			}{{"history", tt.want, texts(merged.Migrations)}, {"moved", tt.moved, moved}, {"dropped", tt.dropped, dropped}} {
				if diff := cmp.Diff(c.want, c.got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", c.what, diff)
				}
			}
			if err := validate(cat, merged).Err(); err != nil {
				t.Error(err)
			}
		})
	}
}

// Branches with random changes have a history that leads to their merged
// resources. Every migration of a side is in it, or it is told why not.
func TestJoinLaws(t *testing.T) { eachCatalog(t, testJoinLaws) }

func testJoinLaws(t *testing.T, cat *layer.Catalog) {
	t.Helper()
	joined, moved, dropped, invalid := 0, 0, 0, 0
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		base := specOf(t, cat, "author name:string", "book title:string:required author:ref=author")
		base = branch(t, rnd, cat, base, 0)
		ours, theirs := branch(t, rnd, cat, base, 100), branch(t, rnd, cat, base, 100+rnd.Int64N(2)*1000)
		versions, merged, err := decide(rnd, cat, base, ours, theirs)
		if err != nil || len(merged.Validate(cat)) > 0 {
			invalid++ // such as a reference to a resource that the other side has removed
			continue
		}
		got, ps := history.Join(cat, versions, merged, history.Terms{Now: 9000}, rnd.IntN(2) == 0)
		joined, moved, dropped = joined+1, moved+len(got.Moved), dropped+len(got.Dropped)
		if err := ps.Err(); err != nil {
			t.Fatalf("seed %d: %v\nbase %s\nours %s\ntheirs %s", seed, err, marshal(t, cat, base), marshal(t, cat, ours), marshal(t, cat, theirs))
		}
		if err := validate(cat, merged).Err(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		told := slices.Clone(merged.Migrations)
		for _, d := range got.Dropped {
			told = append(told, d.Migration.Migration)
		}
		for _, m := range got.Moved { // they may have other names
			told = append(told, m.Migration.Migration)
		}
		for _, m := range slices.Concat(ours.History(cat), theirs.History(cat)) {
			m.ID = 0
			if !slices.ContainsFunc(told, func(o spec.Migration) bool { o.ID = 0; return sameSQL(o, m) }) {
				t.Fatalf("seed %d: %s is lost:\n%s", seed, m, strings.Join(texts(merged.Migrations), "\n"))
			}
		}
	}
	t.Logf("%d joined, %d migrations moved, %d dropped, %d merges not valid", joined, moved, dropped, invalid)
	if moved == 0 || dropped == 0 || joined < 4*invalid {
		t.Error("too few cases")
	}
}

// A commit that is applied alone, from a branch of which ours has nothing else,
// leads to a history of the merged resources, whatever was renamed. It keeps all
// migrations of ours, and has none of this branch only to take it back.
func TestJoinForeign(t *testing.T) { eachCatalog(t, testJoinForeign) }

func testJoinForeign(t *testing.T, cat *layer.Catalog) {
	t.Helper()
	joined, renamed, left, invalid := 0, 0, 0, 0
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		fork := specOf(t, cat, "author name:string", "book title:string:required author:ref=author")
		fork.Migrations = fork.History(cat)
		base := branch(t, rnd, cat, fork, 100)
		theirs, ours := branch(t, rnd, cat, base, 200), branch(t, rnd, cat, fork, 1000)
		versions, merged, err := decide(rnd, cat, base, ours, theirs)
		if err != nil || len(merged.Validate(cat)) > 0 {
			invalid++ // such as a decision for a reference, and against what it refers to
			continue
		}
		versions.Foreign = map[int64]bool{}
		for _, m := range base.Migrations {
			versions.Foreign[m.ID] = m.ID >= 100
		}
		if got := joinAlone(t, cat, seed, versions, merged); got == nil {
			continue
		}
		joined++
		rename := slices.ContainsFunc(slices.Concat(base.Migrations, theirs.Migrations, ours.Migrations), func(m spec.Migration) bool { return m.Verb == spec.Rename })
		if rename {
			renamed++
		}
		for _, m := range base.Migrations {
			if versions.Foreign[m.ID] && !slices.ContainsFunc(merged.Migrations, func(o spec.Migration) bool { return o.ID == m.ID }) {
				left++
			}
		}
		_, tables := history.Replay(cat, ours)
		for _, m := range merged.Migrations {
			if m.ID < 9000 || m.Verb != spec.Remove && m.Verb != spec.Drop || rename {
				continue
			}
			if table, ok := tables.Table(m.Resource.Name); !ok || m.Verb == spec.Remove && !slices.ContainsFunc(table.Columns, func(c history.Column) bool { return c.Name == m.Resource.Fields[0].Name }) {
				t.Errorf("seed %d: drops what ours has never had:\n%s", seed, strings.Join(texts(merged.Migrations), "\n"))
			}
		}
	}
	t.Logf("%d joined, %d with renames, %d foreign migrations left out, %d merges not valid", joined, renamed, left, invalid)
	if joined < 180 || renamed < 100 || left < joined {
		t.Error("too few cases")
	}
}

// A commit that is taken back stays in the history: new migrations take back what
// it did.
func TestJoinReverted(t *testing.T) { eachCatalog(t, testJoinReverted) }

func testJoinReverted(t *testing.T, cat *layer.Catalog) {
	t.Helper()
	joined, invalid := 0, 0
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		before := specOf(t, cat, "author name:string", "book title:string:required author:ref=author")
		before.Migrations = before.History(cat)
		commit := branch(t, rnd, cat, before, 100)
		ours := branch(t, rnd, cat, commit, 1000)
		versions, merged, err := decide(rnd, cat, commit, ours, before)
		if err != nil || len(merged.Validate(cat)) > 0 {
			invalid++
			continue
		}
		if joinAlone(t, cat, seed, versions, merged) != nil {
			joined++
		}
	}
	t.Logf("%d joined, %d not valid", joined, invalid)
	if joined < 150 {
		t.Error("too few cases")
	}
}

// joinAlone joins the histories, all of ours and what it takes of theirs, or returns
// nil after an error.
func joinAlone(t *testing.T, cat *layer.Catalog, seed uint64, v history.Reconciled, merged *spec.Spec) []spec.Migration {
	t.Helper()
	terms := history.Terms{Now: 9000}
	got, ps := history.Join(cat, v, merged, terms, false)
	if asked := rowsIn(ps); len(asked) > 0 {
		terms.Rows = asked
		got, ps = history.Join(cat, v, merged, terms, false)
	}
	if len(ps) == 0 {
		ps = validate(cat, merged)
	}
	if len(ps) > 0 && strings.Contains(ps[0].Message, "gen does not generate one that drops its tables") {
		return nil
	}
	if len(ps) > 0 {
		t.Errorf("seed %d: %v\nbase %s\nours %s\ntheirs %s", seed, ps, marshal(t, cat, v.Base), marshal(t, cat, v.Ours), marshal(t, cat, v.Theirs))
		return nil
	}
	told := slices.Clone(merged.Migrations)
	for _, d := range got.Dropped {
		if d.Side == spec.Ours {
			told = append(told, d.Migration.Migration)
		}
	}
	for _, m := range v.Ours.History(cat) {
		if !slices.ContainsFunc(told, func(o spec.Migration) bool { return o.ID == m.ID && sameSQL(o, m) }) {
			t.Errorf("seed %d: %s is lost:\n%s", seed, m, strings.Join(texts(merged.Migrations), "\n"))
		}
	}
	return merged.Migrations
}

// rowsIn returns decisions about the rows that problems ask for.
func rowsIn(ps spec.Problems) map[string]spec.Rows {
	rows := map[string]spec.Rows{}
	for _, p := range ps {
		if _, name, ok := strings.Cut(p.Message, "--reject "); ok {
			name, _, _ = strings.Cut(name, " ")
			rows[name] = spec.Rows{Reject: true}
		}
	}
	return rows
}

// decide merges specs with random decisions.
func decide(rnd *rand.Rand, cat *layer.Catalog, base, ours, theirs *spec.Spec) (history.Reconciled, *spec.Spec, error) {
	decided := map[string]spec.Side{}
	for {
		v, err := history.Reconcile(cat, base, ours, theirs, decided)
		if err != nil {
			return v, nil, err
		}
		merged, open, err := spec.Merge(cat, v.Base, v.Ours, v.Theirs, v.Decided)
		if open = append(open, v.Open...); err != nil || len(open) == 0 {
			return v, merged, err
		}
		if err := open[0]; decided[err.Key] != spec.Undecided {
			return v, nil, fmt.Errorf("%s is still open", err.Key)
		}
		decided[open[0].Key] = []spec.Side{spec.Ours, spec.Theirs}[rnd.IntN(2)]
	}
}

// branch returns a spec with a few random changes, the first one at the given
// time.
func branch(t *testing.T, rnd *rand.Rand, cat *layer.Catalog, s *spec.Spec, clock int64) *spec.Spec {
	t.Helper()
	for range 1 + rnd.IntN(4) {
		next := clone(t, cat, s)
		clock += 1 + rnd.Int64N(3)
		terms := history.Terms{Now: clock, Committed: func(int64) bool { return true }}
		if i := rnd.IntN(len(s.Resources) + 1); i < len(s.Resources) && rnd.IntN(3) == 0 {
			r := s.Resources[i]
			m := spec.Migration{Verb: spec.Rename, Resource: spec.Resource{Name: r.Name}, To: fmt.Sprintf("%s_%d", r.Name, rnd.IntN(2))}
			if rnd.IntN(2) == 0 {
				m.Field = r.Fields[rnd.IntN(len(r.Fields))].Name
				m.To = fmt.Sprintf("%s_%d", m.Field, rnd.IntN(2))
				_ = next.RenameField(s, r.Name, m.Field, m.To)
			} else {
				_ = next.RenameResource(s, r.Name, m.To, "")
			}
			terms.Renames = append(terms.Renames, m)
		} else {
			mutate(rnd, next)
		}
		if len(history.Evolve(cat, next, s, terms)) == 0 {
			s = next
		}
	}
	return clone(t, cat, s)
}
