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

// checkName returns the problem with a project name, or "". The name is used
// for a directory, a binary, an image and often as the module path.
func checkName(name string) string {
	switch {
	case name == "":
		return missing
	case len(name) > 60:
		return "is longer than 60 characters"
	case !projectName.MatchString(name):
		return fmt.Sprintf("%q: use lower-case letters and digits, separated by -, _ or ., starting with a letter", name)
	case token.IsKeyword(name):
		return fmt.Sprintf("%q is a Go keyword", name)
	case isStd(name):
		return fmt.Sprintf("%q is the name of a standard Go package or command", name)
	case IsDevice(name):
		return fmt.Sprintf("%q is a device name on Windows", name)
	case isFile(name):
		return fmt.Sprintf("%q is the name of a file; leave out %s", name, path.Ext(name))
	}
	return ""
}

// isFile reports whether a name would be taken for that of a file by the go
// command, git or an editor.
func isFile(name string) bool {
	return slices.Contains(fileExtensions, path.Ext(name))
}

var fileExtensions = strings.Fields(".c .env .exe .git .go .gz .h .html .js .json .lock .md .mod .proto .s .sh .sql .sum .tar .test .tmpl .toml .txt .work .yaml .yml .zip")

// checkModule returns the problem with a module path, or "".
func checkModule(path string) string {
	if isFile(path) {
		return fmt.Sprintf("%q ends like the name of a file", path)
	}
	if path == "" {
		return missing
	}
	if len(path) > 200 {
		return "is longer than 200 characters"
	}
	first, _, _ := strings.Cut(path, "/")
	check := module.CheckPath
	if !strings.Contains(first, ".") {
		// A module that nobody downloads needs no domain, but must not look
		// like the standard library.
		check = module.CheckImportPath
		if isStd(first) {
			return fmt.Sprintf("%q begins like a package of the standard library", path)
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
			return fmt.Sprintf("%q: %s has a special meaning in Go import paths", path, element)
		}
	}
	return ""
}

// CheckName returns an error if name is not a valid project name.
func CheckName(name string) error { return asError(checkName(name)) }

// CheckModule returns an error if path is not a valid module path.
func CheckModule(path string) error { return asError(checkModule(path)) }

// CheckSnake returns an error if name is not in snake_case.
func CheckSnake(name string) error { return asError(checkSnake(name)) }

func asError(msg string) error {
	if msg == "" {
		return nil
	}
	return errors.New(msg)
}

// NameFromModule returns the project name for a module path: the last element
// that is not a major version.
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
		return missing
	case len(name) > 40:
		return "is longer than 40 characters"
	case !snake.MatchString(name):
		return fmt.Sprintf("%q: use snake_case, lower-case letters and digits, starting with a letter", name)
	}
	return ""
}

// checkResourceName returns the problem with a name that cannot be used for a
// table and a Go type, or "". Clashes with generated code are found by
// rendering.
func checkResourceName(r Resource) string {
	if msg := checkSnake(r.Name); msg != "" {
		return msg
	}
	if r.Plural != "" {
		if msg := checkSnake(r.Plural); msg != "" {
			return "plural " + msg
		}
	}
	switch {
	case ownTable(r.PluralName()):
		return fmt.Sprintf("%q: the table %s is reserved by the database", r.Name, r.PluralName())
	case r.Plural == "" && looksPlural(r.Name):
		return fmt.Sprintf("%q looks like a plural; use the singular, %s, or add a plural after a slash: %s/PLURAL", r.Name, singular(r.Name), r.Name)
	}
	return ""
}

// ownTable reports whether a table name is reserved by a database or by the
// migrations.
func ownTable(table string) bool {
	switch table {
	case "applied_migrations", "new_migrations", "schema_migrations":
		return true
	}
	return strings.HasPrefix(table, "sqlite_") || strings.HasPrefix(table, "pg_")
}

