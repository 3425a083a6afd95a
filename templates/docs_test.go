package templates_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/templates"
)

var optionRow = regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|")

// TestDocsHaveTheOrder compares the order of the middleware in docs/layers.md
// with that of the catalogue.
func TestDocsHaveTheOrder(t *testing.T) {
	const heading = "\n## The order of the middleware\n"
	text, err := os.ReadFile("../docs/layers.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), heading)
	if !ok {
		t.Fatalf("docs/layers.md has no heading %q", strings.TrimSpace(heading))
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var got, want []string
	for _, m := range optionRow.FindAllStringSubmatch(section, -1) {
		got = append(got, m[1])
	}
	for _, l := range templates.Catalog().Options("middleware") {
		want = append(want, l.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("docs/layers.md explains the middleware %q, the catalogue has %q", got, want)
	}
}
