package render_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
)

// catalog returns a catalogue with two frameworks and a database and the
// template files of an archive.
func catalog(files string) *layer.Catalog {
	fsys := fstest.MapFS{
		"base": {Mode: fs.ModeDir}, "gin": {Mode: fs.ModeDir}, "std": {Mode: fs.ModeDir}, "sqlite": {Mode: fs.ModeDir},
	}
	for _, f := range txtar.Parse([]byte(files)).Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return &layer.Catalog{
		Categories: []layer.Category{{Name: "framework"}, {Name: "database"}},
		Layers: []layer.Layer{
			{Name: "base", Dir: "base"},
			{Category: "framework", Name: "gin", Dir: "gin"},
			{Category: "framework", Name: "std", Dir: "std"},
			{Category: "database", Name: "sqlite", Dir: "sqlite", SQL: &layer.Dialect{Quote: `"`, Columns: map[string]string{"int": "INTEGER"}}},
		},
		Slots: []layer.Slot{
			{Name: "app.open", File: "app.go"},
			{Name: "env", File: "env", Sorted: true},
		},
		Files:     fsys,
		GoVersion: "1.26.0",
	}
}

func project(t *testing.T, files, framework string, resources ...string) (string, error) {
	t.Helper()
	s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: layer.Choices{"framework": {framework}, "database": {"sqlite"}}}
	for _, line := range resources {
		r, err := spec.ParseResource(line)
		if err != nil {
			t.Fatal(err)
		}
		s.Resources = append(s.Resources, r)
	}
	out, err := render.Tree(catalog(files), s)
	if err != nil {
		return "", err
	}
	return string(txtar.Format(out.Txtar())), nil
}

