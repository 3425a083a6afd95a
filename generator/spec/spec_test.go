package spec_test

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func catalog() *layer.Catalog {
	return &layer.Catalog{
		Categories: []layer.Category{
			{Name: "framework", Default: "nethttp"},
			{Name: "database", Default: "sqlite"},
			{Name: "access", Default: "sql", Needs: []layer.Need{{Condition: "!database.none", Reason: "there is no database to access"}}},
			{Name: "example", Optional: true},
			{Name: "middleware", Many: true},
		},
		Layers: []layer.Layer{
			{Category: "framework", Name: "nethttp"},
			{Category: "framework", Name: "gin"},
			{Category: "database", Name: "sqlite", SQL: &layer.Dialect{}},
			{Category: "database", Name: "none"},
			{Category: "access", Name: "sql"},
			{Category: "example", Name: "bank", Needs: []layer.Need{{Condition: "!database.none", Reason: "bank needs a database"}}, Tables: []string{"accounts"}, Migrations: 2},
			{Category: "middleware", Name: "cors"},
			{Category: "middleware", Name: "ratelimit"},
		},
		BodyLimit: 1 << 20,
	}
}

// load loads, fills in and validates a spec and returns its problems in the
// form "line path: message".
func load(text string) (spec.Spec, []string) {
	cat := catalog()
	s, lines, err := spec.Load(strings.NewReader(text), cat)
	var problems spec.Problems
	if err != nil && !errors.As(err, &problems) {
		return s, []string{err.Error()}
	}
	s.Fill(cat)
	more := s.Validate(cat)
	lines.Locate(more)
	var out []string
	for _, p := range append(problems, more...) {
		out = append(out, fmt.Sprintf("%d %s: %s", p.Line, p.Path, p.Message))
	}
	return s, out
}

