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
			got := history.Join(cat, versions, merged, false)
			merged.Migrations = got.Migrations
			terms := history.Terms{Now: 99, Committed: func(int64) bool { return true }}
			if err := history.Evolve(cat, merged, merged.Clone(), terms).Err(); err != nil {
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
func TestJoinLaws(t *testing.T) {
	cat := catalog()
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
		got := history.Join(cat, versions, merged, rnd.IntN(2) == 0)
		joined, moved, dropped = joined+1, moved+len(got.Moved), dropped+len(got.Dropped)
		merged.Migrations = got.Migrations
		terms := history.Terms{Now: 9000, Committed: func(int64) bool { return true }}
		if err := history.Evolve(cat, merged, clone(t, cat, merged), terms).Err(); err != nil {
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
// leads to a history of the merged resources that has no migration of this branch
// only to take it back.
func TestJoinForeign(t *testing.T) {
	cat := catalog()
	joined, left := 0, 0
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		fork := specOf(t, cat, "author name:string", "book title:string:required author:ref=author")
		fork.Migrations = fork.History(cat)
		base := branch(t, rnd, cat, fork, 100)
		theirs, ours := branch(t, rnd, cat, base, 200), branch(t, rnd, cat, fork, 1000)
		versions, merged, err := decide(rnd, cat, base, ours, theirs)
		hard := slices.ContainsFunc(slices.Concat(base.Migrations, theirs.Migrations), func(m spec.Migration) bool {
			return m.Verb == spec.Rename || m.Verb == spec.Drop // which may need a foreign one
		})
		if err != nil || len(merged.Validate(cat)) > 0 || hard {
			continue
		}
		versions.Foreign = map[int64]bool{}
		for _, m := range base.Migrations {
			versions.Foreign[m.ID] = m.ID >= 100
		}
		got := history.Join(cat, versions, merged, false)
		merged.Migrations = got.Migrations
		terms := history.Terms{Now: 9000, Committed: func(int64) bool { return true }}
		if err := history.Evolve(cat, merged, clone(t, cat, merged), terms).Err(); err != nil {
			t.Errorf("seed %d: %v\nbase %s\nours %s\ntheirs %s", seed, err, marshal(t, cat, base), marshal(t, cat, ours), marshal(t, cat, theirs))
			continue
		}
		if err := validate(cat, merged).Err(); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		joined++
		for _, m := range base.Migrations {
			if versions.Foreign[m.ID] && !slices.ContainsFunc(merged.Migrations, func(o spec.Migration) bool { return o.ID == m.ID }) {
				left++
			}
		}
		for _, m := range merged.Migrations {
			if m.ID >= 9000 && (m.Verb == spec.Remove || m.Verb == spec.Drop) {
				t.Errorf("seed %d: drops what ours has never had:\n%s", seed, strings.Join(texts(merged.Migrations), "\n"))
			}
		}
	}
	t.Logf("%d joined, %d foreign migrations left out", joined, left)
	if joined < 30 || left < joined {
		t.Error("too few cases")
	}
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
