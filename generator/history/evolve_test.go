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

// specOf makes a filled spec from lines: a resource each, and before them
// CATEGORY=NAME for a choice and !MIGRATION for a part of the history.
func specOf(t testing.TB, cat *layer.Catalog, lines ...string) *spec.Spec {
	t.Helper()
	s := &spec.Spec{Name: "myapi", Options: layer.Choices{}}
	for _, line := range lines {
		category, option, chosen := strings.Cut(line, "=")
		text, migration := strings.CutPrefix(line, "!")
		switch {
		case migration:
			m, err := spec.ParseMigration(cat, text)
			if err != nil {
				t.Fatal(err)
			}
			s.Migrations = append(s.Migrations, m)
		case chosen && !strings.Contains(category, " "):
			s.Options[category] = []string{option}
		default:
			r, err := spec.ParseResource(line)
			if err != nil {
				t.Fatal(err)
			}
			s.Resources = append(s.Resources, r)
		}
	}
	s.Fill(cat)
	return s
}

func texts(migrations []spec.Migration) []string {
	var lines []string
	for _, m := range migrations {
		lines = append(lines, m.String())
	}
	return lines
}

func TestEvolve(t *testing.T) {
	const (
		author, book = "author name:string", "book title:string:required author:ref=author"
		note         = "note a:int"
	)
	type lines []string
	for name, tt := range map[string]struct {
		was, now lines
		history  lines // nil if it is that of a new project
		problems lines
	}{
		"nothing":                 {was: lines{author, book}, now: lines{author, book}},
		"a resource":              {was: lines{author}, now: lines{author, book}},
		"a resource before":       {was: lines{note}, now: lines{author, note}, history: lines{"create note a:int", createAuthor}},
		"another order":           {was: lines{author, note}, now: lines{note, author}, history: lines{createAuthor, "create note a:int"}},
		"the first":               {was: lines{}, now: lines{author, book}},
		"the last resource goes":  {was: lines{author, book}, now: lines{author}},
		"all go":                  {was: lines{author, book}, now: lines{}},
		"one in the middle goes":  {was: lines{author, note, "book title:string"}, now: lines{author, "book title:string"}, history: lines{createAuthor, "create note a:int", "create book title:string", "drop note a:int"}},
		"two that refer go":       {was: lines{author, book, note}, now: lines{note}, history: lines{createAuthor, createBook, "create note a:int", "drop " + book, "drop " + author}},
		"a field":                 {was: lines{note}, now: lines{"note a:int b:text:min=2"}, history: lines{"create note a:int", "add note b:text"}},
		"fields in between":       {was: lines{note, author}, now: lines{"note c:int a:int b:int", author}, history: lines{"create note a:int", createAuthor, "add note c:int", "add note b:int"}},
		"a field goes":            {was: lines{"note a:int b:string:min=1,max=9"}, now: lines{note}, history: lines{"create note a:int b:string:max=9", "remove note b:string:max=9"}},
		"a field and its target":  {was: lines{"book title:string:required"}, now: lines{author, book}, history: lines{"create book title:string:required", createAuthor, "add book author:ref=author"}},
		"a target and its fields": {was: lines{author, "editor name:string", book, note}, now: lines{"editor name:string", "book title:string:required", note}, history: lines{createAuthor, "create editor name:string", createBook, "create note a:int", "remove book author:ref=author", "drop author name:string"}},
		"a required field":        {was: lines{note}, now: lines{"note a:int b:string:required"}, history: lines{"create note a:int", "add note b:string:required"}},

		"what SQL does not see":   {was: lines{note}, now: lines{"note a:int:min=1,max=5"}},
		"a length SQL sees not":   {was: lines{"note s:string:max=9"}, now: lines{"note s:string:max=10"}},
		"the same, in a history":  {was: lines{"!create note s:string:max=9", "!own fill", "note s:string:max=9"}, now: lines{"note s:string:max=10"}, history: lines{"create note s:string:max=10", "own fill"}},
		"the same, told again":    {was: lines{"!create note s:string:max=9", "!own fill note s:string:max=9 t:int", "note s:string:max=9 t:int"}, now: lines{"note s:string:max=10 t:int"}, history: lines{"create note s:string:max=10", "own fill note s:string:max=10 t:int"}},
		"a length without effect": {was: lines{"database=narrow", "note s:string:max=7"}, now: lines{"database=narrow", "note s:string:max=8"}},
		"a length beyond":         {was: lines{"database=narrow", "note s:string:max=21"}, now: lines{"database=narrow", "note s:string:max=500"}},
		"the order of an enum":    {was: lines{"note e:enum(a|b)"}, now: lines{"note e:enum(b|a)"}, history: lines{"create note e:enum(a|b)"}},

		"taken back, a field":       {was: lines{"!create note a:int", "!add note b:int", "note a:int b:int"}, now: lines{note}},
		"taken back, its removal":   {was: lines{"!create note a:int b:int", "!remove note b:int", note}, now: lines{"note a:int b:int"}},
		"not taken back, another":   {was: lines{"!create note a:int b:int", "!remove note b:int", note}, now: lines{"note a:int b:text"}, history: lines{"create note a:int b:int", "remove note b:int", "add note b:text"}},
		"taken back, two":           {was: lines{"!create author name:string", "!create note a:int", "!add note b:int", author, "note a:int b:int"}, now: lines{author}},
		"taken back, all of one":    {was: lines{"!create author name:string", "!create note a:int b:int", "!add note c:int", "!remove note b:int", author, "note a:int c:int"}, now: lines{author}},
		"not taken back, but once":  {was: lines{"!create note a:int", "!create author name:string", "!add note b:int", author, "note a:int b:int"}, now: lines{author}, history: lines{"create note a:int", createAuthor, "add note b:int", "drop note a:int b:int"}},
		"taken back, a drop":        {was: lines{"!create note a:int", "!create author name:string", "!drop note a:int", author}, now: lines{note, author}},
		"not taken back, behind":    {was: lines{"!create author name:string", "!create note a:int", "!own fill", author, note}, now: lines{author}, history: lines{createAuthor, "create note a:int", "own fill", "drop note a:int"}},
		"created again":             {was: lines{"!create note a:int", "!create author name:string", "!drop note a:int", author}, now: lines{author, "note b:int"}, history: lines{"create note a:int", createAuthor, "drop note a:int", "create note b:int"}},
		"taken back, then followed": {was: lines{author, note}, now: lines{author, book}},

		"an example":            {was: lines{note}, now: lines{"example=bank", note}, history: lines{"create note a:int", "example bank"}},
		"an example first":      {was: lines{}, now: lines{"example=bank", note}},
		"an example taken back": {was: lines{"!create note a:int", "!example bank", "example=bank", note}, now: lines{note}},
		"an example alone goes": {was: lines{"example=bank"}, now: lines{}},
		"an example in the way": {was: lines{"example=bank", note}, now: lines{note}, problems: lines{"example: bank cannot be removed: its migrations are not the last, and gen does not generate one that drops its tables"}},
		"a name becomes free":   {was: lines{"account a:int", note}, now: lines{"example=bank", note}, history: lines{"create account a:int", "create note a:int", "drop account a:int", "example bank"}},
		"another database":      {was: lines{"database=narrow", "!create note a:int", "!add note b:int", "note a:int b:int"}, now: lines{"note a:int b:int"}, history: lines{"create note a:int", "add note b:int"}},
		"no database":           {was: lines{"!create note a:int", "!own fill", note}, now: lines{"database=none", note}},
		"from none":             {was: lines{"database=none", note}, now: lines{note, author}},
		"to another that is less": {was: lines{"!create note s:string:unique,max=21", "!remove note s:string:unique,max=21", "!add note a:int", note}, now: lines{"database=narrow", note}, problems: lines{
			`migrations[0]: field "s": max 21 is above 20, the longest string that can be unique or indexed in narrow`,
		}},

		"by hand":                {was: lines{note}, now: lines{"!create note a:int", "!own fill", "note a:int b:int"}, history: lines{"create note a:int", "own fill", "add note b:int"}},
		"by hand, a change":      {was: lines{"database=narrow", "note s:string:max=9"}, now: lines{"database=narrow", "!create note s:string:max=9", "!own widen note s:string:max=20", "note s:string:max=20"}, history: lines{"create note s:string:max=9", "own widen note s:string:max=20"}},
		"by hand, taken away":    {was: lines{note, author}, now: lines{"!create note a:int", note}},
		"by hand, in between":    {was: lines{note, author}, now: lines{"!create note a:int", "!own fill", "!create author name:string", note, author}, problems: lines{"migrations[2]: create author name:string was 000002, the number that databases have recorded it under; add new migrations after it"}},
		"by hand, before":        {was: lines{note}, now: lines{"!own fill", note}, problems: lines{"migrations[1]: create note a:int was 000001, the number that databases have recorded it under; add new migrations after it"}},
		"by hand, wrong":         {was: lines{note}, now: lines{"!add note a:int", note}, problems: lines{`migrations[0]: there is no table for "note"`}},
		"by hand, not undone":    {was: lines{author, note}, now: lines{"!create author name:string", "!create note a:int", "!drop note a:int", author, note}, history: lines{createAuthor, "create note a:int", "drop note a:int", "create note a:int"}},
		"the rest must be right": {was: lines{note}, now: lines{"Note a:int"}, problems: lines{`resources[0].name: "Note": use snake_case, lower-case letters and digits, starting with a letter`}},

		"another type": {was: lines{note}, now: lines{"note a:text"}, problems: lines{
			`resources[0].fields[0]: field "a": gen does not generate a migration that changes a:int to a:text; keep the field, or write one and add it to migrations: own change_a note a:text`,
		}},
		"nullable no more": {was: lines{"note a:int b:int"}, now: lines{"note a:int b:int:required,min=1"}, problems: lines{
			`resources[0].fields[1]: field "b": gen does not generate a migration that changes b:int to b:int:required; keep the field, or write one and add it to migrations: own change_b note a:int b:int:required`,
		}},
		"another length": {was: lines{"database=narrow", "note s:string:max=9"}, now: lines{"database=narrow", "note s:string:max=10"}, problems: lines{
			`resources[0].fields[0]: field "s": gen does not generate a migration that changes s:string:max=9 to s:string:max=10; keep the field, or write one and add it to migrations: own change_s note s:string:max=10`,
		}},
		"another plural": {was: lines{"note a:int"}, now: lines{"note/remarks a:int"}, problems: lines{
			`resources[0]: gen does not generate a migration that renames the table notes; keep the plural, or write one and add it to migrations: own rename_notes note/remarks a:int`,
		}},
		"a column of the same name": {was: lines{author, "book author:ref=author"}, now: lines{author, "book author_id:int"}, problems: lines{
			`resources[1].fields[0]: field "author_id": gen does not generate a migration that changes author:ref=author to author_id:int; keep the field, or write one and add it to migrations: own change_author_id book author_id:int`,
		}},
		"required and unique": {was: lines{note}, now: lines{"note a:int s:string:required,unique"}, problems: lines{
			`resources[0].fields[1]: field "s": existing rows cannot each be given a value that is required and unique; leave out required`,
		}},
		"required reference": {was: lines{note}, now: lines{author, "note a:int by:ref=author:required"}, problems: lines{
			`resources[1].fields[1]: field "by": existing rows have nothing to refer to; leave out required`,
		}},
		"no room": {was: lines{"database=narrow", "note a:string:max=20 b:string:max=20"}, now: lines{"database=narrow", "note a:string:max=20 b:string:max=20 c:string:max=8,index"}, problems: lines{
			`resources[0].fields[2]: field "c": it does not fit into a row of narrow; give it a smaller max`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			cat := catalog()
			was, now := specOf(t, cat, tt.was...), specOf(t, cat, tt.now...)
			if err := validate(cat, was).Err(); err != nil {
				t.Fatal(err)
			}
			untouched := texts(now.Migrations)
			var got lines
			for _, p := range history.Evolve(cat, now, was) {
				got = append(got, p.Path+": "+p.Message)
			}
			if diff := cmp.Diff(tt.problems, got); diff != "" {
				t.Fatalf("problems (-want +got):\n%s", diff)
			}
			if tt.problems != nil {
				if diff := cmp.Diff(untouched, texts(now.Migrations)); diff != "" {
					t.Errorf("refused, and the history changed (-before +after):\n%s", diff)
				}
				return
			}
			if err := validate(cat, now).Err(); err != nil {
				t.Fatalf("%v\n%s", err, strings.Join(texts(now.Migrations), "\n"))
			}
			if diff := cmp.Diff(string(marshal(t, cat, was)), string(marshal(t, cat, specOf(t, cat, tt.was...)))); diff != "" {
				t.Errorf("the spec it came from changed:\n%s", diff)
			}
			var written lines
			if strings.Contains(string(marshal(t, cat, now)), "\nmigrations:") {
				written = texts(now.Migrations)
			}
			if diff := cmp.Diff(tt.history, written); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
		})
	}
}

