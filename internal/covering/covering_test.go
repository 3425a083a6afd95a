package covering_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/internal/covering"
)

// random returns a small random model.
func random(rnd *rand.Rand) (factors []covering.Factor, rules []covering.Rule) {
	for i := range 1 + rnd.IntN(5) {
		f := covering.Factor{Name: string(rune('a' + i))}
		for v := range 1 + rnd.IntN(4) {
			f.Values = append(f.Values, fmt.Sprint(v))
		}
		factors = append(factors, f)
	}
	for range rnd.IntN(5) {
		var rule covering.Rule
		for range 1 + rnd.IntN(3) {
			f := factors[rnd.IntN(len(factors))]
			in := covering.In{Factor: f.Name}
			for _, v := range f.Values {
				if rnd.IntN(2) == 0 {
					in.Values = append(in.Values, v)
				}
			}
			rule = append(rule, in)
		}
		rules = append(rules, rule)
	}
	return factors, rules
}

// list returns all rows that satisfy the rules, in lexicographic order.
func list(factors []covering.Factor, rules []covering.Rule) []covering.Row {
	rows := []covering.Row{{}}
	for _, f := range factors {
		var next []covering.Row
		for _, row := range rows {
			for _, v := range f.Values {
				more := covering.Row{f.Name: v}
				for name, value := range row {
					more[name] = value
				}
				next = append(next, more)
			}
		}
		rows = next
	}
	return slices.DeleteFunc(rows, func(row covering.Row) bool { return !obeys(row, rules) })
}

func obeys(row covering.Row, rules []covering.Rule) bool {
	for _, rule := range rules {
		if !slices.ContainsFunc(rule, func(in covering.In) bool { return slices.Contains(in.Values, row[in.Factor]) }) {
			return false
		}
	}
	return true
}

