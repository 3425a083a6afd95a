package spec

import (
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Schema returns the JSON Schema (draft 2020-12) of gen.yaml, for encoding as
// JSON.
func Schema(cat *layer.Catalog) map[string]any {
	properties := map[string]any{
		"name":      text("Name of the project: directory, binary and image.", projectName.String()),
		"module":    map[string]any{"type": "string", "minLength": 1, "description": "Go module path. Defaults to the name."},
		"resources": resources(cat),
		"migrations": map[string]any{
			"type":        "array",
			"maxItems":    maxMigrations,
			"description": "History of the schema, oldest first, maintained by gen. Without it there is one migration for each table.",
			"items":       text("A migration, such as add book subtitle:string, after its id if it has one. own NAME is written by you.", "^([0-9]{1,14} )?("+strings.Join(migrationVerbs(cat), "|")+`)( +[^ ]+)+$`),
		},
	}
	if cat.HasClients() {
		properties[clientsKey] = clients()
	}
	for _, k := range cat.Categories {
		var options []any
		for _, l := range cat.Answers(k) {
			options = append(options, map[string]any{"const": l.Name, "description": l.Summary})
		}
		property := map[string]any{"description": k.Summary, "oneOf": options}
		if k.Many {
			property = map[string]any{"description": k.Summary, "type": "array", "uniqueItems": true, "items": map[string]any{"oneOf": options[1:]}}
		}
		if answer := k.DefaultAnswer(); answer != "" && !k.Many {
			property["default"] = answer
		}
		properties[k.Name] = property
	}
	return map[string]any{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"title":                "gen.yaml",
		"type":                 "object",
		"additionalProperties": false,
		"properties":           properties,
	}
}

func resources(cat *layer.Catalog) map[string]any {
	field := text("name:type[:modifier,…], such as title:string:required,max=200.", fieldPattern())
	properties := map[string]any{
		"name":   text("Singular, in snake_case.", snake.String()),
		"plural": text("Plural, if it does not follow English rules.", snake.String()),
		"fields": map[string]any{"type": "array", "minItems": 1, "maxItems": maxFields, "items": field},
	}
	for _, s := range knownSettings(cat) {
		properties[s.Name] = s.schema()
	}
	if cat.Guarded() {
		properties["access"] = accessSchema(cat)
	}
	return map[string]any{
		"type":        "array",
		"maxItems":    maxResources,
		"description": "Entities that the API provides.",
		"items": map[string]any{
			"type":                 "object",
			"additionalProperties": false,
			"required":             []string{"name", "fields"},
			"properties":           properties,
		},
	}
}

func text(description, pattern string) map[string]any {
	return map[string]any{"type": "string", "description": description, "pattern": pattern}
}

// fieldPattern returns a regular expression for the strings that ParseField
// accepts, but for modifiers that are given twice.
func fieldPattern() string {
	var kinds []string
	for _, k := range Kinds {
		if k != Enum && k != Ref && k != List && k != Refs {
			kinds = append(kinds, string(k))
		}
	}
	var flags, valued []string
	for _, m := range Modifiers {
		if m.value == nil {
			flags = append(flags, m.Name)
			if m.option != "" {
				flags = append(flags, m.Name+"="+m.option)
			}
		} else {
			valued = append(valued, m.Name)
		}
	}
	name := strings.TrimSuffix(snake.String(), "$")
	target := strings.TrimPrefix(name, "^")
	value := `([^,"]+|` + strings.TrimPrefix(quotedValue.String(), "^") + ")"
	modifier := "(" + strings.Join(flags, "|") + "|(" + strings.Join(valued, "|") + ")=" + value + ")"
	return name + ":(" + strings.Join(kinds, "|") + `|(string|enum\([^()]*\))\[\]|enum\([^()]*\)|refs?=` + target + `)(:` + modifier + "(," + modifier + ")*)?$"
}