func marshal(t testing.TB, cat *layer.Catalog, s *spec.Spec) []byte {
	t.Helper()
	data, err := s.Marshal(cat)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Over random sequences of changes the history leads to the resources, keeps
// what it has but at its end, and what is undone at once leaves no trace.
func TestEvolveLaws(t *testing.T) {
	cat := catalog()
	undone, refused, changes := 0, 0, 0
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		was := specOf(t, cat, "author name:string", "book title:string:required author:ref=author")
		if seed%2 == 1 {
			was.Options["database"] = []string{"narrow"}
		}
		for range 12 {
			now := clone(t, cat, was)
			what := mutate(rnd, now)
			if len(history.Evolve(cat, now, was)) > 0 {
				refused++
				continue
			}
			changes++
			if err := validate(cat, now).Err(); err != nil {
				t.Fatalf("seed %d: %s: %v\n%s\n%s", seed, what, err, marshal(t, cat, was), marshal(t, cat, now))
			}
			kept(t, was.History(cat), now.History(cat))
			back := clone(t, cat, was)
			back.Migrations = now.Migrations
			// Of a removal that took migrations back nothing is left to go by.
			if ps := history.Evolve(cat, back, now); len(ps) == 0 {
				undone++
				if diff := cmp.Diff(string(marshal(t, cat, was)), string(marshal(t, cat, back))); diff != "" && len(now.History(cat)) >= len(was.History(cat)) {
					t.Fatalf("seed %d: %s, undone (-want +got):\n%s", seed, what, diff)
				}
			}
			was = clone(t, cat, now)
		}
	}
	t.Logf("%d changes, %d undone, %d refused", changes, undone, refused)
}

