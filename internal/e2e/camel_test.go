package e2e

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// TestCamelCase tests that a service whose names in JSON are in camelCase fulfils
// the contract with these names, and that its API document has no others.
func TestCamelCase(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	if *update {
		t.Skip("the contract is written with the names of other services")
	}
	t.Parallel()
	cat := templates.Catalog()
	options := layer.Choices{
		"framework": {"echo"}, "database": {"sqlite"}, "access": {"gorm"}, "example": {"bank"}, "json": {"camel"},
	}
	dir := writeSpec(t, cat, newSpec(t, options, append(resources(true), film)))
	breakable(t, dir)
	compile(t, dir)
	s := startService(t, dir, nil, "HTTP_REQUEST_TIMEOUT=1s")
	for _, file := range contractFiles(t, true) {
		for _, x := range contract(t, file) {
			if x, ok := x.inCamelCase(); ok {
				x.check(t, x.do(t, s.public))
			}
		}
	}
	for _, name := range properties(t, call(t, "GET", s.public+"/swagger/doc.json", "", "").text(t)) {
		if strings.Contains(name, "_") {
			t.Errorf("the API document has the property %s", name)
		}
	}
	s.end()
}

// snakeNames are the names in the contract; other words are values.
var snakeNames = func() *regexp.Regexp {
	names := []string{"created_at", "updated_at", "next_cursor", "from_account_id", "to_account_id", "amount_cents", "balance_cents"}
	for _, line := range append(resources(true), film) {
		r, err := spec.ParseResource(line)
		if err != nil {
			panic(err)
		}
		for _, f := range r.Fields {
			if strings.Contains(f.Key(), "_") {
				names = append(names, f.Key())
			}
		}
	}
	return regexp.MustCompile(`\b(` + strings.Join(names, "|") + `)\b`)
}()

var nextCursor = regexp.MustCompile(`"nextCursor":"[^"]*"`)

// inCamelCase returns the exchange with names in camelCase, or false if it has the
// cursor of a list with other names: cursors are bound to these.
func (x exchange) inCamelCase() (exchange, bool) {
	list, cursor, _ := strings.Cut(x.Request, "cursor=")
	if cursor != "" && inCamelCase(list) != list {
		return x, false
	}
	if cursor == "" {
		x.Request = inCamelCase(x.Request)
	}
	x.Body, x.Answer = inCamelCase(x.Body), nextCursor.ReplaceAllString(inCamelCase(x.Answer), `"nextCursor":"…"`)
	return x, true
}

func inCamelCase(text string) string {
	return snakeNames.ReplaceAllStringFunc(text, func(name string) string {
		words := strings.Split(name, "_")
		for i, word := range words[1:] {
			words[i+1] = strings.ToUpper(word[:1]) + word[1:]
		}
		return strings.Join(words, "")
	})
}

// properties returns the names of all properties and parameters in an API
// document.
func properties(t testing.TB, document string) (names []string) {
	t.Helper()
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			if fields, ok := v["properties"].(map[string]any); ok {
				for name := range fields {
					names = append(names, name)
				}
			}
			if name, ok := v["name"].(string); ok {
				names = append(names, name)
			}
			for _, item := range v {
				walk(item)
			}
		}
	}
	var doc any
	if err := json.Unmarshal([]byte(document), &doc); err != nil {
		t.Fatal(err)
	}
	if walk(doc); len(names) == 0 {
		t.Error("the API document has no properties")
	}
	return names
}
