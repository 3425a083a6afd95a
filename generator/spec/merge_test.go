package spec_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/spec"
)

// specOf returns a filled spec with options key=value and resources.
func specOf(t *testing.T, lines ...string) *spec.Spec {
	t.Helper()
	s := &spec.Spec{Name: "shop"}
	s.Fill(catalog())
	for _, line := range lines {
		if key, value, ok := strings.Cut(line, "="); ok && !strings.Contains(line, " ") {
			s.Options[key] = strings.Split(value, ",")
			continue
		}
		r, err := spec.ParseResource(line)
		if err != nil {
			t.Fatal(err)
		}
		s.Resources = append(s.Resources, r)
	}
	s.Fill(catalog())
	return s
}

// linesOf is the inverse of specOf, with the options that are not the default.
func linesOf(s *spec.Spec) []string {
	var lines []string
	for _, key := range []string{"framework", "database", "access", "example", "middleware"} {
		if value := strings.Join(s.Options[key], ","); value != "" && value != "nethttp" && value != "sqlite" && value != "sql" {
			lines = append(lines, key+"="+value)
		}
	}
	for _, r := range s.Resources {
		lines = append(lines, r.String())
	}
	return lines
}

func TestMerge(t *testing.T) {
	type lines []string
	type sides map[string]spec.Side
	for name, tt := range map[string]struct {
		base, ours, theirs lines
		decided            sides
		want               lines
		open               []spec.Disagreement
	}{
		"two fields": {
			base: lines{"book title:string"}, ours: lines{"book title:string isbn:string"}, theirs: lines{"book title:string pages:int"},
			want: lines{"book title:string isbn:string pages:int"},
		},
		"a field before another": {
			base: lines{"book a:int b:int"}, ours: lines{"book a:int b:int c:int"}, theirs: lines{"book a:int d:int b:int"},
			want: lines{"book a:int d:int b:int c:int"},
		},
		"two resources": {ours: lines{"book title:string"}, theirs: lines{"note text:text"}, want: lines{"book title:string", "note text:text"}},
		"the same twice": {
			base: lines{"book title:string"}, ours: lines{"middleware=cors", "book title:text"}, theirs: lines{"middleware=cors", "book title:text"},
			want: lines{"middleware=cors", "book title:text"},
		},
		"middleware": {
			base: lines{"middleware=ratelimit"}, ours: lines{"middleware=cors,ratelimit"}, theirs: lines{},
			want: lines{"middleware=cors"},
		},
		"framework against resource": {ours: lines{"framework=gin"}, theirs: lines{"book title:string"}, want: lines{"framework=gin", "book title:string"}},
		"add against remove": {
			base: lines{"book a:int b:int", "note a:int"}, ours: lines{"book b:int", "note a:int"}, theirs: lines{"book a:int b:int c:int"},
			want: lines{"book b:int c:int"},
		},
		"a resource that both add": {ours: lines{"book a:int b:int"}, theirs: lines{"book b:int c:int"}, want: lines{"book a:int b:int c:int"}},
		"reordered by one side": {
			base: lines{"book a:int b:int"}, ours: lines{"book a:int b:int c:int"}, theirs: lines{"book b:int a:int"},
			want: lines{"book b:int a:int c:int"},
		},
		"referred to by a resource before it": {
			base: lines{"book a:int"}, ours: lines{"book a:int", "author a:int"}, theirs: lines{"author a:int", "book a:int by:ref=author"},
			want: lines{"book a:int by:ref=author", "author a:int"},
		},
		"no database": {base: lines{"access=sql"}, ours: lines{"database=none"}, theirs: lines{"framework=gin"}, want: lines{"framework=gin", "database=none"}},
		"an option twice": {
			ours: lines{"framework=gin"}, theirs: lines{"framework=chi"}, want: lines{"framework=gin"},
			open: []spec.Disagreement{{Key: "framework", Ours: "gin", Theirs: "chi"}},
		},
		"an option twice, decided": {ours: lines{"framework=gin"}, theirs: lines{"framework=chi"}, decided: sides{"framework": spec.Theirs}, want: lines{"framework=chi"}},
		"a field twice": {
			ours: lines{"book a:int", "note a:int"}, theirs: lines{"book a:text", "note a:int b:int"}, want: lines{"book a:int", "note a:int b:int"},
			open: []spec.Disagreement{{Key: "resources.book.a", Ours: "a:int", Theirs: "a:text"}},
		},
		"a field changed and removed": {
			base: lines{"book a:int b:int"}, ours: lines{"book b:int"}, theirs: lines{"book a:int:min=1 b:int"}, want: lines{"book b:int"},
			open: []spec.Disagreement{{Key: "resources.book.a", Ours: "removed", Theirs: "a:int:min=1"}},
		},
		"a resource changed and removed": {
			base: lines{"book a:int"}, ours: lines{"book a:int b:int"}, theirs: lines{}, want: lines{"book a:int b:int"},
			open: []spec.Disagreement{{Key: "resources.book", Ours: "changed", Theirs: "removed"}},
		},
		"a resource changed and removed, decided": {
			base: lines{"book a:int"}, ours: lines{"book a:int b:int"}, theirs: lines{}, decided: sides{"resources.book": spec.Theirs}, want: nil,
		},
		"a resource removed and referred to": {
			base: lines{"author a:int", "book a:int"}, ours: lines{"book a:int"}, theirs: lines{"author a:int", "book a:int by:ref=author"}, want: lines{"book a:int by:ref=author"},
			open: []spec.Disagreement{{Key: "resources.author", Ours: "removed", Theirs: "changed"}},
		},
		"what one side changed, decided for the other": {
			base: lines{}, ours: lines{"database=none"}, theirs: lines{"example=bank"}, decided: sides{"database": spec.Theirs}, want: lines{"example=bank"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, open, err := spec.Merge(catalog(), specOf(t, tt.base...), specOf(t, tt.ours...), specOf(t, tt.theirs...), tt.decided)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, lines(linesOf(got))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.open, open); diff != "" {
				t.Errorf("disagreements (-want +got):\n%s", diff)
			}
		})
	}
	_, _, err := spec.Merge(catalog(), specOf(t), specOf(t), specOf(t), map[string]spec.Side{"framework": spec.Ours})
	if want := "framework: the branches do not differ in it"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// Merging with an unchanged side results in the other one, whatever it is;
