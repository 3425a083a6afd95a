package merge

import (
	"encoding/json"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"
)

// File merges a file by its type: Go files as [Go] does, everything else as
// [Text] does. YAML and JSON files still parse after a merge without
// conflicts, unless ours or theirs did not.
func File(name string, base, ours, theirs []byte, o Options) Result {
	merge := merger(mergeText)
	switch path.Ext(name) {
	case ".go":
		merge = mergeGo
	case ".yaml", ".yml":
		merge = parsing(mergeText, isYAML)
	case ".json":
		merge = parsing(mergeText, isJSON)
	}
	return o.merge(base, ours, theirs, merge)
}

// parsing wraps merge so that a result without conflicts parses if ours and
// theirs do. Where it would not, insertions at the same place become
// conflicts; if that is not enough, the whole file becomes one.
func parsing(merge merger, parses func(string) bool) merger {
	return func(base, ours, theirs string, o Options) merged {
		m := merge(base, ours, theirs, o)
		if m.has(both) && !parses(m.text()) {
			o.KeepBoth = false
			m = merge(base, ours, theirs, o)
		}
		if m.has(conflict) || parses(m.text()) || !parses(ours) || !parses(theirs) {
			return m
		}
		return whole(textVersion(base), textVersion(ours), textVersion(theirs))
	}
}

// whole returns a single conflict from the first to the last line that
// differs.
func whole(base, ours, theirs version) merged {
	top, bottom := common(base.key, ours.key)
	otherTop, otherBottom := common(base.key, theirs.key)
	top, bottom = min(top, otherTop), min(bottom, otherBottom)
	middle := func(v version) version { return v.part(top, v.len()-bottom) }
	return merged{
		{out: ours.text[:top]},
		{kind: conflict, base: middle(base), ours: middle(ours), theirs: middle(theirs)},
		{out: ours.text[ours.len()-bottom:]},
	}
}

// isYAML reports whether text is valid YAML without duplicate keys.
func isYAML(text string) bool {
	var docs []any
	return yaml.Load([]byte(text), &docs, yaml.WithAllDocuments()) == nil
}

// isJSON reports whether text is valid JSON without duplicate keys.
func isJSON(text string) bool {
	return json.Valid([]byte(text)) && uniqueKeys(json.NewDecoder(strings.NewReader(text)))
}

// uniqueKeys reads one value and reports whether no object in it has a
// duplicate key. Parsers disagree on which of the two wins.
func uniqueKeys(d *json.Decoder) bool {
	t, err := d.Token()
	if err != nil {
		return false
	}
	open, ok := t.(json.Delim)
	if !ok {
		return true
	}
	seen := map[any]bool{}
	for d.More() {
		if open == '{' {
			key, err := d.Token()
			if err != nil || seen[key] {
				return false
			}
			seen[key] = true
		}
		if !uniqueKeys(d) {
			return false
		}
	}
	_, err = d.Token()
	return err == nil
}
