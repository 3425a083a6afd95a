// Package layer defines the vocabulary of catalogues: categories, the layers
// of templates that are their options, and the slots in wiring files that
// layers add to. It has only data types, so that a layer is a directory and an
// entry, without code.
package layer

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Category is a choice that a project makes. Its name is used as a flag, as a
// key in gen.yaml and as an argument of commands.
type Category struct {
	Name     string
	Summary  string // noun phrase for help, prompts, README and the schema
	Question string // for the prompt; "" if it is asked together with other categories
	Default  string // name of the default option
	Implied  bool   // whether gen.yaml and README leave out the default, as most projects have it
	Flag     string // name of the flag, if it is not Name
	Optional bool   // may be omitted, which is the default
	Many     bool   // allows any number of options, including none
	Needs    []Need // conditions for choosing any option
}

// None is the value that omits an optional category. Filled specs do not
// contain it.
const None = "none"

// DefaultAnswer returns the default value of k, which may be [None].
func (k Category) DefaultAnswer() string {
	if k.MayBeEmpty() {
		return None
	}
	return k.Default
}

// MayBeEmpty reports whether a project need not have an option of k.
func (k Category) MayBeEmpty() bool { return k.Optional || k.Many }

// Implies reports whether names are the default, and left out for that.
func (k Category) Implies(names []string) bool {
	return k.Implied && slices.Equal(names, []string{k.Default})
}

// FlagName returns the name of the flag.
func (k Category) FlagName() string { return cmp.Or(k.Flag, k.Name) }

// Layer is a directory of templates.
type Layer struct {
	// Category and Name identify an option ("framework", "gin"). A layer
	// without a category is part of every project for which When holds.
	Category string
	Name     string
	Summary  string // phrase for help, prompts and README
	Dir      string // directory in Catalog.Files, or "" if the option only changes names

	// When lists conditions for a layer without a category, all of which must
	// hold; see Facts.Holds.
	When []string
	// Needs are the conditions for choosing an option.
	Needs []Need
	// Tools are main packages that go.mod declares as tools.
	Tools []string
	// Settings, Services and Codes are printed everywhere they belong:
	// configuration, compose.yaml, CI, Makefile, README, error codes. A group with
	// [ClientVariable] in the names of its settings, and a section with [ClientField]
	// in its own, are repeated for each client.
	Settings []Group
	Services []Service
	Codes    []Code
	// Sections are the Config structs for its settings.
	Sections []Section
	// Commands are the subcommands that it adds to the program.
	Commands []Command
	// Panels are its part of the dashboard.
	Panels []Panel
	// Input reports whether the layer adds routes that take a request body, at
	// least one of them behind the first guard, if any. Code for parsing and
	// validating bodies is in @input directories.
	Input bool
	// Guards are the guards that it defines.
	Guards []Guard
	// Volume is the volume in compose.yaml and the directory in the image for
	// the program's own data, as in data:/data.
	Volume string
	// Migrations is the number of migrations of the layer. It must never
	// change, because they have run and their numbers are recorded.
	Migrations int
	// Tables are the tables that the migrations create. Resources must not
	// have these. Options of a category that have the same ones share them: only the
	// first that is chosen creates them.
	Tables []string
	// Users is the one of the Tables with the users that rows of resources can
	// belong to, or "". Its id is a UUID, and its column email is unique.
	Users string
	// Columns are columns of the tables of all resources besides those of their
	// fields, in the form that fields have in gen.yaml.
	Columns []string
	// CamelCase reports whether the names in JSON and queries are in camelCase
	// instead of snake_case.
	CamelCase bool
	// IDs is the type of the ids of resources, or "".
	IDs string
	// Caches reports whether the option caches rows of resources. These may say for
	// how long.
	Caches bool
	// Publishes reports whether the option publishes events of resources. These may
	// say that theirs are not.
	Publishes bool
	// SQL is set for databases.
	SQL *Dialect
}

// The types of ids of resources.
const (
	IntID  = "int"  // counted by the database
	UUIDID = "uuid" // UUIDv7, made by the service
)

