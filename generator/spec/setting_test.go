package spec

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
)

func TestSettingsOfAResource(t *testing.T) {
	line := `book/books access.read=public access.write=admin id=uuid timestamps=false bulk=true title:string status:enum(Draft|In Progress):default=Draft` +
		` note:string:default="a, b" unique(title,status) index(status,note) check(title <> 'a) b')`
	r, err := ParseResource(line)
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{
		Access: Access{Read: "public", Write: "admin"},
		ID:     "uuid", Untimed: true, Bulk: true, Unique: [][]string{{"title", "status"}},
		Index: [][]string{{"status", "note"}}, Checks: []string{"title <> 'a) b'"},
	}
	if !reflect.DeepEqual(r.Settings, want) {
		t.Errorf("got %+v, want %+v", r.Settings, want)
	}
	if r.Fields[2].Default != "a, b" || r.Fields[1].Values[1] != "In Progress" {
		t.Errorf("got the fields %+v", r.Fields)
	}
	if r.String() != line {
		t.Errorf("the line becomes\n%s\nfrom\n%s", r, line)
	}

	s := &Spec{Name: "demo", Module: "demo", Resources: []Resource{r}}
	cat := &layer.Catalog{Layers: []layer.Layer{{Name: "guard", Guards: []layer.Guard{{Name: "admin"}}}}}
	text, err := s.Marshal(cat)
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := Load(strings.NewReader(string(text)), cat)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if got := again.Resources[0].String(); got != line {
		t.Errorf("gen.yaml has\n%s\ninstead of\n%s:\n%s", got, line, text)
	}
}

func TestBadSettings(t *testing.T) {
	for line, want := range map[string]string{
		"book id=text a:int":         `id "text" is not one of int, uuid`,
		"book id=int id=int a:int":   "id is given twice",
		"book access.read= a:int":    "access.read has an empty value",
		"book id a:int":              `field "id": missing type`,
		"book timestamps=no a:int":   `timestamps "no" is not one of true, false`,
		"book bulk=yes a:int":        `bulk "yes" is not one of false, true`,
		"book unique() a:int":        "unique has an empty value",
		"book unique(a a:int":        "a parenthesis is not closed",
		`book a:string:default="x`:   "a quotation mark is not closed",
		`book a:string:default="x"y`: "nothing may follow the second quotation mark",
	} {
		if _, err := ParseResource(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", line, err, want)
		}
	}
}

func TestSetSetting(t *testing.T) {
	s := &Spec{Resources: []Resource{{Name: "book"}}}
	if err := s.Set(&layer.Catalog{}, "book.timestamps", "false"); err != nil || !s.Resources[0].Untimed {
		t.Errorf("got %v and %+v", err, s.Resources[0])
	}
	if err := s.Set(&layer.Catalog{}, "book.timestamps", "true"); err != nil || s.Resources[0].Untimed {
		t.Errorf("got %v and %+v", err, s.Resources[0])
	}
	if err := s.Set(&layer.Catalog{}, "book.access.write", "admin"); err != nil || s.Resources[0].Access.Write != "admin" {
		t.Errorf("got %v and %+v", err, s.Resources[0])
	}
	if err := s.Set(&layer.Catalog{}, "book.bulk", "true"); err != nil || !s.Resources[0].Bulk {
		t.Errorf("got %v and %+v", err, s.Resources[0])
	}
	for key, want := range map[string]string{
		"page.timestamps": "resource page does not exist; existing: book",
		"book.timestaps":  `"timestaps" is not one of access.read, access.write, id, timestamps, softdelete, bulk, cache, events; did you mean "timestamps"?`,
	} {
		if err := s.Set(&layer.Catalog{}, key, "true"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", key, err, want)
		}
	}
}

// TestValuesOfModifiers writes fields with values of any characters and parses
// them again.
func TestValuesOfModifiers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	runes := []rune(`ab ,"\():='é	` + "\n")
	for range 5000 {
		value := make([]rune, 1+random.IntN(6))
		for i := range value {
			value[i] = runes[random.IntN(len(runes))]
		}
		f := Field{Name: "note", Kind: String, Required: true, Max: "9", Default: string(value)}
		r := Resource{Name: "book", Fields: []Field{f, {Name: "next", Kind: Int}}}
		again, err := ParseResource(r.String())
		if err != nil || !reflect.DeepEqual(again, r) {
			t.Fatalf("%q is written as %s, which is parsed as %+v, %v", f.Default, r, again, err)
		}
	}
}
