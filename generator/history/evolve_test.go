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

// specOf returns a filled spec. Lines define a resource each, or an option in
// the form CATEGORY=NAME, or a migration in the form !MIGRATION.
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

// clock is when the changes of the tests are made.
const clock = 20260304050607

// at returns the terms of a change at a time, in a project in which nothing is
// committed.
func at(now int64) history.Terms {
	return history.Terms{Now: now, Committed: func(int64) bool { return false }}
}

// steps returns migrations without their ids.
func steps(migrations []spec.Migration) []string {
	var lines []string
	for _, m := range migrations {
		lines = append(lines, m.Step())
	}
	return lines
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
		"nothing":                        {was: lines{author, book}, now: lines{author, book}},
		"a resource":                     {was: lines{author}, now: lines{author, book}, history: lines{createAuthor, createBook}},
		"resource before others":         {was: lines{note}, now: lines{author, note}, history: lines{"create note a:int", createAuthor}},
		"different order":                {was: lines{author, note}, now: lines{note, author}, history: lines{createAuthor, "create note a:int"}},
		"first":                          {was: lines{}, now: lines{author, book}, history: lines{createAuthor, createBook}},
		"last resource removed":          {was: lines{author, book}, now: lines{author}},
		"all removed":                    {was: lines{author, book}, now: lines{}},
		"resource in the middle removed": {was: lines{author, note, "book title:string"}, now: lines{author, "book title:string"}, history: lines{createAuthor, "create note a:int", "create book title:string", "drop note a:int"}},
		"referring resources removed":    {was: lines{author, book, note}, now: lines{note}, history: lines{createAuthor, createBook, "create note a:int", "drop " + book, "drop " + author}},
		"bulk added":                     {was: lines{note}, now: lines{"note bulk=true a:int"}},
		"bulk from the beginning":        {was: lines{}, now: lines{"note bulk=true a:int", author}, history: lines{"create note a:int", createAuthor}},
		"upsert added":                   {was: lines{"note a:int:required,unique"}, now: lines{"note a:int:required,unique,upsert"}},
		"timestamps removed":             {was: lines{note}, now: lines{"note timestamps=false a:int"}, history: lines{"create note a:int", "remove note timestamps"}},
		"timestamps added":               {was: lines{"note timestamps=false a:int"}, now: lines{note}, history: lines{"create note timestamps=false a:int", "add note timestamps"}},
		"timestamps back": {was: lines{note, "!create note a:int", "!own fill", "!remove note timestamps", "!add note timestamps"}, now: lines{"note timestamps=false a:int"}, history: lines{
			"create note a:int", "own fill", "remove note timestamps",
		}},
		"soft deletion": {was: lines{"note a:int"}, now: lines{"note softdelete=true a:int b:string:unique"}, history: lines{"create note a:int", "add note b:string:unique", "add note softdelete"}},
		"no soft deletion, children first": {
			was:     lines{"note softdelete=true a:int", "book softdelete=true note:ref=note b:int"},
			now:     lines{"note a:int", "book timestamps=false note:ref=note b:int"},
			history: lines{"create note softdelete=true a:int", "create book softdelete=true note:ref=note b:int", "remove book timestamps", "remove book softdelete", "remove note softdelete"},
		},
		"a column of soft deletion becomes free": {was: lines{"note softdelete=true a:int"}, now: lines{"note a:int deleted_at:time"}, history: lines{
			"create note softdelete=true a:int", "remove note softdelete", "add note deleted_at:time",
		}},
		"a column in place of soft deletion": {was: lines{"note a:int deleted_at:time"}, now: lines{"note softdelete=true a:int"}, history: lines{
			"create note a:int deleted_at:time", "remove note deleted_at:time", "add note softdelete",
		}},
		"a table without timestamps removed": {was: lines{"note timestamps=false a:int", author}, now: lines{author}, history: lines{
			"create note timestamps=false a:int", createAuthor, "drop note timestamps=false a:int",
		}},
		"a UUID as id": {was: lines{note}, now: lines{note, "author id=uuid name:string", "book by:ref=author"}, history: lines{"create note a:int", "create author id=uuid name:string", "create book by:ref=author"}},
		"another id":   {was: lines{note}, now: lines{"note id=uuid a:int"}, problems: lines{`resources[0].id: "note" has a table with ids of type int, which cannot change; give it id: int`}},
		"another id by hand": {was: lines{note}, now: lines{note, "!create note id=uuid a:int"}, problems: lines{
			`resources[0].id: "note" has a table with ids of type uuid, which cannot change; give it id: uuid`,
		}},
		"references forward": {was: lines{}, now: lines{book, author}, history: lines{createAuthor, createBook}},
		"a circle": {was: lines{}, now: lines{"author best:ref=book:required", "book title:string author:ref=author", note}, history: lines{
			"create note a:int", "create book title:string", "create author best:ref=book:required", "add book author:ref=author",
		}},
		"a circle and what refers to it": {was: lines{}, now: lines{"shelf by:ref=author", "author best:ref=book", "book by:ref=author"}, history: lines{
			"create author", "create shelf by:ref=author", "create book by:ref=author", "add author best:ref=book",
		}},
		"a circle removed": {was: lines{"author name:string best:ref=book", "book by:ref=author", "!create author name:string", "!create book by:ref=author", "!add author best:ref=book", "!own fill"}, now: lines{}, history: lines{
			createAuthor, "create book by:ref=author", "add author best:ref=book", "own fill", "remove author best:ref=book", "drop book by:ref=author", "drop author name:string",
		}},
		"undone: a circle removed": {
			was: lines{"!create author name:string", "!create book by:ref=author", "!add author best:ref=book", "!own fill", "!remove author best:ref=book", "!drop book by:ref=author", "!drop author name:string"},
			now: lines{"author best:ref=book name:string", "book by:ref=author"}, history: lines{createAuthor, "create book by:ref=author", "add author best:ref=book", "own fill"},
		},
		"links": {was: lines{}, now: lines{"book title:string tags:refs=tag", "tag name:string"}, history: lines{
			"create book title:string", "create tag name:string", "add book tags:refs=tag",
		}},
		"a link added":   {was: lines{author, note}, now: lines{author, "note a:int authors:refs=author"}, history: lines{createAuthor, "create note a:int", "add note authors:refs=author"}},
		"a link removed": {was: lines{"!create author name:string", "!create note a:int", "!add note authors:refs=author", "!own fill", author, "note a:int authors:refs=author"}, now: lines{author, note}, history: lines{createAuthor, "create note a:int", "add note authors:refs=author", "own fill", "remove note authors:refs=author"}},
		"links dropped": {
			was: lines{"!create author name:string", "!create note a:int", "!add note authors:refs=author", "!own fill", author, "note a:int authors:refs=author"}, now: lines{},
			history: lines{createAuthor, "create note a:int", "add note authors:refs=author", "own fill", "remove note authors:refs=author", "drop author name:string", "drop note a:int"},
		},
		"undone: links dropped": {
			was: lines{"!create author name:string", "!create note a:int", "!add note authors:refs=author", "!own fill", "!remove note authors:refs=author", "!drop author name:string", "!drop note a:int"}, now: lines{author, "note a:int authors:refs=author"},
			history: lines{createAuthor, "create note a:int", "add note authors:refs=author", "own fill"},
		},
		"on_delete":                      {was: lines{author, book}, now: lines{author, book + ":on_delete=null"}, history: lines{createAuthor, createBook, "change book author:ref=author:on_delete=null"}},
		"self without a trace":           {was: lines{"note up:ref=note"}, now: lines{"note up:ref=note:self"}},
		"field added":                    {was: lines{note}, now: lines{"note a:int b:text:min=2"}, history: lines{"create note a:int", "add note b:text"}},
		"fields added in between":        {was: lines{note, author}, now: lines{"note c:int a:int b:int", author}, history: lines{"create note a:int", createAuthor, "add note c:int", "add note b:int"}},
		"field removed":                  {was: lines{"note a:int b:string:min=1,max=9"}, now: lines{note}, history: lines{"create note a:int b:string:max=9", "remove note b:string:max=9"}},
		"reference and its target added": {was: lines{"book title:string:required"}, now: lines{author, book}, history: lines{"create book title:string:required", createAuthor, "add book author:ref=author"}},
		"target and references removed":  {was: lines{author, "editor name:string", book, note}, now: lines{"editor name:string", "book title:string:required", note}, history: lines{createAuthor, "create editor name:string", createBook, "create note a:int", "remove book author:ref=author", "drop author name:string"}},
		"required field added":           {was: lines{note}, now: lines{"note a:int b:string:required"}, history: lines{"create note a:int", "add note b:string:required fill=-"}},
		"required enum added":            {was: lines{note}, now: lines{"note a:int e:enum(x|y):required"}, history: lines{"create note a:int", "add note e:enum(x|y):required fill=x"}},
		"required field with a minimum":  {was: lines{note}, now: lines{"note a:int b:decimal:required,min=1"}, history: lines{"create note a:int", "add note b:decimal:required fill=1"}},

		"constraint added":           {was: lines{author, book}, now: lines{author, book + " unique(author,title)"}, history: lines{createAuthor, createBook, "add book unique(author,title)"}},
		"constraint of new fields":   {was: lines{note}, now: lines{"note a:int b:int index(b,a)"}, history: lines{"create note a:int", "add note b:int", "add note index(b,a)"}},
		"constraints of a new table": {was: lines{note}, now: lines{note, "tag a:int b:int index(b,a) unique(a,b)"}, history: lines{"create note a:int", "create tag a:int b:int unique(a,b) index(b,a)"}},
		"constraint removed":         {was: lines{"note a:int b:int index(b,a)"}, now: lines{"note a:int b:int"}, history: lines{"create note a:int b:int index(b,a)", "remove note index(b,a)"}},
		"constraint and its field removed": {was: lines{"note a:int b:int index(b,a)"}, now: lines{note}, history: lines{
			"create note a:int b:int index(b,a)", "remove note index(b,a)", "remove note b:int",
		}},
		"fields of a constraint in another order": {was: lines{"note a:int b:int index(b,a)"}, now: lines{"note a:int b:int index(a,b)"}, history: lines{
			"create note a:int b:int index(b,a)", "remove note index(b,a)", "add note index(a,b)",
		}},
		"constraints in another order": {was: lines{"note a:int b:int c:int index(a,b) index(b,c)"}, now: lines{"note a:int b:int c:int index(b,c) index(a,b)"}, history: lines{"create note a:int b:int c:int index(a,b) index(b,c)"}},
		"check":                        {was: lines{note}, now: lines{"note a:int b:int check(a>=b) check(b <> 3)"}, history: lines{"create note a:int", "add note b:int", "add note check(a >= b)", "add note check(b <> 3)"}},
		"check removed with its field": {was: lines{"note a:int b:int check(a >= b)"}, now: lines{note}, history: lines{
			"create note a:int b:int check(a >= b)", "remove note check(a >= b)", "remove note b:int",
		}},
		"undone: constraint":                {was: lines{"!create note a:int b:int", "!add note unique(a,b)", "note a:int b:int unique(a,b)"}, now: lines{"note a:int b:int"}},
		"undone: constraint that was there": {was: lines{"!create note a:int b:int unique(a,b)", "!remove note unique(a,b)", "note a:int b:int"}, now: lines{"note a:int b:int unique(a,b)"}},
		"constraint of a field without":     {was: lines{"note a:int b:int unique(a,b)"}, now: lines{"note a:int unique(a,b)"}, problems: lines{`resources[0].unique[0]: unique(a,b): "b" is not a field of note; did you mean "a"?`}},
		"constraint beyond the limit": {was: lines{"database=narrow", "note a:string:max=19 b:int"}, now: lines{"database=narrow", "note a:string:max=19 b:int index(a,b)"}, problems: lines{
			"resources[0]: index(a,b): its fields have 21 characters in total; the maximum for an index in narrow is 20",
		}},
		"constraint of text": {was: lines{"database=narrow", "note a:string:max=20 b:string:max=20 c:string:max=10 d:int"}, now: lines{"database=narrow", "note a:string:max=20 b:string:max=20 c:string:max=10 d:int index(c,d)"}, problems: lines{
			"resources[0]: index(c,d): the column of c is text, which cannot have an index in narrow; give it a smaller max first",
		}},

		"bounds that SQL does not have":   {was: lines{note}, now: lines{"note a:int:min=1,max=5"}},
		"length without effect on SQL":    {was: lines{"note s:string:max=9"}, now: lines{"note s:string:max=10"}},
		"length, explicit history":        {was: lines{"!create note s:string:max=9", "!own fill", "note s:string:max=9"}, now: lines{"note s:string:max=10"}, history: lines{"create note s:string:max=10", "own fill"}},
		"length, repeated in a migration": {was: lines{"!create note s:string:max=9", "!own fill note s:string:max=9 t:int", "note s:string:max=9 t:int"}, now: lines{"note s:string:max=10 t:int"}, history: lines{"create note s:string:max=10", "own fill note s:string:max=10 t:int"}},
		"length within the same type":     {was: lines{"database=narrow", "note s:string:max=7"}, now: lines{"database=narrow", "note s:string:max=8"}},
		"length beyond the limit":         {was: lines{"database=narrow", "note s:string:max=21"}, now: lines{"database=narrow", "note s:string:max=500"}},
		"order of enum values":            {was: lines{"note e:enum(a|b)"}, now: lines{"note e:enum(b|a)"}, history: lines{"create note e:enum(a|b)"}},

		"undone: field":                      {was: lines{"!create note a:int", "!add note b:int", "note a:int b:int"}, now: lines{note}},
		"undone: removal of a field":         {was: lines{"!create note a:int b:int", "!remove note b:int", note}, now: lines{"note a:int b:int"}},
		"not undone: different field":        {was: lines{"!create note a:int b:int", "!remove note b:int", note}, now: lines{"note a:int b:text"}, history: lines{"create note a:int b:int", "remove note b:int", "add note b:text"}},
		"undone: two migrations":             {was: lines{"!create author name:string", "!create note a:int", "!add note b:int", author, "note a:int b:int"}, now: lines{author}},
		"undone: all migrations of a table":  {was: lines{"!create author name:string", "!create note a:int b:int", "!add note c:int", "!remove note b:int", author, "note a:int c:int"}, now: lines{author}},
		"not undone: interleaved migrations": {was: lines{"!create note a:int", "!create author name:string", "!add note b:int", author, "note a:int b:int"}, now: lines{author}, history: lines{"create note a:int", createAuthor, "add note b:int", "drop note a:int b:int"}},
		"undone: drop":                       {was: lines{"!create note a:int", "!create author name:string", "!drop note a:int", author}, now: lines{note, author}},
		"not undone: followed by another":    {was: lines{"!create author name:string", "!create note a:int", "!own fill", author, note}, now: lines{author}, history: lines{createAuthor, "create note a:int", "own fill", "drop note a:int"}},
		"created again":                      {was: lines{"!create note a:int", "!create author name:string", "!drop note a:int", author}, now: lines{author, "note b:int"}, history: lines{"create note a:int", createAuthor, "drop note a:int", "create note b:int"}},
		"undone, then added":                 {was: lines{author, note}, now: lines{author, book}, history: lines{createAuthor, createBook}},

		"example added":            {was: lines{note}, now: lines{"example=bank", note}, history: lines{"create note a:int", "example bank"}},
		"example in a new project": {was: lines{}, now: lines{"example=bank", note}, history: lines{"example bank", "create note a:int"}},
		"undone: example":          {was: lines{"!create note a:int", "!example bank", "example=bank", note}, now: lines{note}},
		"only example removed":     {was: lines{"example=bank"}, now: lines{}},
		"example removed":          {was: lines{"example=bank", note}, now: lines{note}, history: lines{"example bank", "create note a:int"}},
		"example added again":      {was: lines{"!example bank", "!create note a:int", note}, now: lines{"example=bank", note}},
		"name becomes free":        {was: lines{"account a:int", note}, now: lines{"example=bank", note}, history: lines{"create account a:int", "create note a:int", "drop account a:int", "example bank"}},
		"different database":       {was: lines{"database=narrow", "!create note a:int", "!add note b:int", "note a:int b:int"}, now: lines{"note a:int b:int"}, history: lines{"create note a:int", "add note b:int"}},
		"no database":              {was: lines{"!create note a:int", "!own fill", note}, now: lines{"database=none", note}},
		"from no database":         {was: lines{"database=none", note}, now: lines{note, author}, history: lines{"create note a:int", createAuthor}},
		"to a database with lower limits": {was: lines{"!create note s:string:unique,max=21", "!remove note s:string:unique,max=21", "!add note a:int", note}, now: lines{"database=narrow", note}, problems: lines{
			`migrations[0]: field "s": max 21 is above 20, the maximum for unique and indexed strings in narrow`,
		}},

		"by hand":                   {was: lines{note}, now: lines{"!create note a:int", "!own fill", "note a:int b:int"}, history: lines{"create note a:int", "own fill", "add note b:int"}},
		"by hand, changing a table": {was: lines{"database=narrow", "note s:string:max=9"}, now: lines{"database=narrow", "!create note s:string:max=9", "!own widen note s:string:max=20", "note s:string:max=20"}, history: lines{"create note s:string:max=9", "own widen note s:string:max=20"}},
		"by hand, removed":          {was: lines{note, author}, now: lines{"!create note a:int", note}},
		"by hand, in between":       {was: lines{note, author}, now: lines{"!create note a:int", "!own fill", "!create author name:string", note, author}, problems: lines{"migrations[2]: create author name:string was 000002, the number that databases have recorded it under; add new migrations after it"}},
		"by hand, in front":         {was: lines{note}, now: lines{"!own fill", note}, problems: lines{"migrations[1]: create note a:int was 000001, the number that databases have recorded it under; add new migrations after it"}},
		"by hand, wrong":            {was: lines{note}, now: lines{"!add note a:int", note}, problems: lines{`migrations[0]: there is no table for "note"`}},
		"by hand, not undone":       {was: lines{author, note}, now: lines{"!create author name:string", "!create note a:int", "!drop note a:int", author, note}, history: lines{createAuthor, "create note a:int", "drop note a:int", "create note a:int"}},
		"invalid resources":         {was: lines{note}, now: lines{"Note a:int"}, problems: lines{`resources[0].name: "Note": use snake_case, lower-case letters and digits, starting with a letter`}},

		"different type": {was: lines{note}, now: lines{"note a:text"}, problems: lines{
			`resources[0].fields[0]: field "a": gen does not generate a migration that changes a:int to a:text; keep the field, or write one and add it to migrations: own change_a note a:text`,
		}},
		"column of the same name": {was: lines{author, "book author:ref=author"}, now: lines{author, "book author_id:int"}, problems: lines{
			`resources[1].fields[0]: field "author_id": gen does not generate a migration that changes author:ref=author to author_id:int; keep the field, or write one and add it to migrations: own change_author_id book author_id:int`,
		}},
		"required with rules that need a decision": {was: lines{note}, now: lines{"note a:int s:string:required,min=3"}, problems: lines{
			`resources[0].fields[1]: field "s": existing rows need a value that obeys its rules: give it default=VALUE, or write it into gen.yaml and run gen apply --fill note.s=VALUE`,
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
			for _, p := range history.Evolve(cat, now, was, at(clock)) {
				got = append(got, p.Path+": "+p.Message)
			}
			if diff := cmp.Diff(tt.problems, got); diff != "" {
				t.Fatalf("problems (-want +got):\n%s", diff)
			}
			if tt.problems != nil {
				if diff := cmp.Diff(untouched, texts(now.Migrations)); diff != "" {
					t.Errorf("rejected, but the history changed (-before +after):\n%s", diff)
				}
				return
			}
			if err := validate(cat, now).Err(); err != nil {
				t.Fatalf("%v\n%s", err, strings.Join(texts(now.Migrations), "\n"))
			}
			if diff := cmp.Diff(string(marshal(t, cat, was)), string(marshal(t, cat, specOf(t, cat, tt.was...)))); diff != "" {
				t.Errorf("the previous spec changed:\n%s", diff)
			}
			var written lines
			if strings.Contains(string(marshal(t, cat, now)), "\nmigrations:") {
				written = steps(now.Migrations)
			}
			if diff := cmp.Diff(tt.history, written); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
		})
	}
}

