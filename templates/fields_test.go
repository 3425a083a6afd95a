package templates_test

import (
	"fmt"
	"testing"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/internal/typecheck"
	"github.com/gen-go/gen/templates"
)

// A resource may have a single field, of every kind and with every modifier.
func TestFieldAlone(t *testing.T) {
	cat := templates.Catalog()
	presets := map[spec.Kind]string{
		spec.String: "a < b", spec.Text: "plain", spec.Int: "5", spec.BigInt: "-5", spec.Float: "1.50", spec.Decimal: "7.50", spec.Bool: "true", spec.Enum: "one",
	}
	for _, database := range []string{"none", "sqlite"} {
		s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: layer.Choices{"database": {database}}}
		for _, kind := range spec.Kinds {
			switch kind {
			case spec.Ref, spec.Refs: // the resource that it refers to would have a field, too
				continue
			case spec.Owner: // needs another one
				continue
			}
			f := fieldOf(kind)
			plain, preset := f, f
			plain.Required, preset.Required, preset.Default = false, false, presets[kind]
			for i, f := range []spec.Field{f, plain, unique(f), preset} {
				s.Resources = append(s.Resources, spec.Resource{Name: fmt.Sprintf("thing_%s_%d", kind, i), Fields: []spec.Field{f}})
			}
		}
		for word := range forms {
			f, plain := formOf(word), formOf(word)
			plain.Required = false
			for i, f := range []spec.Field{f, plain, unique(f)} {
				s.Resources = append(s.Resources, spec.Resource{Name: fmt.Sprintf("thing_%s_%d", word, i), Fields: []spec.Field{f}})
			}
		}
		s.Fill(cat)
		if ps := generator.Validate(cat, s); len(ps) > 0 {
			t.Fatal(ps)
		}
		files, err := generator.Render(cat, s)
		if err != nil {
			t.Fatal(err)
		}
		if err := typecheck.New("../internal/deps").Project(t.Context(), s.Module, files); err != nil {
			t.Errorf("%s: %v", database, err)
		}
	}
}
