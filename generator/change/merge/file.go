package merge

import (
	"encoding/json"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"
)

// File merges the file with the given name in the manner of its kind: Go as
// [Go] does, YAML and JSON so that the result can be read if ours and theirs
// can, and all else as [Text] does.
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

// parsing merges so that a parser accepts the result: if need be with a
// conflict for two insertions, and in the end with one for the whole text.
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

// whole is one conflict from the first to the last line in which the versions
// differ.
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

// isYAML refuses a key that is there twice, too.
func isYAML(text string) bool {
	var docs []any
	return yaml.Load([]byte(text), &docs, yaml.WithAllDocuments()) == nil
}

// isJSON refuses a key that is there twice, too.
func isJSON(text string) bool {
	return json.Valid([]byte(text)) && uniqueKeys(json.NewDecoder(strings.NewReader(text)))
}

// uniqueKeys reads one value and tells whether no object in it has two keys
// of one name. Readers differ in which of them they take.
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