// The last new migration has the time as its id, or the id after those that there
// were. No id is ever given twice.
// Tables and references are created in the same order in a new project as in one
// that had no resources.
func TestEvolveFromNothing(t *testing.T) {
	cat := catalog()
	resources := []string{"author best:ref=book name:string muse:ref=author unique(best,name)", "book by:ref=author:required", "note a:int shelf:ref=shelf", "shelf a:int"}
	fresh, grown, was := specOf(t, cat, resources...), specOf(t, cat, resources...), specOf(t, cat)
	if ps := history.Evolve(cat, grown, was, at(clock)); len(ps) > 0 {
		t.Fatal(ps)
	}
	if diff := cmp.Diff(steps(fresh.History(cat)), steps(grown.Migrations)); diff != "" {
		t.Errorf("(-new +grown):\n%s", diff)
	}
}

func TestEvolveGivesIDs(t *testing.T) {
	const note = "note a:int"
	type lines []string
	for name, tt := range map[string]struct {
		was, now lines
		history  lines
	}{
		"one":              {was: lines{note}, now: lines{"note a:int b:int"}, history: lines{"create note a:int", "20260304050607 add note b:int"}},
		"several":          {was: lines{note}, now: lines{"note a:int b:int c:int"}, history: lines{"create note a:int", "20260304050606 add note b:int", "20260304050607 add note c:int"}},
		"after an example": {was: lines{note}, now: lines{"example=bank", note, "tag b:int"}, history: lines{"create note a:int", "20260304050605 example bank", "20260304050607 create tag b:int"}},
		"after a later one": {
			was: lines{"!create note a:int", "!20990101000000 own fill", note}, now: lines{"note a:int b:int"},
			history: lines{"create note a:int", "20990101000000 own fill", "20990101000001 add note b:int"},
		},
		"after one that is taken back": {
			was: lines{"!create note a:int", "!20260304050607 add note b:int", "note a:int b:int"}, now: lines{"note a:int c:text"},
			history: lines{"create note a:int", "20260304050608 add note c:text"},
		},
		"written by hand": {was: lines{note}, now: lines{"!create note a:int", "!own fill", "!add note b:int", "note a:int b:int"}, history: lines{"create note a:int", "20260304050606 own fill", "20260304050607 add note b:int"}},
		"written by hand, in between": {
			was: lines{"!create note a:int", "!20250101000000 add note b:int", "note a:int b:int"}, now: lines{"!create note a:int", "!own fill", "!20250101000000 add note b:int", "note a:int b:int"},
			history: lines{"create note a:int", "own fill", "20250101000000 add note b:int"},
		},
		"of an earlier release": {was: lines{"!create note a:int", "!own fill", note}, now: lines{"!create note a:int", "!own fill", note}, history: lines{"create note a:int", "own fill"}},
	} {
		t.Run(name, func(t *testing.T) {
			cat := catalog()
			was, now := specOf(t, cat, tt.was...), specOf(t, cat, tt.now...)
			if err := history.Evolve(cat, now, was, at(clock)).Err(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.history, lines(texts(now.Migrations))); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			if err := validate(cat, now).Err(); err != nil {
				t.Error(err)
			}
		})
	}
	was := specOf(t, catalog(), fmt.Sprintf("!%d create note a:int", int64(spec.MaxID)), note)
	got := history.Evolve(catalog(), specOf(t, catalog(), "note a:int b:int"), was, at(clock)).Err()
	if want := "migrations: there is no id left: the highest is 99999999999999"; got == nil || got.Error() != want {
		t.Errorf("after the highest id: %v, want %s", got, want)
	}
}

