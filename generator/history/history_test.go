package history_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
)

// book returns a gen.yaml with authors and books and the given history.
func book(migrations ...string) string {
	text := "name: myapi\nresources:\n  - {name: author, fields: [name:string]}\n  - {name: book, fields: [title:string:required, author:ref=author]}\nmigrations:"
	if len(migrations) == 0 {
		return text + " []\n"
	}
	for _, m := range migrations {
		text += "\n  - " + m
	}
	return text + "\n"
}

const (
	createAuthor = "create author name:string"
	createBook   = "create book title:string:required author:ref=author"
)

func TestHistoryRefusals(t *testing.T) {
	for name, tt := range map[string]struct {
		yaml string
		want []string
	}{
		"valid":                         {book(createAuthor, createBook), nil},
		"different order":               {book("create book title:string:required", createAuthor, "add book author:ref=author"), nil},
		"bounds that SQL does not have": {book("create author name:string:min=1", createBook), nil},
		"all verbs":                     {book(createAuthor, "own fill", createBook, "add book n:int", "remove book n:int", "create note a:int", "drop note a:int"), nil},
		"dropped and created again":     {book(createAuthor, "drop author name:string", createAuthor, createBook), nil},
		"own migration that changes a table": {
			book("create writer a:int", "drop writer a:int", "create author surname:string", createBook, "own rename_surname author name:string"), nil,
		},

		"not a list":   {"name: myapi\nmigrations: own a\n", []string{"2 migrations: must be a list"}},
		"not strings":  {"name: myapi\nmigrations: [1, [a]]\n", []string{`2 migrations[0]: "1": must have the form 'add book subtitle:string' or 'own backfill_subtitles'`, "2 migrations[1]: must be a non-empty string"}},
		"unknown verb": {book("creat book a:int"), []string{`6 migrations[0]: "creat" is not one of create, add, remove, drop, change, rename, own, example; did you mean "create"?`}},
		"unknown field type": {book("create book a:strin"), []string{
			`6 migrations[0]: field "a": "strin" is not one of string, text, int, bigint, float, decimal, bool, time, date, uuid, enum, string[], json, money, bytes, ref, refs, owner; did you mean "string"?`,
		}},
		"two columns":                   {book("add book a:int b:int"), []string{`6 migrations[0]: add takes one field or constraint, as in 'add book subtitle:string'`}},
		"plural in the wrong migration": {book("remove book/books a:int"), []string{`6 migrations[0]: "book/books": the plural belongs in the migration that creates the table`}},
		"table without columns":         {book("own fill book"), []string{`6 migrations[0]: resource "book" has no fields here; list those of its table`}},
		"extra words after an option":   {book("example bank 2"), []string{`6 migrations[0]: "example bank 2": nothing may follow bank`}},
		"unknown option":                {book("example bnk", createAuthor, createBook), []string{`6 migrations[0]: "bnk" is not one of bank; did you mean "bank"?`}},
		"option that was removed":       {book("example bank", createAuthor, createBook), nil},
		"option missing":                {"example: bank\n" + book(createAuthor, createBook), []string{`6 migrations: example bank is missing`}},
		"duplicate option":              {"example: bank\n" + book("example bank", "example bank", createAuthor, createBook), []string{`8 migrations[1]: example bank is listed twice`}},
		"name of an option's table": {"example: bank\n" + book("create account a:int", "example bank", "drop account a:int", createAuthor, createBook), []string{
			`8 migrations[1]: "account" clashes with example bank`,
		}},
		"table of an option": {"example: bank\n" + book("example bank", "create account a:int", "drop account a:int", createAuthor, createBook), []string{
			`8 migrations[1]: "account" clashes with example bank`,
		}},
		"ids":                     {book(createAuthor, "7 "+createBook, "20260102030405 own fill", "own after"), nil},
		"same id":                 {book(createAuthor, "000007 "+createBook, "7 own fill"), []string{`8 migrations[2]: the id 000007 belongs to create book title:string:required author:ref=author; give it one that is free`}},
		"same id as a position":   {book(createAuthor, createBook, "2 own fill"), []string{`8 migrations[2]: the id 000002 belongs to create book title:string:required author:ref=author; give it one that is free`}},
		"id of an option":         {"example: bank\n" + book("20260102030405 example bank", "20260102030406 "+createAuthor, "20260102030408 "+createBook), []string{`8 migrations[1]: the id 20260102030406 belongs to example bank; give it one that is free`}},
		"not in the order of ids": {book(createAuthor, "20260102030405 "+createBook, "20260101000000 own fill"), []string{`8 migrations[2]: the id 20260101000000 is lower than 20260102030405, which is listed before it: sort the list by id`}},
		"id too high":             {book(createAuthor, createBook, "100000000000000 own fill"), []string{`8 migrations[2]: the id 100000000000000 is not between 1 and 99999999999999`}},
		"id far too high":         {book(createAuthor, createBook, "100000000000000000000 own fill"), []string{`8 migrations[2]: the id 100000000000000000000 is not between 1 and 99999999999999`}},
		"id zero":                 {book(createAuthor, createBook, "0 own fill"), []string{`8 migrations[2]: the id 0 is not between 1 and 99999999999999`}},
		"id alone":                {book(createAuthor, createBook, "20260102030405"), []string{`8 migrations[2]: "20260102030405": must have the form 'add book subtitle:string' or 'own backfill_subtitles'`}},
		"invalid name":            {book(createAuthor, createBook, "own Back-fill"), []string{`8 migrations[2]: "Back-fill": use snake_case, lower-case letters and digits, starting with a letter`}},

		"empty history":                 {book(), []string{`3 resources[0]: no migration creates the table of "author"`, `4 resources[1]: no migration creates the table of "book"`}},
		"created twice":                 {book(createAuthor, createAuthor, createBook), []string{`7 migrations[1]: "author" already exists; drop it first`}},
		"duplicate table":               {book(createAuthor, createBook, "create tome/books a:int"), []string{`8 migrations[2]: "tome": its table books already exists, for "book"`}},
		"duplicate column":              {book(createAuthor, createBook, "add book title:text"), []string{`8 migrations[2]: "book" already has a column title`}},
		"duplicate column in a table":   {book("create author name:string name:string", createBook), []string{`6 migrations[0]: field "name" is listed twice`}},
		"invalid field":                 {book("create author name:string:unique,index", createBook), []string{`6 migrations[0]: field "name": unique includes an index; leave out index`}},
		"added to unknown table":        {book(createAuthor, createBook, "add note a:int"), []string{`8 migrations[2]: there is no table for "note"`}},
		"unknown column removed":        {book(createAuthor, createBook, "remove book n:int"), []string{`8 migrations[2]: "book" has no column n`}},
		"value for rows that need none": {book(createAuthor, createBook, "add book n:int fill=1"), []string{`8 migrations[2]: field "n": rows need no value: it is not required, or has a default`}},
		"value for rows that is none":   {book(createAuthor, createBook, "add book n:int:required fill=x"), []string{`8 migrations[2]: field "n": as the value of rows: "x" is not a value for int: use a whole number from -2147483648 to 2147483647`}},
		"removed as a different column": {book(createAuthor, createBook, "remove book title:text", "add book title:string:default=x"), []string{`8 migrations[2]: "book" has title:string:required at this point`}},
		"dropped as a different table":  {book("create note a:int", "drop note a:int b:int", createAuthor, createBook), []string{`7 migrations[1]: the table is note a:int at this point`}},
		"dropped too early":             {book(createAuthor, createBook, "drop author name:string", createAuthor), []string{`8 migrations[2]: "book" refers to "author"; drop it first, or remove author:ref=author`}},
		"refers to unknown table":       {book(createBook, createAuthor), []string{`6 migrations[0]: field "author": there is no table for "author" yet`}},
		"existing rows, unique":         {book(createAuthor, createBook, "add book isbn:string:required,unique"), []string{`8 migrations[2]: field "isbn": existing rows cannot each be given a value that is required and unique; leave out required`}},
		"existing rows, reference":      {book(createAuthor, createBook, "add book editor:ref=author:required"), []string{`8 migrations[2]: field "editor": existing rows have nothing to refer to; leave out required`}},

		"extra table":               {book(createAuthor, createBook, "create note a:int"), []string{`8 migrations[2]: creates "note", which is not a resource; add a migration that drops it`}},
		"extra column":              {book(createAuthor, createBook, "add book n:int"), []string{`8 migrations[2]: adds n:int, which is not a field of "book"; add a migration that removes it`}},
		"missing column":            {book(createAuthor, "create book title:string:required"), []string{`4 resources[1].fields[1]: field "author": no migration adds it to "book"`}},
		"different column":          {book("create author name:text", createBook), []string{`6 migrations[0]: adds name:text, but the resource "author" has name:string`}},
		"different plural":          {book("create author/writers name:string", createBook), []string{`6 migrations[0]: creates the table writers, but the plural of "author" is authors`}},
		"only if the rest is valid": {"framework: gn\n" + book("create note a:int"), []string{`1 framework: "gn" is not one of nethttp, gin; did you mean "gin"?`}},
		"without a database":        {"name: myapi\ndatabase: none\nmigrations: [own a]\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := load(tt.yaml)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// gen.yaml contains the history only if it differs from that of a new project.
func TestHistoryIsCanonical(t *testing.T) {
	for text, explicit := range map[string]bool{
		book(createAuthor, createBook):                                                                  false,
		book("create author   name:string:min=1,max=255", createBook):                                   true, // max=255 is explicit
		book(createAuthor, createBook, "own fill"):                                                      true,
		"example: bank\n" + book("example bank", createAuthor, createBook):                              false,
		"example: bank\n" + book(createAuthor, "example bank", createBook):                              true,
		book("000001 "+createAuthor, createBook):                                                        true,
		book("20260304050607 "+createAuthor, "20260304050608 "+createBook):                              true,
		"name: myapi\nmigrations: []\n":                                                                 false,
		"name: myapi\nmigrations: [own a]\n":                                                            true,
		"name: myapi\ndatabase: none\nresources: [{name: a_b, fields: [c:int]}]\nmigrations: [own a]\n": false,
		strings.Replace(book(createAuthor, createBook), "[name:string]", "[name:string:min=2]", 1):      false,
	} {
		s, problems := load(text)
		data, err := s.Marshal(catalog())
		if err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		if got := strings.Contains(string(data), "\nmigrations:\n"); got != explicit {
			t.Errorf("%s\ncontains a history: %t, want %t\n%s", text, got, explicit, data)
		}
		again, problems := load(string(data))
		twice, err := again.Marshal(catalog())
		if err != nil || len(problems) > 0 || string(twice) != string(data) {
			t.Errorf("%v %v\n%s\n%s", err, problems, data, twice)
		}
	}
}

// Columns keep their kind. A new string column is a string if the row has room
// for it.
func TestStoredKinds(t *testing.T) {
	cat := catalog()
	for text, want := range map[string]string{
		"create a x:string:max=20 y:string:max=20 z:string:max=20":                                                  "string string text",
		"create a x:string:max=20 y:string:max=20; add a z:string:max=1":                                            "string string text",
		"create a x:string:max=20 y:string:max=20; remove a y:string:max=20; add a y:string:max=20":                 "string string",
		"create a x:string:max=20 y:string:max=20 z:string:max=20; remove a x:string:max=20; add a w:string:max=20": "string text string",
		"create a x:string:max=21": "text",
		"create a x:string:max=20 y:string:max=20; own move a x:string:max=20 y:string:max=10": "string string",
	} {
		s := &spec.Spec{Name: "myapi", Options: map[string][]string{"database": {"narrow"}}}
		for line := range strings.SplitSeq(text, "; ") {
			m, err := spec.ParseMigration(cat, line)
			if err != nil {
				t.Fatal(err)
			}
			s.Migrations = append(s.Migrations, m)
		}
		_, tables := history.Replay(cat, s)
		var got []string
		for _, c := range tables[0].Columns {
			got = append(got, string(c.Stored))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
}

// The number of a migration is its position, where an option counts for all
// its migrations.
func TestReplay(t *testing.T) {
	s, problems := load("example: bank\n" + book("create author name:string", "example bank", "create book title:string:required", "own fill", "add book author:ref=author"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	migrations, tables := history.Replay(catalog(), s)
	var got []string
	for _, m := range migrations {
		got = append(got, m.String())
	}
	for i, want := range []int64{1, 2, 4, 5, 6} {
		if migrations[i].Number != want {
			t.Errorf("%s has number %d, want %d", migrations[i], migrations[i].Number, want)
		}
	}
	if len(migrations[2].Table.Columns) != 1 || len(migrations[4].Table.Columns) != 2 || migrations[4].Table.Columns[1].Parent != "authors" {
		t.Errorf("%v\n%+v", got, migrations)
	}
	if len(tables) != 2 || tables[1].Name != "book" {
		t.Errorf("tables %+v", tables)
	}
}

// Entries without an id follow the one before.
func TestReplayIDs(t *testing.T) {
	s, problems := load("example: bank\n" + book(createAuthor, "20260304050607 example bank", createBook, "20260401000000 own fill", "own more"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	migrations, _ := history.Replay(catalog(), s)
	for i, want := range [][2]int64{{1, 1}, {20260304050607, 20260304050608}, {20260304050609, 20260304050609}, {20260401000000, 20260401000000}, {20260401000001, 20260401000001}} {
		if m := migrations[i]; m.Number != want[0] || m.Last != want[1] {
			t.Errorf("%s has the numbers %d to %d, want %d", m, m.Number, m.Last, want)
		}
	}
}

// Invalid histories are reported without a panic.
func FuzzValidate(f *testing.F) {
	f.Add(book(createAuthor, createBook, "own fill", "add book n:int", "remove book n:int", "drop book title:string:required author:ref=author"))
	f.Add("example: bank\n" + book("example bank", "create account a:int", "own widen account b:string"))
	f.Fuzz(func(_ *testing.T, text string) { load(text) })
}
