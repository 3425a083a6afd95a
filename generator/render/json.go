package render

import "strings"

// naming gives a name in snake_case the case that names have in JSON.
type naming func(name string) string

func snakeCase(name string) string { return name }

// camelCase treats abbreviations as words: author_id becomes authorId.
func camelCase(name string) string {
	first, rest, _ := strings.Cut(name, "_")
	for word := range strings.SplitSeq(rest, "_") {
		if word != "" {
			first += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return first
}