func TestProject(t *testing.T) {
	tests := []struct {
		name, files, framework string
		resources              []string
		want                   string
	}{
		{
			name:      "conditions, verbatim and executed files",
			files:     "-- base/a.tmpl --\n{{.Name}}\n-- base/b --\n{{.Name}}\n-- base/@gin/c.tmpl --\ngin\n-- base/@gin,std/@!gin/c.tmpl --\nstd\n-- gin/sub/d --\n1\n",
			framework: "gin",
			want:      "-- a --\nmyapi\n-- b --\n{{.Name}}\n-- c --\ngin\n-- sub/d --\n1\n",
		},
		{
			name: "fragments of a slot are in catalogue order, and their imports are moved",
			files: "-- base/app.go.tmpl --\npackage app\n\nimport \"os\"\n\nfunc run() {\n\t{{slot \"app.open\"}}\n\tos.Exit(0)\n}\n" +
				"-- sqlite/slots.tmpl --\n{{define \"app.open\"}}\nimport \"{{.Module}}/store\"\nimport \"example.org/x\"\ndb := store.Open(x.Y)\ndefer db.Close()\n{{end}}\n" +
				"-- gin/slots.tmpl --\n{{define \"app.open\"}}\nimport \"net/http\"\nvar _ http.Handler\n{{end}}\n",
			framework: "gin",
			want: "-- app.go --\npackage app\n\nimport (\n\t\"net/http\"\n\t\"os\"\n\n\t\"example.org/x\"\n\n\t\"example.com/myapi/store\"\n)\n\n" +
				"func run() {\n\tvar _ http.Handler\n\n\tdb := store.Open(x.Y)\n\tdefer db.Close()\n\tos.Exit(0)\n}\n",
		},
		{
			name:      "an empty slot leaves no empty line",
			files:     "-- base/app.go.tmpl --\npackage app\n\nfunc run() {\n\t{{slot \"app.open\"}}\n\n\tprintln()\n}\n-- base/env.tmpl --\nA=1\n\n{{slot \"env\"}}\n",
			framework: "std",
			want:      "-- app.go --\npackage app\n\nfunc run() {\n\tprintln()\n}\n-- env --\nA=1\n",
		},
		{
			name: "a sorted slot keeps the indentation of its call",
			files: "-- base/env.tmpl --\nx:\n  {{slot \"env\"}}\ny: 1\n" +
				"-- gin/slots.tmpl --\n{{define \"env\"}}\nb: 1\n{{end}}\n-- sqlite/slots.tmpl --\n{{define \"env\"}}\na: 1\n{{end}}\n",
			framework: "gin",
			want:      "-- env --\nx:\n  a: 1\n  b: 1\ny: 1\n",
		},
		{
			name: "files and fragments can call the parts of all layers",
			files: "-- base/app.go.tmpl --\npackage app\n\nfunc run({{template \"params\"}}) {\n\t{{slot \"app.open\"}}\n}\n" +
				"-- base/slots.tmpl --\n{{define \"app.open\"}}\nserve({{template \"arg\" \"c\"}})\n{{end}}\n" +
				"-- gin/parts.tmpl --\n{{define \"params\"}}c *gin.Context{{end}}\n{{define \"arg\"}}{{.}}.Request{{end}}\n" +
				"-- std/parts.tmpl --\n{{define \"params\"}}r *http.Request{{end}}\n",
			framework: "gin",
			want:      "-- app.go --\npackage app\n\nfunc run(c *gin.Context) {\n\tserve(c.Request)\n}\n",
		},
		{
			name:      "one file per resource",
			files:     "-- base/{package}/{resource}.go.tmpl --\npackage {{.Resource.Package}}\n\ntype {{.Resource.Type}} struct {\n{{range .Resource.Fields}}{{.Go}} {{.Type}}\n{{end}}}\n-- base/{create}.sql.tmpl --\n{{range .Resource.Fields}}{{.Column}} {{.SQLType}};{{end}}\n",
			framework: "gin",
			resources: []string{"book_review order:int isbn:int", "category url_id:int"},
			want: "-- 000001_create_book_reviews.up.sql --\n\"order\" INTEGER;isbn INTEGER;\n-- 000002_create_categories.up.sql --\nurl_id INTEGER;\n" +
				"-- bookreview/book_review.go --\npackage bookreview\n\ntype BookReview struct {\n\tOrder int32\n\tISBN  int32\n}\n" +
				"-- category/category.go --\npackage category\n\ntype Category struct {\n\tURLID int32\n}\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := project(t, tt.files, tt.framework, tt.resources...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestProjectErrorsNameFileSlotAndLayer(t *testing.T) {
	for name, tt := range map[string]struct {
		files string
		want  []string
	}{
		"unknown slot":       {"-- gin/slots.tmpl --\n{{define \"nope\"}}x{{end}}\n", []string{"gin/slots.tmpl", `slot "nope"`, "framework/gin"}},
		"unknown condition":  {"-- base/@gim/a --\n1\n", []string{"layer base", "base/@gim", `"gim"`}},
		"unknown slot call":  {"-- base/a.tmpl --\n{{slot \"nope\"}}\n", []string{"render a", `slot "nope"`, "layer base"}},
		"slot of other file": {"-- base/a.tmpl --\n{{slot \"env\"}}\n", []string{"render a", `slot "env"`, "belongs to env"}},
		"never called":       {"-- gin/slots.tmpl --\n{{define \"env\"}}x{{end}}\n", []string{`slot "env"`, "no file calls it", "framework/gin"}},
		"called twice":       {"-- base/env.tmpl --\n{{slot \"env\"}}\n{{slot \"env\"}}\n", []string{"env", "called twice"}},
		"broken fragment": {"-- base/env.tmpl --\n{{slot \"env\"}}\n-- gin/slots.tmpl --\n{{define \"env\"}}{{.Nope}}{{end}}\n",
			[]string{"render env", `slot "env"`, "framework/gin", "Nope"}},
		"broken template":    {"-- base/a.tmpl --\n{{.Nope}}\n", []string{"base/a.tmpl", "Nope"}},
		"syntax":             {"-- base/a.tmpl --\n{{\n", []string{"base/a.tmpl:"}},
		"Go syntax":          {"-- base/a.go.tmpl --\npackage a\n\nfunc {{\"{\"}}\n", []string{"render a.go", "3", "func {"}},
		"unknown part":       {"-- base/a.tmpl --\n{{template \"nope\"}}\n", []string{"render a", `"nope"`, "layer base"}},
		"duplicate part":     {"-- base/parts.tmpl --\n{{define \"a\"}}x{{end}}\n-- gin/parts.tmpl --\n{{define \"a\"}}y{{end}}\n", []string{"gin/parts.tmpl", `part "a"`, "framework/gin"}},
		"duplicate file":     {"-- base/a --\n-- gin/a --\n", []string{"a: duplicate file", "framework/gin"}},
		"file and directory": {"-- base/a --\n-- gin/a/b --\n", []string{"a/b", "is a file"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := project(t, tt.files, "gin")
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got error %q, want one that contains %q", err, want)
				}
			}
		})
	}
}