func TestLoadRefusals(t *testing.T) {
	tests := []struct {
		name, yaml string
		want       []string
	}{
		{
			"all problems at once, with lines",
			"name: myapi\nframwork: gin\ndatabase: sqlit\nresources:\n  - name: book\n    fields:\n      - title:strin\n      - id:int\n",
			[]string{
				`2 : unknown key "framwork"; allowed are name, module, framework, database, access, example, middleware, resources, migrations; did you mean "framework"?`,
				`7 resources[0].fields[0]: field "title": "strin" is not one of string, text, int, bigint, float, decimal, bool, time, date, uuid, enum, string[], json, money, bytes, ref, refs, owner; did you mean "string"?`,
				`3 database: "sqlit" is not one of sqlite, none; did you mean "sqlite"?`,
				`8 resources[0].fields[1]: field "id": every resource already has it`,
			},
		},
		{"syntax", "name: a\n  x: 1\n", []string{"2 : not YAML: mapping values are not allowed in this context", "0 name: is missing"}},
		{"empty", "", []string{"0 : is empty", "0 name: is missing"}},
		{"duplicate key", "name: a\nname: b\n", []string{"2 name: duplicate key"}},
		{"two documents", "name: a\n---\nname: b\n", []string{"1 : more than one document, or trailing content"}},
		{"alias", "name: &x a\nmodule: *x\n", []string{"1 : anchors and aliases are not allowed", "0 name: is missing"}},
		{"not a mapping", "- a\n", []string{"1 : must be a mapping with the keys name, module, framework, database, access, example, middleware, resources, migrations", "0 name: is missing"}},
		{"empty value", "name:\n", []string{"1 name: must be a non-empty string", "1 name: is missing"}},
		{"list instead of string", "name: [a]\n", []string{"1 name: must be a non-empty string", "1 name: is missing"}},
		{"unmet need", "name: a\ndatabase: none\naccess: sql\n", []string{"3 access: there is no database to access; leave it out"}},
		{"unmet need of an option", "name: a\ndatabase: none\nexample: bank\n", []string{"3 example: bank needs a database; leave it out"}},
		{"unknown option", "name: a\nexample: bnk\n", []string{`2 example: "bnk" is not one of none, bank; did you mean "bank"?`}},
		{"resource without fields", "name: a\nresources:\n  - name: book\n", []string{`3 resources[0]: resource "book" has no fields; it needs at least one, such as title:string`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got := load(tt.yaml)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLoadIsBounded(t *testing.T) {
	for name, text := range map[string]string{
		"size":  "name: " + strings.Repeat("a", 1<<20),
		"depth": strings.Repeat("a:\n ", 1) + strings.Repeat("[", 5000),
		"nest":  "resources: " + strings.Repeat("[", 40) + strings.Repeat("]", 40),
	} {
		t.Run(name, func(t *testing.T) {
			if _, got := load(text); len(got) == 0 {
				t.Error("no problem reported")
			}
		})
	}
}

// The go command takes these first elements of import paths for its own.
func TestNamesOfTheGoCommand(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "std").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(strings.Fields(string(out)), "mod", "cmd", "std", "all", "tool", "work") {
		first, _, _ := strings.Cut(name, "/")
		if spec.CheckName(first) == nil || spec.CheckModule(first+"/x") == nil {
			t.Errorf("%s is accepted", first)
		}
	}
}

func TestTagsAreRefused(t *testing.T) {
	for _, text := range []string{"name: !!str a", "name: a\nframework: !!int gin", "name: a\nresources: !!seq []", "!mine\nname: a"} {
		if _, got := load(text); !strings.Contains(strings.Join(got, "\n"), "are not allowed") {
			t.Errorf("%q: got %q, want that tags are not allowed", text, got)
		}
	}
}

func TestNames(t *testing.T) {
	good := []string{"myapi", "my-api", "a", "api2", "my.api"}
	bad := []string{"", "MyAPI", "2api", "-a", "a-", "a b", "a/b", "..", "func", "errors", "con", "com1", "nul", "café",
		"a\u202eb", "a\nb", strings.Repeat("a", 61), "go", "go.mod", "go.sum", "main.go", "gen.yaml", "readme.md", "my.exe", "repo.git"}
	for _, name := range good {
		if err := spec.CheckName(name); err != nil {
			t.Errorf("CheckName(%q) = %v", name, err)
		}
	}
	for _, name := range bad {
		if err := spec.CheckName(name); err == nil {
			t.Errorf("CheckName(%q) = nil, want an error", name)
		}
	}
}

func TestModules(t *testing.T) {
	good := []string{"myapi", "example.com/a", "github.com/Acme/my-api", "example.com/a/v2", "gopkg.in/a.v1"}
	bad := []string{"", "net/http", "errors", "example.com//a", "/a", "a/", "example.com/a b", "example.com/../a", "example.com/con",
		"example.com/internal/a", "example.com/a/vendor", "example.com/a\u202e", strings.Repeat("a", 201)}
	for _, path := range good {
		if err := spec.CheckModule(path); err != nil {
			t.Errorf("CheckModule(%q) = %v", path, err)
		}
	}
	for _, path := range bad {
		if err := spec.CheckModule(path); err == nil {
			t.Errorf("CheckModule(%q) = nil, want an error", path)
		}
	}
	for path, want := range map[string]string{"github.com/acme/myapi": "myapi", "example.com/Books/v3": "books", "a": "a"} {
		if got := spec.NameFromModule(path); got != want {
			t.Errorf("NameFromModule(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestResourceRefusals(t *testing.T) {
	for line, want := range map[string]string{
		"":                                    "is empty",
		"book":                                "has no fields",
		"Book title:string":                   "snake_case",
		"book a:int a:string":                 `field "a" is listed twice`,
		"book author:string author:ref=book":  `field "author" is listed twice`,
		"books a:int":                         "looks like a plural",
		"people a:int":                        "looks like a plural",
		"schema_migration a:int":              "reserved by the database",
		"applied_migration a:int":             "reserved by the database",
		"new_migration a:int":                 "reserved by the database",
		"thing/sqlite_things a:int":           "reserved by the database",
		"book table_name:string":              "is a method",
		"book title":                          "missing type",
		"book title:string:":                  "missing modifier",
		"book title:string:requird":           `did you mean "required"`,
		"book title:string:required=1":        "takes no value",
		"book title:string:max=":              "needs a value",
		"book title:string:max=1,max=2":       "duplicate modifier max",
		"book title:string:max=x":             "not a value for string",
		"book n:int:min=5,max=1":              "above max",
		"book n:int:min=3000000000":           "not a value for int",
		"book n:int:default=0,min=1":          "below min",
		"book n:int:required,default=1":       "exclude each other",
		"book b:bool:min=1":                   "takes no min",
		"book j:json:unique":                  "takes no unique",
		"book j:json:filter":                  "takes no filter",
		"book count:int:filter":               "count is a parameter of lists",
		"book s:enum":                         "missing values",
		"book s:enum(a|a)":                    "duplicate enum value",
		"book s:enum(a|'b')":                  "letters, digits",
		"book s:enum(a|b )":                   "letters, digits",
		"book s:enum(a| b)":                   "letters, digits",
		"book s:enum(a|b  c)":                 "letters, digits",
		"book s:enum(a|b,c)":                  "letters, digits",
		"book s:enum(a||b)":                   "letters, digits",
		"book s:enum(a|+)":                    "letters, digits",
		"book s:enum(a|b):default=c":          "is not one of a, b",
		"book a_b:int ab:int":                 "clashes",
		"book created_at:time":                "already has it",
		"book t:string:default=a\u202eb":      "not allowed",
		"book t:string:default=toolong,max=3": "above max",
		"book p:decimal:max=1e999":            "not a value for decimal",
		"book t:string:unique,index":          "leave out index",
		"book p:decimal:scale=19":             `scale "19" is not a number of digits: use a whole number from 0 to 18`,
		"book p:decimal:scale=-1":             "is not a number of digits",
		"book p:decimal:scale=02":             "is not a number of digits",
		"book p:decimal:scale=2,min=0.001":    `min "0.001" is not a value for decimal: use a number with at most 18 digits before the point and 2 after it`,
		"book p:decimal:scale=0,default=1.5":  "at most 18 digits before the point and 0 after it",
		"book n:int:scale=2":                  "int takes no scale",
		"book b:bytes:max=-1":                 `max "-1" is not a value for bytes: use a whole number from 1 to 1048576`,
		"book b:bytes:min=70000":              "min 70000 is above max 65536",
		"book m:money:in=EUR|EUO":             `in: "EUO" is not a currency of ISO 4217`,
		"book m:money:in=EUR|EUR":             "EUR is listed twice",
		"book m:money:min=0.00001":            "at most 18 digits before the point and 4 after it",
		"book m:money:filter":                 "money takes no filter",
		"book n:int:in=EUR":                   "int takes no in",
		"book m:money m_amount:int":           `field "m_amount" clashes`,
		"book m_currency:string m:money":      `field "m" clashes`,
		"book b:bytes:unique":                 "takes no unique",
		"book b:bytes:default=AA==":           "takes no default",
		"book a:bytes:max=700000 b:bytes":     `resources[0].fields[1]: field "b": max 65536 does not fit into a request body of 1048576 bytes, where base64 takes a third more: the bytes of book can be 737280 in all`,
	} {
		t.Run(line, func(t *testing.T) {
			s := spec.Spec{Name: "myapi"}
			r, err := spec.ParseResource(line)
			if err == nil {
				s.Resources = []spec.Resource{r}
				s.Fill(catalog())
				err = s.Validate(catalog()).Err()
			}
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got error %v, want one that contains %q", err, want)
			}
		})
	}
}

func TestReferences(t *testing.T) {
	const head = "name: myapi\nresources:\n  - {name: author, fields: [name:string]}\n"
	book := func(field string) string { return head + "  - {name: book, fields: [\"" + field + "\"]}\n" }
	circle := func(field string) string { // reviews of books of authors
		return "name: myapi\nresources:\n  - {name: author, fields: [review:ref=review:required]}\n" +
			"  - {name: review, fields: [\"" + field + "\"]}\n  - {name: book, fields: [author:ref=author:required]}\n"
	}
	for yaml, want := range map[string]string{
		book("author:ref=author"):                         "",
		book("author:ref=author:required,unique"):         "",
		book("sequel:ref=book"):                           "",
		book("sequel:ref=book:required"):                  `the first book would have nothing to refer to`,
		book("author:ref=auhtor"):                         `"auhtor" is not a resource; did you mean "author"?`,
		book("author:ref="):                               `missing resource, as in author:ref=author`,
		book("author:ref=author:index"):                   `a reference already has an index`,
		book("author:ref=author:default=1"):               `ref takes no default`,
		book("author_id:ref=author"):                      `_id is added to the name of a reference; call it author`,
		book("author:ref=author\", \"author_id:int"):      `field "author_id" clashes`,
		book("author:ref=author:on_delete=cascade"):       "",
		book("author:ref=author:on_delete=null,unique"):   "",
		book("author:ref=author:on_delete=restrict"):      "",
		book("author:ref=author:on_delete=null,required"): `on_delete=null needs a field that can be null`,
		book("author:ref=author:on_delete=set"):           `on_delete "set" is not one of restrict, cascade, null`,
		book("author:ref=author:on_delete"):               `on_delete needs a value`,
		book("title:string:on_delete=null"):               `string takes no on_delete`,
		book("author:ref"):                                `missing resource, as in author:ref=author`,
		"database: none\n" + book("author:ref=author"):    `a reference needs a database`,
		"name: myapi\nresources:\n  - {name: book, fields: [author:ref=author]}\n  - {name: author, fields: [name:string]}\n": "",
		head + "  - {name: novel, fields: [book:ref=book]}":                                                                   `"book" is not a resource`,
		book("sequel:ref=book:self"):     "",
		book("author:ref=author:self"):   `self allows a row to refer to itself; author refers to another resource`,
		book("title:string:self"):        `string takes no self`,
		circle("book:ref=book"):          "",
		circle("book:ref=book:required"): `author, book, review must refer to each other, so that none could have a first row`,
	} {
		_, problems := load(yaml)
		if got := strings.Join(problems, "\n"); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s\ngot  %s\nwant %s", yaml, got, want)
		}
	}
}

// narrow is a database with low limits.
var narrow = layer.Layer{Category: "database", Name: "narrow", SQL: &layer.Dialect{
	Limits: &layer.Limits{Short: 8, Long: 20, Row: 40, Keys: 3},
}}

func TestKeyLimits(t *testing.T) {
	cat := catalog()
	cat.Layers = append(cat.Layers, narrow)
	for line, want := range map[string]string{
		"book a:string:max=21 b:string:unique,max=20 c:string:index,max=20":     "",
		"book a:string:unique,max=21":                                           `field "a": max 21 is above 20, the maximum for unique and indexed strings in narrow`,
		"book a:string:index,max=1 b:string:index,max=20 c:string:index,max=13": "have 41 characters in total; the maximum in a row of narrow is 40",
		"book a:int b:int c:int:index d:uuid:unique unique(a,b) index(b,a)":     "4 fields are unique or indexed; the maximum in narrow is 3",
		"book a:string:max=18 b:int unique(a,b)":                                "",
		"book a:string:max=18 b:int c:int index(b,c,a)":                         "index(b,c,a): its fields have 22 characters in total; the maximum for an index in narrow is 20",
		"book a:int:index b:int:index c:int:index d:uuid:unique":                "4 fields are unique or indexed; the maximum in narrow is 3",
	} {
		r, err := spec.ParseResource(line)
		if err != nil {
			t.Fatal(err)
		}
		for database, want := range map[string]string{"narrow": want, "sqlite": ""} {
			s := spec.Spec{Name: "myapi", Options: layer.Choices{"database": {database}}, Resources: []spec.Resource{r}}
			s.Fill(cat)
			problems := s.Validate(cat)
			if len(problems) > 1 || (len(problems) == 0) != (want == "") || !strings.Contains(problems.Error(), want) {
				t.Errorf("%s with %s: %q, want %q", line, database, problems.Error(), want)
			}
		}
	}
}

// A required field that is added to a table with rows gets a value that obeys
// its rules.
func TestFiller(t *testing.T) {
	for text, want := range map[string]string{
		"n:int": "", "n:int:default=7": "", "n:int:required": "", "n:int:required,min=-5,max=5": "",
		"n:int:required,min=1": "1", "n:bigint:required,max=-3": "-3", "n:int:required,min=2,max=9": "2",
		"n:float:required,min=0.5": "0.5", "n:decimal:required,min=1": "1", "n:decimal:required,max=-0.01": "-0.01", "n:decimal:required,min=0": "",
		"n:string:required": "-", "n:string:required,min=1,max=1": "-", "n:text:required": "-", "n:string:required,min=2": "demanded", "n:text:required,min=20": "demanded",
		"n:enum(a|b):required": "a", "n:enum(a|b)": "", "n:enum(a|b):required,default=b": "", "n:bool:required": "", "n:date:required": "", "n:time:required": "", "n:uuid:required": "", "n:json:required": "",
		"n:decimal:required,scale=2,min=0.01": "0.01", "n:bytes:required": "", "n:bytes:required,min=0": "", "n:bytes:required,min=1": "demanded",
	} {
		f, err := spec.ParseField(text)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := f.Filler()
		if !ok {
			got = "demanded"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// Indexes of different tables must not have the same name.
func TestNamesClash(t *testing.T) {
	cat := catalog()
	for text, want := range map[string]string{
		"book a_b:int:index; book_a b:int:index":                       "",
		"book tags_x:int:index; books_tag x:int:index":                 `resources[1].fields[0]: field "x": the name of its index, books_tags_x_idx, is that of the field "tags_x" of "book"; choose another name`,
		"book tags_x:int:index; books_tag x:int:unique":                "",
		"author a:int; book tags_x:ref=author; books_tag x:ref=author": `resources[2].fields[0]: field "x": the name of its index, books_tags_x_id_fkey, is that of the field "tags_x" of "book"; choose another name`,
		"book a:int:unique; books_a/books_a_key b:int":                 `resources[0].fields[0]: field "a": the name of its index, books_a_key, is that of the table of "books_a"; choose another name`,
	} {
		s := spec.Spec{Name: "myapi", Options: layer.Choices{"database": {"sqlite"}}}
		for line := range strings.SplitSeq(text, "; ") {
			r, err := spec.ParseResource(line)
			if err != nil {
				t.Fatal(err)
			}
			s.Resources = append(s.Resources, r)
		}
		s.Fill(cat)
		if got := s.Validate(cat).Error(); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
		s.Options["database"] = []string{"none"}
		if got := s.Validate(cat).Error(); strings.Contains(got, "index") {
			t.Errorf("%s without a database: %s", text, got)
		}
	}
}

func TestResourcesClash(t *testing.T) {
	s := spec.Spec{Name: "myapi", Resources: []spec.Resource{
		{Name: "book_review", Fields: []spec.Field{{Name: "a", Kind: spec.Int}}},
		{Name: "bookreview", Fields: []spec.Field{{Name: "a", Kind: spec.Int}}},
	}}
	s.Fill(catalog())
	if err := s.Validate(catalog()).Err(); err == nil {
		t.Error("no problem reported for two resources that share a package")
	}
}

func TestPlurals(t *testing.T) {
	for name, want := range map[string]string{
		"book": "books", "category": "categories", "box": "boxes", "day": "days", "person": "people", "analysis": "analyses",
		"book_review": "book_reviews", "address": "addresses", "order_history": "order_histories", "status": "statuses",
		"axis": "axes", "praxis": "praxes", "vertex": "vertices", "thief": "thieves", "chief": "chiefs", "staff": "staff", "office_staff": "office_staff",
	} {
		if got := (spec.Resource{Name: name}).PluralName(); got != want {
			t.Errorf("plural of %s = %s, want %s", name, got, want)
		}
	}
}

func TestMarshalRoundTrip(t *testing.T) {
	const text = `# What this project was made from.
name: myapi
module: github.com/acme/myapi
framework: gin
database: sqlite
access: sql
resources:
  - name: book
    fields:
      - title:string:required,max=200
      - status:enum(draft|published):default=draft
  - name: person
    plural: persons
    fields:
      - name:string
`
	s, problems := load(text)
	if problems != nil {
		t.Fatal(problems)
	}
	got, err := s.Marshal(catalog())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An optional category may be omitted or set to none, which is the same. An
// option reserves the names of its tables.
func TestOptional(t *testing.T) {
	const start, resource = "name: a\n", "resources:\n  - name: account\n    fields: [a:int]\n"
	for answer, option := range map[string]string{"": "", "example: none\n": "", "database: none\nexample: none\n": "", "example: bank\n": "bank"} {
		s, problems := load(start + answer)
		if len(problems) > 0 {
			t.Errorf("%q: %v", answer, problems)
		}
		if got, ok := s.Options["example"]; strings.Join(got, ",") != option || ok != (option != "") {
			t.Errorf("%q: example is %q", answer, got)
		}
		_, problems = load(start + answer + resource)
		if clash := strings.Contains(strings.Join(problems, "\n"), `"account": the table accounts belongs to example bank`); clash != (option != "") {
			t.Errorf("%q with an account: %v", answer, problems)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("name: myapi\nresources:\n  - name: book\n    fields: [title:string]\n")
	f.Add("name: &a [*a]\n")
	f.Add("? {a: b}\n: c\n")
	f.Add("resources: {name: [1]}")
	f.Add("name: myapi\nmigrations: [create a b:int, own c, 'drop a b:int', example bank]\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, problems := load(text)
		if len(problems) > 0 {
			return
		}
		// A valid spec survives being written and read.
		cat := catalog()
		data, err := s.Marshal(cat)
		if err != nil {
			t.Fatal(err)
		}
		again, problems := load(string(data))
		if len(problems) > 0 {
			t.Fatalf("written spec is invalid: %v\n%s", problems, data)
		}
		twice, err := again.Marshal(cat)
		if err != nil || string(twice) != string(data) {
			t.Fatalf("written spec is not canonical: %v\n%s\n%s", err, data, twice)
		}
	})
}

// The options of a category that allows several are sorted in catalogue order.
func TestMany(t *testing.T) {
	for answer, want := range map[string]string{
		"":                                "",
		"middleware: none\n":              "",
		"middleware: []\n":                "",
		"middleware: [ratelimit, cors]\n": "cors,ratelimit",
		"middleware:\n  - ratelimit\n":    "ratelimit",
	} {
		s, problems := load("name: a\n" + answer)
		if got := strings.Join(s.Options["middleware"], ","); got != want || len(problems) > 0 {
			t.Errorf("%q: %q, %v", answer, got, problems)
		}
	}
	for answer, want := range map[string]string{
		"middleware: cors\n":          "2 middleware: must be a list",
		"middleware: [cors, cors]\n":  `2 middleware: "cors" is listed twice`,
		"middleware: [none, cors]\n":  "2 middleware: none chooses nothing and allows no other value beside it",
		"middleware: [corse]\n":       `2 middleware: "corse" is not one of none, cors, ratelimit; did you mean "cors"?`,
		"framework: [gin, nethttp]\n": "2 framework: must be a non-empty string",
	} {
		if _, problems := load("name: a\n" + answer); len(problems) == 0 || problems[0] != want {
			t.Errorf("%q: %q, want %q", answer, problems, want)
		}
	}
}
