package templates_test

import (
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/catalogtest"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

func TestCatalog(t *testing.T) {
	if err := catalogtest.Check(templates.Catalog()); err != nil {
		t.Error(err)
	}
}

var makeTarget = regexp.MustCompile(`(?m)^[a-z-]+:.*## `)

// TestEveryFramework renders every layer with every framework, without and
// with resources with all kinds of fields, and checks the Makefile and README.
func TestEveryFramework(t *testing.T) {
	cat := templates.Catalog()
	every, err := spec.ParseResource("thing a:string:required b:text c:int:index d:bigint:default=4 e:float f:decimal:min=1 g:bool h:time i:date j:uuid k:enum(x|y):default=x l:json m:string:unique n:decimal:scale=2 o:bytes")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range cat.Layers {
		for _, framework := range cat.Options("framework") {
			for _, resources := range [][]spec.Resource{nil, {every}} {
				s := &spec.Spec{Name: "myapi", Options: layer.Choices{"framework": {framework.Name}}, Resources: resources}
				if l.Category != "" {
					maps.Copy(s.Options, cat.Choice(l))
				}
				s.Fill(cat)
				out, err := render.Tree(cat, s)
				if err != nil {
					t.Errorf("%s with %s: %v", l.ID(), framework.Name, err)
					continue
				}
				if n := len(makeTarget.FindAll(out["Makefile"].Data, -1)); n < 5 || n > 10 {
					t.Errorf("%s with %s: the Makefile has %d targets; the maximum is ten", l.ID(), framework.Name, n)
				}
				if row := brokenTable(string(out["README.md"].Data)); row != "" {
					t.Errorf("%s with %s: README.md has an empty line before the row %q", l.ID(), framework.Name, row)
				}
			}
		}
	}
}

// brokenTable returns the first row of a Markdown table that follows an empty
// line and is not a heading, or "".
func brokenTable(text string) string {
	lines := strings.Split(text, "\n")
	for i := 1; i+1 < len(lines); i++ {
		if strings.HasPrefix(lines[i], "|") && lines[i-1] == "" && !strings.HasPrefix(lines[i+1], "| ---") {
			return lines[i]
		}
	}
	return ""
}
