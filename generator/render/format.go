package render

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/spec"
)

// Pattern is a regular expression that values of a field match.
type Pattern struct {
	Name string // parameter of the rule pattern
	Var  string // variable of Go
	Expr string // in Go
}

// Patterns returns the patterns of all resources.
func (v *View) Patterns() []Pattern {
	var patterns []Pattern
	used := map[string]bool{}
	for _, r := range v.Resources {
		for _, f := range r.Fields {
			if f.Pattern == "" {
				continue
			}
			p := Pattern{Name: f.PatternName, Var: "pattern" + r.Type + f.Go, Expr: f.Pattern}
			for used[p.Var] { // by a_b.c and a.b_c
				p.Var += "2"
			}
			used[p.Var] = true
			patterns = append(patterns, p)
		}
	}
	return patterns
}

// anchored returns a pattern that matches whole values, or "" if there is none.
func anchored(pattern string) string {
	if pattern == "" {
		return ""
	}
	if strings.Contains(pattern, "|") || strings.Contains(pattern, "(?") {
		return "^(?:" + pattern + ")$"
	}
	ends := strings.HasSuffix(pattern, "$") && !strings.HasSuffix(pattern, `\$`)
	pattern = "^" + strings.TrimPrefix(pattern, "^")
	if !ends {
		pattern += "$"
	}
	return pattern
}

// goString returns a text as a string of Go, raw if that is possible.
func goString(text string) string {
	if strings.Contains(text, "`") {
		return strconv.Quote(text)
	}
	return "`" + text + "`"
}

// forms returns the functions that normalize a field.
func forms(f spec.Field) []string {
	var names []string
	if f.Trim {
		names = append(names, "strings.TrimSpace")
	}
	if f.Lower {
		names = append(names, "strings.ToLower")
	}
	return names
}

// unformed returns a value that forms change to the sample, or "" without any.
func unformed(f spec.Field, sample string) string {
	text := unquoted(sample)
	if f.Lower {
		text = strings.ToUpper(text)
	}
	if f.Trim {
		text = " " + text + "\n"
	}
	if !f.Trim && !f.Lower {
		return ""
	}
	return toJSON(text)
}

// swaggerFormats are the names that JSON Schema or OpenAPI has for formats.
var swaggerFormats = map[spec.Format]string{spec.URL: "uri"}

// swaggerFormat returns the struct tag with the format of a field.
func swaggerFormat(f spec.Field) string {
	switch {
	case f.AsString:
		return ` format:"int64"`
	case len(f.Formats) == 0:
		return ""
	}
	name, ok := swaggerFormats[f.Formats[0]]
	if !ok {
		name = string(f.Formats[0])
	}
	return ` format:"` + name + `"`
}

// formRules returns the rules for the form of a text.
func formRules(f spec.Field) []string {
	var rules []string
	for _, format := range f.Formats {
		rules = append(rules, string(format))
	}
	if f.NotBlank {
		rules = append(rules, "notblank")
	}
	return rules
}

// formed returns two values of a field that has a form.
func formed(f spec.Field) [2]string {
	found := f.Examples(2)
	return [2]string{toJSON(found[0]), toJSON(found[len(found)-1])}
}

// formedNth is Field.Nth for a field that has a form.
func formedNth(f spec.Field) string {
	if format := f.Numbered(); format != "" {
		return "fmt.Sprintf(" + strconv.Quote(format) + ", n)"
	}
	var list []string
	for _, text := range f.Examples(10) {
		list = append(list, strconv.Quote(text))
	}
	return "[]string{" + strings.Join(list, ", ") + "}[n%" + strconv.Itoa(len(list)) + "]"
}

// misfit returns a value that does not have the form of a field.
func misfit(f spec.Field) string {
	candidates := []string{"no such value", "?", "", "a", "0"}
	pattern := regexp.MustCompile(anchored(f.Pattern))
	i := slices.IndexFunc(candidates, func(text string) bool { return len(f.Formats) > 0 || !pattern.MatchString(text) })
	if i < 0 {
		return `"\u0000"`
	}
	return toJSON(candidates[i])
}

// toJSON returns a text in JSON as a service writes it.
func toJSON(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err) // impossible for a string
	}
	return string(data)
}

// unquoted returns the text that is a string in JSON, or else the JSON.
func unquoted(data string) string {
	var text string
	if json.Unmarshal([]byte(data), &text) != nil {
		return data
	}
	return text
}
