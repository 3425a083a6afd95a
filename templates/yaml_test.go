package templates_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// Names that YAML reads as something else are strings in every YAML file of a
// project, for parsers of YAML 1.1 as well.
func TestYAMLGivesNamesBack(t *testing.T) {
	words := []string{"null", "true", "false", "on", "off", "yes", "no", "y", "n"}
	for _, word := range words {
		t.Run("name "+word, func(t *testing.T) {
			sameScalars(t, func(name string) *spec.Spec { return &spec.Spec{Name: name, Module: "example.com/a"} }, word)
		})
	}
	for _, word := range append(words, "1e3", "0x1f", "0o17", "017", "1_000", "2020-01-01", "12") {
		t.Run("module "+word, func(t *testing.T) {
			sameScalars(t, func(name string) *spec.Spec { return &spec.Spec{Name: "api", Module: name} }, word)
		})
		t.Run("values "+word, func(t *testing.T) {
			sameScalars(t, func(name string) *spec.Spec {
				return &spec.Spec{Name: "api", Module: "example.com/a", Resources: []spec.Resource{{Name: "book", Fields: []spec.Field{
					{Name: "a", Kind: spec.String, Default: name},
					{Name: "b", Kind: spec.Enum, Values: []string{name, "other"}, Default: name},
				}}}}
			}, word)
		})
	}
	for _, word := range []string{"null", "true", "on"} {
		t.Run("field "+word, func(t *testing.T) {
			sameScalars(t, func(name string) *spec.Spec {
				return &spec.Spec{Name: "api", Module: "example.com/a", Resources: []spec.Resource{{Name: "book", Fields: []spec.Field{{Name: name, Kind: spec.Int}}}}}
			}, word)
		})
	}
}

// neutral is a name that YAML reads as a string.
const neutral = "zebra"

// sameScalars compares the values in the YAML files of two projects that
// differ in one name.
func sameScalars(t *testing.T, project func(name string) *spec.Spec, name string) {
	t.Helper()
	want, got := scalars(t, project(neutral)), scalars(t, project(name))
	for file := range want {
		label := name
		if strings.HasPrefix(file, "deploy/") {
			label += "-api" // a name of Kubernetes is no word of YAML
		}
		for i, value := range want[file] {
			want[file][i] = strings.ReplaceAll(value, neutral, label)
			want[file][i] = strings.ReplaceAll(want[file][i], "Zebra", strings.ToUpper(name[:1])+name[1:])
		}
		slices.Sort(want[file])
		slices.Sort(got[file])
		if diff := cmp.Diff(want[file], got[file]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// scalars returns the values in each YAML file of a project, with their types.
func scalars(t *testing.T, s *spec.Spec) map[string][]string {
	t.Helper()
	s.Options = layer.Choices{
		"database": {"postgres"}, "middleware": {"cors", "ratelimit"}, "observability": {"tracing", "metrics"}, "deploy": {"kubernetes"},
	}
	s.Fill(templates.Catalog())
	rendered, err := change.New(templates.Catalog(), s)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for name, f := range rendered {
		if path.Ext(name) != ".yaml" && path.Ext(name) != ".yml" {
			continue
		}
		var doc yaml.Node
		loader, err := yaml.NewLoader(bytes.NewReader(f.Data))
		if err == nil {
			err = loader.Load(&doc)
		}
		if err != nil && !errors.Is(err, io.EOF) { // a file may have only comments
			t.Fatalf("%s: %v\n%s", name, err, f.Data)
		}
		for _, value := range collect(&doc, nil) {
			all[name] = append(all[name], checksum.ReplaceAllString(value, "sha256:"))
		}
	}
	return all
}

// checksum matches the checksums of files in the lock, which differ.
var checksum = regexp.MustCompile(`sha256:[0-9a-f]+`)

func collect(n *yaml.Node, values []string) []string {
	if n.Kind == yaml.ScalarNode {
		tag := n.ShortTag()
		if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0 && spec.IsYAMLWord(n.Value) {
			tag = "a word of YAML 1.1"
		}
		return append(values, fmt.Sprint(tag, " ", n.Value))
	}
	for _, c := range n.Content {
		values = collect(c, values)
	}
	return values
}