// kept fails unless one of two histories begins with the other, or with it up
// to where its last migrations are taken back.
func kept(t *testing.T, before, after []spec.Migration) {
	t.Helper()
	same := true
	for i := range min(len(before), len(after)) {
		equal := sameSQL(before[i], after[i])
		if equal && !same {
			t.Fatalf("changed in the middle:\n%s\n\n%s", strings.Join(texts(before), "\n"), strings.Join(texts(after), "\n"))
		}
		same = equal
	}
}

// sameSQL reports whether two migrations differ in a length at most.
func sameSQL(a, b spec.Migration) bool {
	strip := func(m spec.Migration) string {
		m.Resource.Fields = slices.Clone(m.Resource.Fields)
		for i := range m.Resource.Fields {
			m.Resource.Fields[i].Max = ""
		}
		return m.String()
	}
	return strip(a) == strip(b)
}

// clone writes and reads a spec, as the next call of gen does.
func clone(t testing.TB, cat *layer.Catalog, s *spec.Spec) *spec.Spec {
	t.Helper()
	data := marshal(t, cat, s)
	again, _, err := spec.Load(strings.NewReader(string(data)), cat)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	again.Fill(cat)
	if twice := marshal(t, cat, &again); string(twice) != string(data) {
		t.Fatalf("not canonical:\n%s\n%s", data, twice)
	}
	return &again
}