// looksPlural reports whether the last word of a name seems to be a plural, an
// easy mistake that would result in bookses.
func looksPlural(name string) bool {
	word := lastWord(name)
	if irregular[word] == word {
		return false // the singular is the same
	}
	if slices.Contains(slices.Collect(maps.Values(irregular)), word) {
		return true
	}
	return len(word) > 3 && strings.HasSuffix(word, "s") && !hasSuffix(word, "ss", "us", "is", "as", "os")
}

func lastWord(name string) string { return name[strings.LastIndex(name, "_")+1:] }

// singular returns the likely singular of a name that looks like a plural.
func singular(name string) string {
	word := lastWord(name)
	before := strings.TrimSuffix(name, word)
	for _, one := range slices.Sorted(maps.Keys(irregular)) {
		if irregular[one] == word {
			return before + one
		}
	}
	switch {
	case strings.HasSuffix(word, "ies"):
		return before + strings.TrimSuffix(word, "ies") + "y"
	case hasSuffix(word, "xes", "ches", "shes", "sses", "zzes"):
		return before + strings.TrimSuffix(word, "es")
	}
	return before + strings.TrimSuffix(word, "s")
}

func checkFieldName(name string) string {
	if msg := checkSnake(name); msg != "" {
		return "name " + msg
	}
	if slices.Contains([]string{"id", "created_at", "updated_at"}, name) {
		return "every resource already has it"
	}
	switch name {
	case "apply_to":
		return "is a method of every input"
	case "table_name":
		return "is a method of every model of GORM"
	}
	return ""
}

// checkText returns the problem with a string that contains characters which
// are invisible or change how text is displayed, such as control and
// bidirectional characters, or "".
func checkText(s string) string {
	for _, r := range s {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return fmt.Sprintf("character %U is not allowed", r)
		}
	}
	return ""
}

// PluralName returns the plural in snake_case: Plural if set, or the name with
// the English plural of its last word.
func (r Resource) PluralName() string {
	if r.Plural != "" {
		return r.Plural
	}
	word := lastWord(r.Name)
	return strings.TrimSuffix(r.Name, word) + pluralize(word)
}

var irregular = map[string]string{
	"person": "people", "man": "men", "woman": "women", "child": "children", "foot": "feet", "tooth": "teeth",
	"goose": "geese", "mouse": "mice", "ox": "oxen", "datum": "data", "medium": "media", "index": "indices",
	"criterion": "criteria", "phenomenon": "phenomena", "leaf": "leaves", "life": "lives", "knife": "knives",
	"wife": "wives", "half": "halves", "shelf": "shelves", "self": "selves", "wolf": "wolves", "hero": "heroes",
	"potato": "potatoes", "tomato": "tomatoes", "echo": "echoes", "quiz": "quizzes", "movie": "movies", "cookie": "cookies",
	"axis": "axes", "vertex": "vertices", "matrix": "matrices", "appendix": "appendices", "codex": "codices",
	"thief": "thieves", "loaf": "loaves", "calf": "calves", "elf": "elves", "thesaurus": "thesauri", "alumnus": "alumni",
	"veto": "vetoes", "torpedo": "torpedoes", "louse": "lice",
	// Singular and plural are the same.
	"staff": "staff", "aircraft": "aircraft", "deer": "deer", "feedback": "feedback", "furniture": "furniture",
	"hardware": "hardware", "advice": "advice", "traffic": "traffic", "music": "music", "offspring": "offspring",
	"news": "news", "series": "series", "species": "species", "equipment": "equipment", "information": "information",
	"sheep": "sheep", "fish": "fish", "money": "money", "software": "software", "metadata": "metadata", "data": "data",
}

// pluralize returns the English plural of a lower-case word.
func pluralize(word string) string {
	if plural, ok := irregular[word]; ok {
		return plural
	}
	switch {
	case hasSuffix(word, "sis", "xis"):
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

// NameFromPath returns the project name for a directory.
func NameFromPath(dir string) string {
	name := strings.ToLower(path.Base(dir))
	return strings.Trim(notInName.ReplaceAllString(name, "-"), "-.")
}
