package templates_test

import (
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// BenchmarkRender measures the rendering of a project in memory, including its
// API documents. BenchmarkNewAndAdd in cmd/gen measures whole commands.
func BenchmarkRender(b *testing.B) {
	book, err := spec.ParseResource("book title:string:required,max=200 price:decimal published:date isbn:string:unique")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		cat := templates.Catalog()
		s := &spec.Spec{Name: "myapi", Options: layer.Choices{"framework": {"gin"}}, Resources: []spec.Resource{book}}
		s.Fill(cat)
		if _, err := change.New(cat, s); err != nil {
			b.Fatal(err)
		}
	}
}