// parts returns the distinct combinations of values for some factors in rows.
func parts(rows []covering.Row, factors []string) []string {
	var all []string
	for _, row := range rows {
		part := covering.Row{}
		for _, name := range factors {
			part[name] = row[name]
		}
		all = append(all, part.String())
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestAgainstAList compares spaces of random models with the list of all rows.
func TestAgainstAList(t *testing.T) {
	empty := 0
	for seed := range uint64(2000) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		factors, rules := random(rnd)
		all := list(factors, rules)
		s, err := covering.New(factors, rules...)
		if (err != nil) != (len(all) == 0) {
			t.Fatalf("%v %v: got error %v, but there are %d rows", factors, rules, err, len(all))
		}
		if err != nil {
			empty++
			continue
		}
		if got := s.First(); got.String() != all[0].String() {
			t.Errorf("%v %v: got first row %v, want %v", factors, rules, got, all[0])
		}
		for size := range min(len(factors), 3) + 1 {
			sets := s.Sets(size)
			rows := s.Rows(seed, sets...)
			if again := s.Rows(seed, sets...); fmt.Sprint(again) != fmt.Sprint(rows) {
				t.Errorf("%v %v: rows are not deterministic", factors, rules)
			}
			for _, row := range rows {
				if len(row) != len(factors) || !obeys(row, rules) {
					t.Errorf("%v %v: impossible row %v", factors, rules, row)
				}
			}
			for _, set := range sets {
				want := parts(all, set)
				if got := parts(slices.Collect(s.Choices(set...)), set); !slices.Equal(got, want) {
					t.Errorf("%v %v: got choices %q, want %q", factors, rules, got, want)
				}
				if got := parts(rows, set); !slices.Equal(got, want) {
					t.Errorf("%v %v: rows cover %q, want %q", factors, rules, got, want)
				}
			}
		}
		narrowed(t, s, factors, rules, rnd)
	}
	if empty == 0 || empty > 1000 {
		t.Errorf("%d of 2000 models have no rows", empty)
	}
}

// narrowed compares a space in which some factors have a fixed value with the
// list of its rows.
func narrowed(t *testing.T, s *covering.Space, factors []covering.Factor, rules []covering.Rule, rnd *rand.Rand) {
	t.Helper()
	part := covering.Row{}
	var names []string
	for _, f := range factors {
		names = append(names, f.Name)
		if rnd.IntN(3) == 0 {
			part[f.Name] = f.Values[rnd.IntN(len(f.Values))]
		}
	}
	want := slices.DeleteFunc(list(factors, rules), func(row covering.Row) bool { return !row.Has(part) })
	narrow, ok := s.With(part)
	if ok != (len(want) > 0) {
		t.Fatalf("%v %v with %v: got %v, but there are %d rows", factors, rules, part, ok, len(want))
	}
	if !ok {
		return
	}
	if got := parts(narrow.Rows(1, names), names); !slices.Equal(got, parts(want, names)) {
		t.Errorf("%v %v with %v: got rows %q, want %v", factors, rules, part, got, want)
	}
}

func TestModelsThatAreNone(t *testing.T) {
	a := covering.Factor{Name: "a", Values: []string{"x", "y"}}
	for want, model := range map[string]struct {
		factors []covering.Factor
		rules   []covering.Rule
	}{
		"duplicate factor a":            {[]covering.Factor{a, a}, nil},
		"factor b has 0 values":         {[]covering.Factor{a, {Name: "b"}}, nil},
		"factor b has 65 values":        {[]covering.Factor{{Name: "b", Values: make([]string, 65)}}, nil},
		"unknown factor b":              {[]covering.Factor{a}, []covering.Rule{{{Factor: "b"}}}},
		"factor a has no value z":       {[]covering.Factor{a}, []covering.Rule{{{Factor: "a", Values: []string{"z"}}}}},
		"no row satisfies all rules":    {[]covering.Factor{a}, []covering.Rule{{}}},
		"factor c has 0 values, want 1": {[]covering.Factor{{Name: "c"}}, nil},
	} {
		if _, err := covering.New(model.factors, model.rules...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one that contains %q", err, want)
		}
	}
}

// planned returns a model of the catalogue with all planned options.
func planned(t *testing.T) *covering.Space {
	t.Helper()
	var factors []covering.Factor
	for _, line := range []string{
		"framework nethttp gin echo chi fiber", "database none sqlite postgres mysql", "access - sql sqlx gorm", "example - none bank",
		"secure no yes", "cors no yes", "ratelimit no yes", "compress no yes", "idempotency no yes",
		"jwt no yes", "apikey no yes", "oidc no yes", "cache none memory redis tiered", "client no yes", "metrics no yes", "tracing no yes",
		"messaging none rabbitmq kafka nats", "rpc none grpc", "discovery none consul etcd nacos kubernetes",
		"remote-config none consul etcd nacos apollo", "kubernetes no yes", "resources none one references fields",
	} {
		words := strings.Fields(line)
		factors = append(factors, covering.Factor{Name: words[0], Values: words[1:]})
	}
	relational := covering.In{Factor: "database", Values: []string{"sqlite", "postgres", "mysql"}}
	none := covering.In{Factor: "database", Values: []string{"none"}}
	s, err := covering.New(factors,
		covering.Rule{relational, {Factor: "access", Values: []string{"-"}}},
		covering.Rule{none, {Factor: "access", Values: []string{"sql", "sqlx", "gorm"}}},
		covering.Rule{relational, {Factor: "example", Values: []string{"-"}}},
		covering.Rule{none, {Factor: "example", Values: []string{"none", "bank"}}},
		covering.Rule{relational, {Factor: "messaging", Values: []string{"none"}}},
		covering.Rule{relational, {Factor: "resources", Values: []string{"none", "one", "fields"}}},
		covering.Rule{{Factor: "jwt", Values: []string{"yes"}}, {Factor: "oidc", Values: []string{"no"}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The planned catalogue needs few rows.
func TestPlannedCatalogue(t *testing.T) {
	s := planned(t)
	for size, limit := range map[int]int{2: 40, 3: 210} {
		sets := s.Sets(size)
		rows := s.Rows(1, sets...)
		t.Logf("%d rows cover all combinations of %d options", len(rows), size)
		if len(rows) > limit {
			t.Errorf("%d rows cover all combinations of %d options, want at most %d", len(rows), size, limit)
		}
		for _, set := range sets {
			if got, want := parts(rows, set), parts(slices.Collect(s.Choices(set...)), set); !slices.Equal(got, want) {
				t.Fatalf("rows cover %q, want %q", got, want)
			}
		}
	}
}