// Dialect describes the SQL of a database as far as resources need it.
type Dialect struct {
	// These map field kinds to: the column type, where <max> is the length of
	// a string; the check constraint, with <column> and <values>; the default,
	// with <value>; the expression to sort by, with <column>; and the Go type
	// for scanning the column and passing it as an argument. Kinds that are
	// not listed have no constraint, and use the value or column itself.
	Columns, Checks, Defaults, Sorts, Scanners map[string]string
	// IDs maps kinds of ids to the type and constraints of the column id.
	IDs map[string]string
	// These are about a decimal <column> that gets fewer digits after the point,
	// <digits>: its value without the others; the condition that it has none;
	// and the clause that gives a changed column this <value>, or "" if rows have
	// to be changed before.
	Cut, Fits, Using string
	// IndexEnds maps kinds of ids to further columns of an index that is not
	// unique, where it does not end with the id anyway.
	IndexEnds map[string]string
	// Limits are the limits of a table, or nil.
	Limits *Limits
	// Search is the index of a text that lists are searched for, or nil if the
	// database has none that helps.
	Search *SearchIndex
	// Names is the maximum length of the names of indexes and constraints in
	// bytes, or 0 if there is none.
	Names int

	EmptyList string // text of a list without items
	// ForShare locks the rows of a SELECT against changes, and Latest makes one read
	// what others have committed since the transaction began. They are "" where that
	// needs nothing.
	ForShare, Latest string
	// Living is how a column of the type is defined that is 1 in rows that are not
	// deleted and null in others, for unique indexes. It is "" where an index can be of
	// some rows.
	Living string

	Epoch     string // literal for the Unix epoch
	Now       string // expression for the present time
	Driver    string // driver name for database/sql
	Quote     string // quotation mark for identifiers
	Mark      string // placeholder for the <n>th argument
	Returning string // clause that makes INSERT return the ID, or ""
	ForUpdate string // clause that makes SELECT lock rows, or ""
	// Fold is the expression of a text with A to Z in lower case, with <column>.
	// Folded is the type of a generated column for it, with <bytes>, or "" if an
	// index can be of an expression.
	Fold, Folded string
	NullsFirst   string // clause that makes an index sort null before values, or "" if it does
	Backslash    bool   // whether a backslash escapes the next character in a string
}

// SearchIndex is an index that finds a text within the texts of a column.
type SearchIndex struct {
	Method    string // as in CREATE INDEX
	On        string // what is indexed of a <column>
	Extension string // of the database, which it needs
}

// Limits are the limits of a table. Lengths are in characters.
type Limits struct {
	Short int // minimum size of string columns
	Long  int // maximum for string columns and for unique and indexed strings; longer ones are text
	Row   int // maximum for all string columns of a row; strings that do not fit are text
	Keys  int // maximum number of unique or indexed fields
}

