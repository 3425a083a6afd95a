// Package layer is the vocabulary of the catalogue: which questions gen
// asks, which layers of templates answer them, and which named places in the
// wiring files a layer may add to. It holds data only, so that a layer is a
// folder and an entry and never code.
package layer

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Category is one choice a project makes. Its name is the flag, the key in
// gen.yaml and the argument of later verbs.
type Category struct {
	Name     string
	Summary  string // noun phrase for help, prompts, README and the schema
	Question string // asked on a terminal; "" for a category asked together with others
	Default  string // the option chosen by default
	Optional bool   // it may be left out, and is by default
	Many     bool   // any number of its options may be chosen; it is optional too
	Needs    []Need // without which no answer makes sense
}

// None is the answer that leaves out an optional category. A filled spec never
// holds it.
const None = "none"

// DefaultAnswer is the answer of a project that does not choose.
func (k Category) DefaultAnswer() string {
	if k.MayBeEmpty() {
		return None
	}
	return k.Default
}

// MayBeEmpty reports whether a project can be without an answer to k.
func (k Category) MayBeEmpty() bool { return k.Optional || k.Many }

// Layer is one folder of templates.
type Layer struct {
	// Category and Name identify an option ("framework", "gin"). A layer
	// without a category is part of every project that When allows.
	Category string
	Name     string
	Summary  string // one phrase for help, prompts and README
	Dir      string // folder in the template file system

	// When lists the conditions that must all hold for a layer without a
	// category; see Facts.Holds.
	When []string
	// Needs are the conditions under which an option can be chosen.
	Needs []Need
	// Tools are main packages the project's go.mod declares as tools.
	Tools []string
	// Settings, Services and Codes are printed wherever a project shows them:
	// configuration, compose.yaml, CI, Makefile, README, error codes.
	Settings []Group
	Services []Service
	Codes    []Code
	// Sections are the Configs that its settings are read into.
	Sections []Section
	// Commands are the subcommands it adds to the program.
	Commands []Command
	// Input says that it adds routes that take a body, one of them at least
	// behind the first guard, if there is one. What reads and validates a body
	// stands in @input folders.
	Input bool
	// Guards are what it can put before routes.
	Guards []Guard
	// Volume is where the program keeps data in its image, and the volume for it
	// in compose.yaml: data:/data.
	Volume string
	// Migrations is how many migrations of its own an option brings. They never
	// get more: they have run, and their numbers stay.
	Migrations int
	// Tables are those that its migrations create, which no resource may have.
	Tables []string
	// SQL describes a database to resources; nil in every other layer.
	SQL *Dialect
}

// Dialect is how a database differs from others in the SQL of a resource.
type Dialect struct {
	// By field kind: the column type, in which <max> is the length of a string,
	// the check constraint over <column> and <values>, the default over <value>,
	// the expression over <column> that sorts, and the Go type that scans and
	// passes the column. Where a kind is not named, there is no constraint, and
	// the value or the column itself serves.
	Columns, Checks, Defaults, Sorts, Scanners map[string]string
	// Limits are those of a table, nil where none can be met.
	Limits *Limits

	Epoch     string // the time 0 of Unix, as the database reads and writes it
	Driver    string // by which database/sql knows it
	Quote     string // the mark around an identifier that is a reserved word
	Mark      string // what stands for the <n>th argument of a statement
	Returning string // the end of an INSERT that returns the id, "" where there is none
	ForUpdate string // the end of a SELECT that locks its rows, "" where there is none
}

// Limits are what a table of a database can hold. Lengths are in characters.
type Limits struct {
	Short int // what shorter strings get nevertheless
	Long  int // the longest string that is no text, and the longest that can be unique or indexed
	Row   int // of all strings of a row; those that find no room are kept as text
	Keys  int // how many fields can be unique or indexed
	Name  int // the longest name of a constraint
}

// MarkOf is what stands for the nth argument of a statement, from 1.
func (d Dialect) MarkOf(n int) string {
	return strings.ReplaceAll(d.Mark, "<n>", strconv.Itoa(n))
}

// ID names the layer in messages: framework/gin, base.
func (l Layer) ID() string {
	if l.Category == "" {
		return l.Name
	}
	return l.Category + "/" + l.Name
}

// Slot is a named place in one generated file that layers add fragments to.
type Slot struct {
	Name  string
	File  string // the output path of the file that calls it
	About string
	// Sorted orders the fragments by their text; otherwise the order of the
	// catalogue counts, as it must for start-up and middleware.
	Sorted bool
	// Rows says that the fragments are rows of one table or list: no empty line
	// may part them.
	Rows bool
	// Seat says that no layer has to fill the slot: it is kept for options that
	// are still to come, or that other catalogues add.
	Seat bool
}

// Catalog is everything gen can generate.
type Catalog struct {
	Categories []Category
	Layers     []Layer // in the order in which fragments and middleware stand
	Slots      []Slot
	Presets    []Preset
	Files      fs.FS  // the template folders
	Atlas      string // the modules that they import, as package modules reads them
	Version    string // of gen, noted in every project
	GoVersion  string // the go line of generated projects
	Run        string // the command that starts a project
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

// Answers returns what a user may answer for a category: its options, and
// before them None where it is optional.
func (c *Catalog) Answers(k Category) []Layer {
	options := c.Options(k.Name)
	if !k.MayBeEmpty() {
		return options
	}
	none := Layer{Category: k.Name, Name: None, Summary: "no " + k.Name}
	return slices.Insert(options, 0, none)
}

// Option finds the layer that answers category with name.
func (c *Catalog) Option(category, name string) (Layer, bool) {
	for _, l := range c.Options(category) {
		if l.Name == name {
			return l, true
		}
	}
	return Layer{}, false
}

// Category finds a category by name.
func (c *Catalog) Category(name string) (Category, bool) {
	i := slices.IndexFunc(c.Categories, func(k Category) bool { return k.Name == name })
	if i < 0 {
		return Category{}, false
	}
	return c.Categories[i], true
}

// Choices are the chosen options of each category: one, or several in
// catalogue order where the category allows that. No category has an empty
// list.
type Choices map[string][]string

// Has reports whether an option is chosen.
func (c Choices) Has(category, name string) bool {
	return slices.Contains(c[category], name)
}

// Clone copies the choices.
func (c Choices) Clone() Choices {
	clone := make(Choices, len(c))
	for category, names := range c {
		clone[category] = slices.Clone(names)
	}
	return clone
}

// Chosen returns the layers that are chosen, in catalogue order.
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
// that its conditions are about. The words are those of its spec.
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