func TestSamplesPassTheirOwnRules(t *testing.T) {
	// Fields whose bounds exclude the usual samples.
	s := &spec.Spec{Name: "a", Module: "a", Options: layer.Choices{"framework": {"gin"}, "database": {"sqlite"}}}
	r, err := spec.ParseResource("thing code:string:min=40,max=40 n:int:max=-5 m:bigint:min=9 p:decimal:min=200.5,max=201 e:enum(x|y) f:float:min=3,max=4 s:string:max=3 " +
		"q:decimal:scale=2 r:decimal:scale=0,min=-1 t:decimal:scale=1,max=99.9,min=99.9 u:decimal:scale=18 b:bytes:max=2 c:bytes:min=4")
	if err != nil {
		t.Fatal(err)
	}
	s.Resources = []spec.Resource{r}
	files := "-- base/{resource}.tmpl --\n{{range .Resource.Fields}}{{.Name}} {{.SampleJSON}} {{.OtherJSON}} {{.InvalidJSON}}\n{{end}}"
	out, err := render.Tree(catalog(files), s)
	if err != nil {
		t.Fatal(err)
	}
	want := `code "first codexxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" "other codexxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ""
n -6 -5 -4
m 9 10 8
p "200.5" "201" "199.5"
e "x" "y" "no-such-value"
f 3 4 2
s "fir" "oth" "\u0000"
q "12.50" "99.99" "0.001"
r "13" "100" "0.1"
t "99.9" "99.9" "0.01"
u "12.500000000000000000" "99.990000000000000000" 
b "AQA=" "" 
c "AQD//g==" "//79/A==" ""
`
	if diff := cmp.Diff(want, string(out["thing"].Data)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A database may use backticks as quotes, which end a raw string in Go, and
// have limits that some strings exceed.
func TestQuotesAndLimits(t *testing.T) {
	cat := catalog("-- base/{resource}.go.tmpl --\n{{with .Resource}}package p\n\nconst q = `\n\tSELECT {{range .Fields}}{{.RawColumn}}, {{end}}id\n\tFROM {{.RawTable}}`\n{{end}}\n" +
		"-- base/{table}.sql.tmpl --\n{{range .Resource.Fields}}{{.Column}} {{.SQLType}}{{.Constraints}};\n{{end}}")
	for i := range cat.Layers {
		if cat.Layers[i].SQL != nil {
			cat.Layers[i].SQL = &layer.Dialect{
				Columns:  map[string]string{"string": "varchar(<max>)", "text": "longtext", "int": "int"},
				Defaults: map[string]string{"text": "(<value>)"},
				Limits:   &layer.Limits{Short: 10, Long: 60, Row: 100, Keys: 9},
				Quote:    "`",
			}
		}
	}
	r, err := spec.ParseResource("key a:string:max=5 order:int:default=1 b:string:max=61,default=x c:string:max=60 d:string:max=31 e:string:max=8,default=y f:string:unique,max=20")
	if err != nil {
		t.Fatal(err)
	}
	s := &spec.Spec{
		Name: "a", Module: "a", Options: layer.Choices{"framework": {"gin"}, "database": {"sqlite"}}, Resources: []spec.Resource{r},
	}
	out, err := render.Tree(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"key.go": "package p\n\nconst q = `\n\tSELECT a, ` + \"`order`\" + `, b, c, d, e, f, id\n\tFROM ` + \"`keys`\"\n",
		"keys.sql": "a varchar(10);\n`order` int NOT NULL DEFAULT 1;\nb longtext NOT NULL DEFAULT ('x');\nc varchar(60);\n" +
			"d longtext;\ne varchar(10) NOT NULL DEFAULT 'y';\nf varchar(20);\n",
	} {
		if diff := cmp.Diff(want, string(out[file].Data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

func TestCheckPlain(t *testing.T) {
	for text, want := range map[string]string{
		"package a\n\nimport (\n\t\"os\"\n\n\t\"example.org/x\"\n\n\t\"{{.Module}}/store\"\n)\n": "",
		"package a\n\nimport (\n\t\"os\"\n\t\"{{.Module}}/store\"\n)\n":                          `line 5: want ""`,
		"package a\n\nvar (\n\ta = 1\n\tbc = 2\n)\n":                                             `line 4: want "\ta  = 1"`,
		"package a\n\n\n\nvar a = 1\n":                                                           `line 3: want "var a = 1"`,
		"package a\n\nvar a = 1\n\n":                                                             "trailing empty lines",
		"package a\n\nvar a = \n":                                                                "expected operand",
		"package {{.Name}}\n\n\n\nvar a = 1\n":                                                   "", // not plain: executed and formatted
		"package a\n\nvar a = []T{ {1}, {2} }\n":                                                 "", // not plain: formatted
	} {
		err := render.CheckPlain(fstest.MapFS{"base/a.go.tmpl": {Data: []byte(text)}})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got error %v, want %q", text, err, want)
		}
	}
}
