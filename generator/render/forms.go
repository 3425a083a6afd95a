package render

import (
	"strings"

	"github.com/gen-go/gen/generator/spec"
)

// Forms returns the forms of a resource's name in generated code, singular and
// plural, in the same order for all resources.
func Forms(r spec.Resource) []string {
	plural := r.PluralName()
	join := func(name, with string) string { return strings.ReplaceAll(name, "_", with) }
	types, vars := exported(plural), unexported(plural)
	if plural == r.Name {
		types, vars = "All"+exported(r.Name), "all"+exported(r.Name)
	}
	return []string{
		exported(r.Name), types, unexported(r.Name), vars, r.Name, plural,
		join(r.Name, ""), join(plural, ""), join(r.Name, "-"), join(plural, "-"), join(r.Name, " "), join(plural, " "),
	}
}

// FieldForms returns the forms of a field's name in generated code.
func FieldForms(f spec.Field) []string {
	return []string{exported(f.Key()), unexported(f.Key()), camelCase(f.Key()), f.Key()}
}