// mutate changes something in a spec and tells what.
func mutate(rnd *rand.Rand, s *spec.Spec) string {
	names := []string{"author", "book", "note", "review", "tag"}
	fields := []string{"a:int:min=1", "b:string:max=9", "c:string:unique,max=12", "d:text:required", "e:enum(x|y):default=x", "f:ref=author", "g:bool:required", "h:ref=note"}
	pick := func(list []string) string { return list[rnd.IntN(len(list))] }
	field := func() spec.Field { f, _ := spec.ParseField(pick(fields)); return f }
	i := -1
	if len(s.Resources) > 0 {
		i = rnd.IntN(len(s.Resources))
	}
	switch n := rnd.IntN(10); {
	case n < 3:
		r := spec.Resource{Name: pick(names), Fields: []spec.Field{field()}}
		s.Resources = append(s.Resources, r)
		return "create " + r.Name
	case n < 4 && i >= 0:
		name := s.Resources[i].Name
		s.Resources = slices.Delete(s.Resources, i, i+1)
		return "remove resource " + name
	case n < 7 && i >= 0:
		f := field()
		s.Resources[i].Fields = append(s.Resources[i].Fields, f)
		return fmt.Sprintf("add %s to %s", f, s.Resources[i].Name)
	case n < 8 && i >= 0:
		j := rnd.IntN(len(s.Resources[i].Fields))
		s.Resources[i].Fields = slices.Delete(s.Resources[i].Fields, j, j+1)
		return "remove field of " + s.Resources[i].Name
	case n < 9 && i >= 0:
		f := &s.Resources[i].Fields[rnd.IntN(len(s.Resources[i].Fields))]
		f.Min, f.Max = "1", pick([]string{"5", "9", "15"})
		return "bounds of " + f.Name
	}
	if s.Options.Has("example", "bank") {
		delete(s.Options, "example")
		return "no example"
	}
	s.Options["example"] = []string{"bank"}
	return "example"
}

