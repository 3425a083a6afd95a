package templates_test

import (
	"strings"
	"testing"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/change/swagger"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// TestDocumentsAreThoseOfSwag compares the API documents of a render, which
// are generated in memory, with those of swag.
func TestDocumentsAreThoseOfSwag(t *testing.T) {
	for name, g := range goldens {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sameAsSwag(t, g.module, renderGolden(t, name))
		})
	}
	cat := templates.Catalog()
	for _, c := range combinations(t, cat, 3) {
		name := strings.ReplaceAll(c.name(), ",", " ") // swag splits the name of its directory at commas
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rendered, err := c.project(cat)
			if err != nil {
				t.Fatal(err)
			}
			sameAsSwag(t, "example.com/myapi", rendered)
		})
	}
}

// TestDocumentsOfAwkwardValues does the same for values with special
// representations in JSON or YAML.
func TestDocumentsOfAwkwardValues(t *testing.T) {
	cat := templates.Catalog()
	s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: layer.Choices{"framework": {"chi"}}}
	err := describe(cat, s, []string{
		`form a:string:pattern="[\"'\\\\]?<a&b>?` + "`" + `?|[äß%]{1,2}" b:string:pattern="a: #b" c:text:url,pattern="https://é?.*" d:enum(In Progress|R&D|Größe X|C#|a/b):required e:string[]:required,max=9 f:enum(a|B c|no|1)[]`,
		"value kind:enum(true|no|y|null|1e3|0x1f|1_0|2024-05-17|12-30|007|x):default=no title:string:default=héllo,max=100000 text:text " +
			"n:int:min=-2147483648,max=2147483647 big:bigint:min=-9223372036854775807,max=9223372036854775807,default=9007199254740993 " +
			"f:float:min=0.0000001,max=123456789012345,default=123456789.5 d:decimal:min=-99999999999999999.5,max=0.000001 " +
			"e:decimal:scale=0,min=7,max=7 g:decimal:scale=2,default=1.5 b:bytes:min=1,max=16 " +
			"m:money p:money:required,in=EUR|JPY,min=1,max=5",
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Fill(cat)
	rendered, err := generator.Render(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	sameAsSwag(t, s.Module, rendered)
}

func sameAsSwag(t *testing.T, module string, rendered tree.Tree) {
	t.Helper()
	want, err := swagger.Docs(t.TempDir(), module, rendered)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range want.All() {
		if string(rendered[name].Data) != string(f.Data) {
			t.Errorf("%s is not what swag makes:\n%s\nswag:\n%s", name, rendered[name].Data, f.Data)
		}
	}
}