// Literal returns a text as a string literal.
func (d Dialect) Literal(text string) string {
	if d.Backslash {
		text = strings.ReplaceAll(text, `\`, `\\`)
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// Literals returns texts as string literals, separated by commas.
func (d Dialect) Literals(texts []string) string {
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = d.Literal(text)
	}
	return strings.Join(list, ", ")
}

// MarkOf returns the placeholder for the nth argument of a statement, from 1.
func (d Dialect) MarkOf(n int) string {
	return strings.ReplaceAll(d.Mark, "<n>", strconv.Itoa(n))
}

// ID returns the name of the layer for messages: framework/gin, base.
func (l Layer) ID() string {
	if l.Category == "" {
		return l.Name
	}
	return l.Category + "/" + l.Name
}

// SharesTables reports whether the tables of the option are those of another one, or
// both are the same.
func (l Layer) SharesTables(other Layer) bool {
	return l.ID() == other.ID() || l.Category == other.Category && len(l.Tables) > 0 && slices.Equal(l.Tables, other.Tables)
}

// Slot is a named place in a generated file to which layers add fragments.
type Slot struct {
	Name  string
	File  string // path of the file in a project
	About string
	// Sorted sorts the fragments. Otherwise they are in the order of the
	// catalogue, as needed for start-up and middleware.
	Sorted bool
	// Rows reports whether the fragments are rows of a table or list, with no
	// empty lines in between.
	Rows bool
	// Seat reports whether the slot may be unused. It is meant for options
	// that are planned or in other catalogues.
	Seat bool
}

// Catalog contains everything that gen can generate.
type Catalog struct {
	Categories []Category
	Layers     []Layer // in the order of their fragments and middleware
	Slots      []Slot
	Presets    []Preset
	Files      fs.FS  // directories of the layers
	Atlas      string // module atlas of their imports, see package modules
	Version    string // of gen, recorded in every project
	GoVersion  string // go line of generated projects
	Run        string // command that starts a project
	BodyLimit  int    // default limit of a request body in bytes, or 0 if there is none
}

// Options returns the layers of a category in catalogue order.
func (c *Catalog) Options(category string) []Layer {
	var options []Layer
	for _, l := range c.Layers {
		if category != "" && l.Category == category {
			options = append(options, l)
		}
	}
	return options
}

// Answers returns the possible values of a category: its options, preceded by
// None if it may be empty.
func (c *Catalog) Answers(k Category) []Layer {
	options := c.Options(k.Name)
	if !k.MayBeEmpty() {
		return options
	}
	none := Layer{Category: k.Name, Name: None, Summary: "no " + k.Name}
	return slices.Insert(options, 0, none)
}

// Option returns the option of a category with the given name, or false if
// there is none.
func (c *Catalog) Option(category, name string) (Layer, bool) {
	for _, l := range c.Options(category) {
		if l.Name == name {
			return l, true
		}
	}
	return Layer{}, false
}

// Caching reports whether the catalogue has an option that caches rows.
func (c *Catalog) Caching() bool {
	return slices.ContainsFunc(c.Layers, func(l Layer) bool { return l.Caches })
}

// Publishing reports whether the catalogue has an option that publishes events of
// resources.
func (c *Catalog) Publishing() bool {
	return slices.ContainsFunc(c.Layers, func(l Layer) bool { return l.Publishes })
}

// Category returns the category with the given name, or false if there is
// none.
func (c *Catalog) Category(name string) (Category, bool) {
	i := slices.IndexFunc(c.Categories, func(k Category) bool { return k.Name == name })
	if i < 0 {
		return Category{}, false
	}
	return c.Categories[i], true
}

// Choices maps categories to their chosen options: one, or several in
// catalogue order if the category allows that. There are no empty lists.
type Choices map[string][]string

// Has reports whether an option is chosen.
func (c Choices) Has(category, name string) bool {
	return slices.Contains(c[category], name)
}

// Clone returns a deep copy.
func (c Choices) Clone() Choices {
	clone := make(Choices, len(c))
	for category, names := range c {
		clone[category] = slices.Clone(names)
	}
	return clone
}

// Chosen returns the chosen options in catalogue order.
func (c *Catalog) Chosen(choices Choices) []Layer {
	var chosen []Layer
	for _, l := range c.Layers {
		if l.Category != "" && choices.Has(l.Category, l.Name) {
			chosen = append(chosen, l)
		}
	}
	return chosen
}

// Resolve returns the layers of a project in catalogue order, and the facts
// for its conditions. The words are those of its spec.
func (c *Catalog) Resolve(chosen Choices, words map[string]bool) ([]Layer, Facts, error) {
	facts := c.Facts(chosen, words)
	var layers []Layer
	for _, l := range c.Layers {
		part := l.Category == "" || chosen.Has(l.Category, l.Name)
		for _, condition := range l.When {
			holds, err := facts.Holds(condition)
			if err != nil {
				return nil, nil, fmt.Errorf("layer %s: %w", l.ID(), err)
			}
			part = part && holds
		}
		if part {
			layers = append(layers, l)
		}
	}
	return layers, facts, nil
}