// Committed migrations are never taken back, but followed by others.
func TestEvolveKeepsCommitted(t *testing.T) {
	const note = "note a:int"
	type lines []string
	for name, tt := range map[string]struct {
		was, now  lines
		committed []int64
		history   lines
		problems  lines
	}{
		"field":    {was: lines{"!create note a:int", "!7 add note b:int", "note a:int b:int"}, now: lines{note}, committed: []int64{1, 7}, history: lines{"create note a:int", "000007 add note b:int", "20260304050607 remove note b:int"}},
		"resource": {was: lines{note, "tag a:int"}, now: lines{note}, committed: []int64{1, 2}, history: lines{"create note a:int", "create tag a:int", "20260304050607 drop tag a:int"}},
		"removal": {
			was: lines{"!create note a:int b:int", "!7 remove note b:int", note}, now: lines{"note a:int b:int"}, committed: []int64{7},
			history: lines{"create note a:int b:int", "000007 remove note b:int", "20260304050607 add note b:int"},
		},
		"newest field replaced": {
			was: lines{"!create note a:int", "!7 add note b:int", "note a:int b:int"}, now: lines{"note a:int c:text"}, committed: []int64{1, 7},
			history: lines{"create note a:int", "000007 add note b:int", "20260304050606 remove note b:int", "20260304050607 add note c:text"},
		},
		"newest field renamed, not committed": {
			was: lines{"!create note a:int", "!7 add note b:int", "note a:int b:int"}, now: lines{"note a:int c:int"}, committed: []int64{1},
			problems: lines{`resources[0].fields[1]: field "b" is gone and "c", which is similar, is new: gen rename field note b c keeps its data; if it is another one, gen apply --drop note.b drops the data`},
		},
		"newest resource renamed, not committed": {
			was: lines{"!create note a:int", "!7 create tag b:int", note, "tag b:int"}, now: lines{note, "label b:int"}, committed: []int64{1},
			problems: lines{`resources[1]: resource "tag" is gone and "label", which is similar, is new: gen rename resource tag label keeps its data; if it is another one, gen apply --drop tag drops the data`},
		},
		"newest field replaced, not committed": {
			was: lines{"!create note a:int", "!7 add note b:int", "note a:int b:int"}, now: lines{"note a:int c:text"}, committed: []int64{1},
			history: lines{"create note a:int", "20260304050607 add note c:text"},
		},
		"only the later one is not committed": {
			was: lines{"!create note a:int", "!7 add note b:int", "!8 add note c:int", "note a:int b:int c:int"}, now: lines{note}, committed: []int64{1, 7},
			history: lines{"create note a:int", "000007 add note b:int", "20260304050607 remove note b:int"},
		},
		"table with a later field that is not committed": {
			was: lines{"!create note a:int", "!create tag a:int", "!7 add tag b:int", note, "tag a:int b:int"}, now: lines{note}, committed: []int64{1, 2},
			history: lines{"create note a:int", "create tag a:int", "000007 add tag b:int", "20260304050607 drop tag a:int b:int"},
		},
		"example": {
			was: lines{"!create note a:int", "!7 example bank", "example=bank", note}, now: lines{note}, committed: []int64{8},
			history: lines{"create note a:int", "000007 example bank"},
		},
		"own migration left out": {
			was: lines{"!create note a:int", "!7 own fill", note}, now: lines{"!create note a:int", note}, committed: []int64{7},
			problems: lines{"migrations: 000007 own fill is committed and may have run: keep it, and add a migration that undoes it"},
		},
		"own migration told": {
			was: lines{"!create note a:int", "!7 own fill", note}, now: lines{"!create note a:int", "!7 own fill note a:int b:int", "note a:int b:int"}, committed: []int64{1, 7},
			history: lines{"create note a:int", "000007 own fill note a:int b:int"},
		},
		"own migration told more": {
			was: lines{"!create note a:int", "!7 own fill note a:int b:int", "note a:int b:int"}, now: lines{"!create note a:int", "!7 own fill note a:int b:int c:int", "note a:int b:int c:int"}, committed: []int64{1, 7},
			history: lines{"create note a:int", "000007 own fill note a:int b:int c:int"},
		},
		"own migration told less": {
			was: lines{"!create note a:int", "!7 own fill note a:int b:int", "note a:int b:int"}, now: lines{"!create note a:int", "!7 own fill", note}, committed: []int64{1, 7},
			problems: lines{"migrations: 000007 own fill note a:int b:int is committed and may have run: keep it, instead of own fill, and add another migration"},
		},
		"own migration with another column": {
			was: lines{"!create note a:int", "!7 own fill note a:int b:int", "note a:int b:int"}, now: lines{"!create note a:int", "!7 own fill note a:int b:text", "note a:int b:text"}, committed: []int64{1, 7},
			problems: lines{"migrations: 000007 own fill note a:int b:int is committed and may have run: keep it, instead of own fill note a:int b:text, and add another migration"},
		},
		"own migration with another name": {
			was: lines{"!create note a:int", "!7 own fill", note}, now: lines{"!create note a:int", "!7 own other note a:int b:int", "note a:int b:int"}, committed: []int64{1, 7},
			problems: lines{"migrations: 000007 own fill is committed and may have run: keep it, instead of own other note a:int b:int, and add another migration"},
		},
		"own migration left out, not committed": {was: lines{"!create note a:int", "!7 own fill", note}, now: lines{"!create note a:int", note}, committed: []int64{1}, history: lines{"create note a:int"}},
		"changed by hand": {
			was: lines{"!create note a:int", "!7 add note b:int", "note a:int b:int"}, now: lines{"!create note a:int", "!7 add note b:bigint", "note a:int b:bigint"}, committed: []int64{7},
			problems: lines{"migrations: 000007 add note b:int is committed and may have run: keep it, instead of add note b:bigint, and add another migration"},
		},
		"left out of the front": {
			was: lines{note, "tag a:int"}, now: lines{"!create tag a:int", "tag a:int"}, committed: []int64{1, 2},
			problems: lines{
				"migrations: 000001 create note a:int is committed and may have run: keep it, instead of create tag a:int, and add another migration",
				"migrations: 000002 create tag a:int is committed and may have run: keep it, and add a migration that undoes it",
			},
		},
		"length without effect": {
			was: lines{"!create note s:string:max=9", "!own fill", "note s:string:max=9"}, now: lines{"note s:string:max=10"}, committed: []int64{1, 2},
			history: lines{"create note s:string:max=10", "own fill"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cat := catalog()
			was, now := specOf(t, cat, tt.was...), specOf(t, cat, tt.now...)
			terms := history.Terms{Now: clock, Committed: func(number int64) bool { return slices.Contains(tt.committed, number) }}
			var got lines
			for _, p := range history.Evolve(cat, now, was, terms) {
				got = append(got, p.Path+": "+p.Message)
			}
			if diff := cmp.Diff(tt.problems, got); diff != "" {
				t.Fatalf("problems (-want +got):\n%s", diff)
			}
			if tt.problems != nil {
				return
			}
			if diff := cmp.Diff(tt.history, lines(texts(now.Migrations))); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			if err := validate(cat, now).Err(); err != nil {
				t.Error(err)
			}
			// Verbs evolve gen.yaml, and then what they make of it.
			if ps := history.Evolve(cat, now, was, terms); len(ps) > 0 {
				t.Errorf("a second time: %v", ps)
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

// For random sequences of changes, the history results in the resources,
// existing migrations stay except at the end, and undoing the last change
// restores it.
func TestEvolveLaws(t *testing.T) { eachCatalog(t, testEvolveLaws) }

func testEvolveLaws(t *testing.T, cat *layer.Catalog) {
	t.Helper()
	undone, refused, changes := 0, 0, 0
	for seed := range uint64(60) {
		clock, used := int64(clock), map[int64]string{}
		rnd := rand.New(rand.NewPCG(seed, 0))
		was := specOf(t, cat, "author name:string", "book title:string:required author:ref=author")
		if seed%2 == 1 {
			was.Options["database"] = []string{"narrow"}
		}
		for range 12 {
			now := clone(t, cat, was)
			what := mutate(rnd, now)
			clock += 1 + rnd.Int64N(3)
			if len(history.Evolve(cat, now, was, at(clock))) > 0 {
				refused++
				continue
			}
			changes++
			if err := validate(cat, now).Err(); err != nil {
				t.Fatalf("seed %d: %s: %v\n%s\n%s", seed, what, err, marshal(t, cat, was), marshal(t, cat, now))
			}
			kept(t, was.History(cat), now.History(cat))
			once(t, used, now.History(cat))
			back := clone(t, cat, was)
			back.Migrations = now.Migrations
			// The removal of migrations cannot be undone.
			if ps := history.Evolve(cat, back, now, at(clock)); len(ps) == 0 {
				undone++
				if diff := cmp.Diff(string(marshal(t, cat, was)), string(marshal(t, cat, back))); diff != "" && holds(now.History(cat), was.History(cat)) {
					t.Fatalf("seed %d: %s and undone (-want +got):\n%s", seed, what, diff)
				}
			}
			was = clone(t, cat, now)
		}
	}
	t.Logf("%d changes, %d undone, %d rejected", changes, undone, refused)
}

// kept fails the test unless one history is a prefix of the other, after the
// removal of its last migrations if any.
func kept(t *testing.T, before, after []spec.Migration) {
	t.Helper()
	same := true
	for i := range min(len(before), len(after)) {
		equal := sameSQL(before[i], after[i])
		if equal && !same {
			t.Fatalf("changed other than at the end:\n%s\n\n%s", strings.Join(texts(before), "\n"), strings.Join(texts(after), "\n"))
		}
		same = equal
	}
}

// holds reports whether a history has all migrations of another one.
func holds(all, some []spec.Migration) bool {
	return !slices.ContainsFunc(some, func(m spec.Migration) bool {
		return !slices.ContainsFunc(all, func(other spec.Migration) bool { return other.Step() == m.Step() })
	})
}

// once fails the test if an id was used before for another migration.
func once(t *testing.T, used map[int64]string, now []spec.Migration) {
	t.Helper()
	for _, m := range now {
		if m.ID == 0 {
			continue
		}
		m = m.Clone()
		for i := range m.Resource.Fields {
			m.Resource.Fields[i].Max = "" // which may change without a migration
		}
		if before, ok := used[m.ID]; ok && before != m.Step() {
			t.Fatalf("%d was %s and is now %s", m.ID, before, m.Step())
		}
		used[m.ID] = m.Step()
	}
}

// sameSQL reports whether two migrations are equal except for lengths.
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

// clone returns a copy by writing and reading the spec, as successive runs of
// gen do.
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

// mutate makes a random change to a spec and describes it.
func mutate(rnd *rand.Rand, s *spec.Spec) string {
	names := []string{"author", "book", "note", "review", "tag"}
	fields := []string{"a:int:min=1", "b:string:max=9", "c:string:unique,max=12", "d:text:required", "e:enum(x|y):default=x", "f:ref=author", "g:bool:required", "h:ref=note", "h:ref=note:on_delete=cascade", "i:ref=book:required", "j:ref=author:self", "k:refs=author", "l:refs=book"}
	pick := func(list []string) string { return list[rnd.IntN(len(list))] }
	field := func() spec.Field { f, _ := spec.ParseField(pick(fields)); return f }
	i := -1
	if len(s.Resources) > 0 {
		i = rnd.IntN(len(s.Resources))
	}
	switch n := rnd.IntN(18); {
	case n < 3:
		r := spec.Resource{Name: pick(names), Fields: []spec.Field{field()}}
		s.Resources = append(s.Resources, r)
		return "create " + r.Name
	case n < 4 && i >= 0:
		name := s.Resources[i].Name
		s.Resources = slices.Delete(s.Resources, i, i+1)
		for len(s.Resources) > 0 && rnd.IntN(2) == 0 {
			name += " and " + s.Resources[0].Name
			s.Resources = s.Resources[1:]
		}
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
	case n < 10 && i >= 0:
		f := &s.Resources[i].Fields[rnd.IntN(len(s.Resources[i].Fields))]
		f.NoCase = f.Kind == spec.String && rnd.IntN(2) == 0
		f.Index, f.Unique = f.Unique, f.Index || !f.Unique && f.Kind != spec.Enum
		return "key of " + f.Name
	case n < 12 && i >= 0:
		f := &s.Resources[i].Fields[rnd.IntN(len(s.Resources[i].Fields))]
		f.Required, f.Default = !f.Required && f.Default == "", ""
		return "required " + f.Name
	case n < 13 && i >= 0:
		s.Resources[i].Plural = pick([]string{"", s.Resources[i].Name + "_list"})
		return "plural of " + s.Resources[i].Name
	case n < 16 && i >= 0:
		return constrain(rnd, &s.Resources[i])
	case n < 17 && i >= 0:
		r, setting := &s.Resources[i], pick([]string{"timestamps", "softdelete"})
		r.Turn(setting, !r.On(setting))
		return setting + " of " + r.Name
	}
	if s.Options.Has("example", "bank") {
		delete(s.Options, "example")
		return "no example"
	}
	s.Options["example"] = []string{"bank"}
	return "example"
}

// constrain adds a constraint, or removes it if it is there. It may be refused.
func constrain(rnd *rand.Rand, r *spec.Resource) string {
	a, b := r.Fields[rnd.IntN(len(r.Fields))].Name, r.Fields[rnd.IntN(len(r.Fields))].Name
	c := []spec.Constraint{
		{Kind: spec.Unique, Value: a + "," + b}, {Kind: spec.Index, Value: a + "," + b}, {Kind: spec.Compared, Value: a + " >= " + b},
	}[rnd.IntN(3)]
	if all := r.Constraints(); len(all) > 0 && rnd.IntN(3) > 0 {
		c = all[rnd.IntN(len(all))]
	}
	if r.Has(c) {
		r.Settings = r.Without(c)
	} else {
		r.Settings = r.With(c)
	}
	return c.String()
}

func TestAdopt(t *testing.T) {
	const cheap = "note a:int"
	for name, tt := range map[string]struct {
		spec, files []string
		history     []string // nil if it is that of a new project
		problems    []string
	}{
		"no new files":           {spec: []string{cheap}, files: []string{"embed.go", "000001_create_notes.up.sql", "000001_create_notes.down.sql"}},
		"no files":               {spec: []string{cheap}},
		"one migration":          {spec: []string{cheap}, files: []string{"000001_create_notes.up.sql", "000002_fill_a.up.sql", "000002_fill_a.down.sql"}, history: []string{"create note a:int", "000002 own fill_a"}},
		"two migrations":         {spec: []string{cheap}, files: []string{"migrations/000003_b.up.sql", "migrations/000003_b.down.sql", "000002_a.down.sql", "000002_a.up.sql"}, history: []string{"create note a:int", "000002 own a", "000003 own b"}},
		"after an example":       {spec: []string{"example=bank"}, files: []string{"000002_create_transfers.up.sql", "000003_fill.up.sql"}, history: []string{"example bank", "000003 own fill"}},
		"first":                  {spec: nil, files: []string{"000001_fill.up.sql"}, history: []string{"000001 own fill"}},
		"already in the history": {spec: []string{"!create note a:int", "!own fill", cheap}, files: []string{"000002_fill.up.sql"}, history: []string{"create note a:int", "own fill"}},
		"renamed":                {spec: []string{cheap}, files: []string{"000001_init.up.sql", "000001_init.down.sql"}},
		"other files":            {spec: []string{cheap}, files: []string{"README.md", "fill.sql.txt"}},
		"without a number": {spec: []string{cheap}, files: []string{"000002_fill.sql", "x_fill.up.sql"}, problems: []string{
			"migrations/000002_fill.sql: is not the name of a migration, such as 000007_add_pages.up.sql: rename it, or move it elsewhere",
			"migrations/x_fill.up.sql: is not the name of a migration, such as 000007_add_pages.up.sql: rename it, or move it elsewhere",
		}},
		"only down":          {spec: []string{cheap}, files: []string{"000002_fill.down.sql"}, problems: []string{"migrations/000002_fill.down.sql: there is no 000002_fill.up.sql"}},
		"without a database": {spec: []string{"database=none"}, files: []string{"000005_fill.up.sql"}},
		"timestamp":          {spec: []string{cheap}, files: []string{"20260102030405_fill.up.sql", "000002_a.up.sql"}, history: []string{"create note a:int", "000002 own a", "20260102030405 own fill"}},
		"any free id":        {spec: []string{cheap}, files: []string{"000004_fill.up.sql"}, history: []string{"create note a:int", "000004 own fill"}},
		"between others":     {spec: []string{"!create note a:int", "!20260102030405 add note b:int", "note a:int b:int"}, files: []string{"20260101000000_a.up.sql", "20260102030405_own.up.sql"}, history: []string{"create note a:int", "20260101000000 own a", "20260102030405 add note b:int"}},
		"before all":         {spec: []string{"!000005 create note a:int", cheap}, files: []string{"000001_a.up.sql", "000003_b.up.sql"}, history: []string{"000001 own a", "000003 own b", "000005 create note a:int"}},
		"id of an option":    {spec: []string{"!20260102030405 example bank", "example=bank"}, files: []string{"20260102030406_create_transfers.up.sql", "20260102030407_fill.up.sql"}, history: []string{"20260102030405 example bank", "20260102030407 own fill"}},

		"without leading zeros": {spec: []string{cheap}, files: []string{"2_fill.up.sql"}, problems: []string{"migrations/2_fill: rename it to 000002_fill: ids have six digits, or more if they are higher"}},
		"duplicate id":          {spec: []string{cheap}, files: []string{"000001_create_notes.up.sql", "000001_fill.up.sql"}, problems: []string{"migrations/000001_fill: has the same id as 000001_create_notes; give the newer one an id that is free"}},
		"invalid name":          {spec: []string{cheap}, files: []string{"000002_Fill-a.up.sql"}, problems: []string{`migrations/000002_Fill-a: "Fill-a": use snake_case, lower-case letters and digits, starting with a letter`}},
		"id too high":           {spec: []string{cheap}, files: []string{"99999999999999999999_a.up.sql", "100000000000000_b.up.sql"}, problems: []string{"migrations/100000000000000_b: its id is not between 1 and 99999999999999", "migrations/99999999999999999999_a: its id is not between 1 and 99999999999999"}},
		"no id":                 {spec: []string{cheap}, files: []string{"000000_a.up.sql"}, problems: []string{"migrations/000000_a: its id is not between 1 and 99999999999999"}},
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

// What a change has only planned so far is taken back by its next step.
func TestEvolveTakesBackPlanned(t *testing.T) {
	cat := catalog()
	was := specOf(t, cat, "!create note a:int b:int", "note a:int b:int")
	next := specOf(t, cat, "!create note a:int b:int", "!7 remove note b:int", "note a:int b:int")
	for planned, want := range map[bool][]string{
		true:  {"create note a:int b:int"},
		false: {"create note a:int b:int", "remove note b:int", "add note b:int"},
	} {
		now, terms := next.Clone(), at(clock)
		terms.Planned = map[int64]bool{7: planned}
		if ps := history.Evolve(cat, now, was, terms); len(ps) > 0 {
			t.Fatal(ps)
		}
		if diff := cmp.Diff(want, steps(now.History(cat))); diff != "" {
			t.Errorf("planned %t (-want +got):\n%s", planned, diff)
		}
	}
}