func TestAdopt(t *testing.T) {
	const cheap = "note a:int"
	for name, tt := range map[string]struct {
		spec, files []string
		history     []string // nil if it is that of a new project
		problems    []string
	}{
		"nothing new":        {spec: []string{cheap}, files: []string{"embed.go", "000001_create_notes.up.sql", "000001_create_notes.down.sql"}},
		"no files":           {spec: []string{cheap}},
		"a pair":             {spec: []string{cheap}, files: []string{"000001_create_notes.up.sql", "000002_fill_a.up.sql", "000002_fill_a.down.sql"}, history: []string{"create note a:int", "own fill_a"}},
		"two of them":        {spec: []string{cheap}, files: []string{"migrations/000003_b.up.sql", "migrations/000003_b.down.sql", "000002_a.down.sql", "000002_a.up.sql"}, history: []string{"create note a:int", "own a", "own b"}},
		"behind a bank":      {spec: []string{"example=bank"}, files: []string{"000002_create_transfers.up.sql", "000003_fill.up.sql"}, history: []string{"example bank", "own fill"}},
		"the first":          {spec: nil, files: []string{"000001_fill.up.sql"}, history: []string{"own fill"}},
		"known already":      {spec: []string{"!create note a:int", "!own fill", cheap}, files: []string{"000002_fill.up.sql"}, history: []string{"create note a:int", "own fill"}},
		"given a new name":   {spec: []string{cheap}, files: []string{"000001_init.up.sql", "000001_init.down.sql"}},
		"other files":        {spec: []string{cheap}, files: []string{"000002_fill.sql", "README.md", "x_fill.up.sql"}},
		"without a database": {spec: []string{"database=none"}, files: []string{"000005_fill.up.sql"}},

		"a gap":        {spec: []string{cheap}, files: []string{"000004_fill.up.sql"}, problems: []string{"migrations/000004_fill: is not numbered after 000001, the last migration; rename it to 000002_fill"}},
		"a time":       {spec: []string{cheap}, files: []string{"000002_a.up.sql", "20260102030405_fill.up.sql"}, problems: []string{"migrations/20260102030405_fill: is not numbered after 000002, the last migration; rename it to 000003_fill"}},
		"no zeros":     {spec: []string{cheap}, files: []string{"2_fill.up.sql"}, problems: []string{"migrations/2_fill: is not numbered after 000001, the last migration; rename it to 000002_fill"}},
		"a name twice": {spec: []string{cheap}, files: []string{"000001_create_notes.up.sql", "000001_fill.up.sql"}, problems: []string{"migrations/000001_fill: has the same number as 000001_create_notes; give the newer one the next free number"}},
		"no name":      {spec: []string{cheap}, files: []string{"000002_Fill-a.up.sql"}, problems: []string{`migrations/000002_Fill-a: "Fill-a": use snake_case, lower-case letters and digits, starting with a letter`}},
		"too large":    {spec: []string{cheap}, files: []string{"99999999999999999999_a.up.sql"}, problems: []string{"migrations/99999999999999999999_a: its number is too high"}},
	} {
		t.Run(name, func(t *testing.T) {
			cat := catalog()
			s := specOf(t, cat, tt.spec...)
			var got []string
			for _, p := range history.Adopt(cat, s, tt.files) {
				got = append(got, p.Path+": "+p.Message)
			}
			if diff := cmp.Diff(tt.problems, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.history, texts(s.Migrations)); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			if err := validate(cat, s).Err(); err != nil {
				t.Error(err)
			}
		})
	}
}