// swapping the sides changes at most the order; and everything that a side has
// added and nobody disputes is in the result.
func TestMergeLaws(t *testing.T) {
	cat := catalog()
	disputed := 0
	for seed := range uint64(500) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		base := randomSpec(t, rnd)
		ours, theirs := changedSpec(t, rnd, base), changedSpec(t, rnd, base)
		for _, side := range []*spec.Spec{ours, theirs} {
			for _, sides := range [][2]*spec.Spec{{side, base}, {base, side}, {side, side}} {
				got, open, err := spec.Merge(cat, base, sides[0], sides[1], nil)
				if err != nil || len(open) > 0 {
					t.Fatalf("seed %d: %v, %v", seed, open, err)
				}
				if diff := cmp.Diff(linesOf(side), linesOf(got)); diff != "" {
					t.Fatalf("seed %d: one side alone has changed something (-want +got):\n%s", seed, diff)
				}
			}
		}
		got, open, err := spec.Merge(cat, base, ours, theirs, nil)
		if err != nil {
			t.Fatal(err)
		}
		disputed += len(open)
		swapped, other, err := spec.Merge(cat, base, theirs, ours, nil)
		if err != nil || len(open) != len(other) {
			t.Fatalf("seed %d: disagreements %v, swapped %v, %v", seed, open, other, err)
		}
		if diff := cmp.Diff(contents(got), contents(swapped)); diff != "" && len(open) == 0 {
			t.Fatalf("seed %d: the sides matter:\n%s", seed, diff)
		}
		for word := range contents(ours) {
			_, was := contents(base)[word]
			_, is := contents(got)[word]
			key := "resources." + strings.Split(word, ":")[0]
			if !was && !is && !slices.ContainsFunc(open, func(d spec.Disagreement) bool { return strings.HasPrefix(key, d.Key) }) {
				t.Fatalf("seed %d: %s is lost\nbase %v\nours %v\ntheirs %v\ngot %v", seed, word, linesOf(base), linesOf(ours), linesOf(theirs), linesOf(got))
			}
		}
	}
	if disputed == 0 {
		t.Error("no disagreement")
	}
}

// contents returns what a spec has, without order.
func contents(s *spec.Spec) map[string]bool {
	words := map[string]bool{}
	for key, values := range s.Options {
		for _, v := range values {
			words[key+"="+v] = true
		}
	}
	for _, r := range s.Resources {
		for _, f := range r.Fields {
			words[r.Name+"."+f.String()] = true
		}
	}
	return words
}

func randomSpec(t *testing.T, rnd *rand.Rand) *spec.Spec {
	s := specOf(t)
	for range 3 {
		s = changedSpec(t, rnd, s)
	}
	return s
}

// changedSpec returns a spec with a few changes.
func changedSpec(t *testing.T, rnd *rand.Rand, s *spec.Spec) *spec.Spec {
	t.Helper()
	s = s.Clone()
	pick := func(words ...string) string { return words[rnd.IntN(len(words))] }
	for range rnd.IntN(4) {
		name := pick("book", "note", "author")
		field, err := spec.ParseField(pick("a", "b", "c", "d") + ":" + pick("int", "string", "text"))
		if err != nil {
			t.Fatal(err)
		}
		switch rnd.IntN(6) {
		case 0:
			_ = s.AddResource(spec.Resource{Name: name, Fields: []spec.Field{field}})
		case 1:
			_ = s.RemoveResource(name)
		case 2, 3:
			_ = s.AddFields(name, field)
		case 4:
			if i := slices.IndexFunc(s.Resources, func(r spec.Resource) bool { return r.Name == name }); i >= 0 && len(s.Resources[i].Fields) > 1 {
				_ = s.RemoveFields(name, field.Name)
			}
		case 5:
			_ = s.Set(catalog(), "middleware", pick("none", "cors", "ratelimit"))
		}
	}
	return s
}
