package spec

import (
	"errors"
	"fmt"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/mod/module"
)

var projectName = regexp.MustCompile(`^[a-z][a-z0-9]*([._-][a-z0-9]+)*$`)

// checkName returns what is wrong with a project name, "" if nothing is. It
// becomes a folder, a binary, an image and often a module path.
func checkName(name string) string {
	switch {
	case name == "":
		return "is missing"
	case len(name) > 60:
		return "is longer than 60 characters"
	case !projectName.MatchString(name):
		return fmt.Sprintf("%q: use lower-case letters and digits, starting with a letter, with - _ or . between them", name)
	case token.IsKeyword(name):
		return fmt.Sprintf("%q is a Go keyword", name)
	case isStd(name):
		return fmt.Sprintf("%q is the name of a standard Go package or command", name)
	case IsDevice(name):
		return fmt.Sprintf("%q is a device name on Windows", name)
	}
	return ""
}

// checkModule returns what is wrong with a module path.
func checkModule(path string) string {
	if path == "" {
		return "is missing"
	}
	if len(path) > 200 {
		return "is longer than 200 characters"
	}
	first, _, _ := strings.Cut(path, "/")
	check := module.CheckPath
	if !strings.Contains(first, ".") {
		// A path that nobody fetches needs no domain, but must not be
		// taken for the standard library.
		check = module.CheckImportPath
		if isStd(first) {
			return fmt.Sprintf("%q begins like the standard library", path)
		}
	}
	if err := check(path); err != nil {
		var invalid *module.InvalidPathError
		if errors.As(err, &invalid) {
			return fmt.Sprintf("%q: %v", path, invalid.Err)
		}
		return err.Error()
	}
	for element := range strings.SplitSeq(path, "/") {
		if slices.Contains([]string{"internal", "vendor", "testdata"}, element) {
			return fmt.Sprintf("%q: %s has a special meaning in a Go path", path, element)
		}
	}
	return ""
}

// CheckName tells what is wrong with a project name.
func CheckName(name string) error { return asError(checkName(name)) }

// CheckModule tells what is wrong with a module path.
func CheckModule(path string) error { return asError(checkModule(path)) }

// CheckSnake tells what is wrong with a name in snake_case.
func CheckSnake(name string) error { return asError(checkSnake(name)) }

func asError(msg string) error {
	if msg == "" {
		return nil
	}
	return errors.New(msg)
}

// NameFromModule returns the project name a module path suggests: its last
// element that is not a major version.
func NameFromModule(path string) string {
	prefix, _, ok := module.SplitPathVersion(path)
	if ok {
		path = prefix
	}
	return strings.ToLower(path[strings.LastIndex(path, "/")+1:])
}

var snake = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

func checkSnake(name string) string {
	switch {
	case name == "":
		return "is missing"
	case len(name) > 40:
		return "is longer than 40 characters"
	case !snake.MatchString(name):
		return fmt.Sprintf("%q: use snake_case, lower-case letters and digits, starting with a letter", name)
	}
	return ""
}

// checkResourceName refuses what cannot be a table and a Go type. Names that
// meet those of generated code are found when it is rendered.
func checkResourceName(r Resource) string {
	if msg := checkSnake(r.Name); msg != "" {
		return msg
	}
	if r.Plural != "" {
		if msg := checkSnake(r.Plural); msg != "" {
			return "plural " + msg
		}
	}
	if r.PluralName() == r.Name {
		return fmt.Sprintf("%q is its own plural; give another after a slash, such as %s/%s_items", r.Name, r.Name, r.Name)
	}
	switch {
	case ownTable(r.PluralName()):
		return fmt.Sprintf("%q: the table %s belongs to the database", r.Name, r.PluralName())
	case r.Plural == "" && looksPlural(r.Name):
		return fmt.Sprintf("%q looks like a plural; name one of them, or give its plural too, as in %s/%s", r.Name, r.Name, r.PluralName())
	}
	return ""
}

// ownTable reports whether databases or the migrations keep a table of this
// name for themselves.
func ownTable(table string) bool {
	return table == "schema_migrations" || strings.HasPrefix(table, "sqlite_") || strings.HasPrefix(table, "pg_")
}

// looksPlural reports whether the last word of a name seems to stand for
// many: a mistake easily made, which would give bookses.
func looksPlural(name string) bool {
	word := name[strings.LastIndex(name, "_")+1:]
	if slices.Contains(slices.Collect(maps.Values(irregular)), word) {
		return true
	}
	return len(word) > 3 && strings.HasSuffix(word, "s") && !hasSuffix(word, "ss", "us", "is", "as", "os")
}

func checkFieldName(name string) string {
	if msg := checkSnake(name); msg != "" {
		return "name " + msg
	}
	if slices.Contains([]string{"id", "created_at", "updated_at"}, name) {
		return "every resource has it already"
	}
	switch name {
	case "apply_to":
		return "is a method of every input"
	case "table_name":
		return "is a method of every model of GORM"
	}
	return ""
}

// checkText refuses characters that hide or break what a reader sees:
// controls, and the marks that reorder text.
func checkText(s string) string {
	for _, r := range s {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar || strings.ContainsRune("`\"\\'", r) {
			return fmt.Sprintf("character %U is not allowed", r)
		}
	}
	return ""
}

// PluralName is the plural in snake_case: the one given, or by English rules
// on the last word.
func (r Resource) PluralName() string {
	if r.Plural != "" {
		return r.Plural
	}
	cut := strings.LastIndex(r.Name, "_") + 1
	return r.Name[:cut] + pluralize(r.Name[cut:])
}

var irregular = map[string]string{
	"person": "people", "man": "men", "woman": "women", "child": "children", "foot": "feet", "tooth": "teeth",
	"goose": "geese", "mouse": "mice", "ox": "oxen", "datum": "data", "medium": "media", "index": "indices",
	"criterion": "criteria", "phenomenon": "phenomena", "leaf": "leaves", "life": "lives", "knife": "knives",
	"wife": "wives", "half": "halves", "shelf": "shelves", "self": "selves", "wolf": "wolves", "hero": "heroes",
	"potato": "potatoes", "tomato": "tomatoes", "echo": "echoes", "quiz": "quizzes", "movie": "movies", "cookie": "cookies",
	// The same in both numbers: a plural must be given.
	"news": "news", "series": "series", "species": "species", "equipment": "equipment", "information": "information",
	"sheep": "sheep", "fish": "fish", "money": "money", "software": "software", "metadata": "metadata", "data": "data",
}

// pluralize forms the English plural of one lower-case word.
func pluralize(word string) string {
	if plural, ok := irregular[word]; ok {
		return plural
	}
	switch {
	case strings.HasSuffix(word, "sis"):
		return strings.TrimSuffix(word, "is") + "es"
	case hasSuffix(word, "s", "x", "z", "ch", "sh"):
		return word + "es"
	case strings.HasSuffix(word, "y") && len(word) > 1 && !strings.ContainsRune("aeiou", rune(word[len(word)-2])):
		return strings.TrimSuffix(word, "y") + "ies"
	}
	return word + "s"
}

func hasSuffix(s string, suffixes ...string) bool {
	return slices.ContainsFunc(suffixes, func(suffix string) bool { return strings.HasSuffix(s, suffix) })
}

var notInName = regexp.MustCompile(`[^a-z0-9.]+`)

// NameFromPath returns the project name that a folder suggests.
func NameFromPath(dir string) string {
	name := strings.ToLower(path.Base(dir))
	return strings.Trim(notInName.ReplaceAllString(name, "-"), "-.")
}
