package layer

import (
	"slices"
	"strings"
)

// Group is the settings of one part of a project. Layers that use the same
// title share the group.
type Group struct {
	Title    string
	Settings []Setting
}

// Setting is an environment variable that a project reads. In its values
// <name> stands for the name of the project, and <db> for the address,
// host:port, of the service db.
type Setting struct {
	Name  string
	About string // what it means, in one sentence

	Default string // in the struct tag of the Go field
	// Dev, Test and Production are the values in configs/config.<APP_ENV>.yaml
	// and Image the one in the container image; "" where the default will do.
	Dev, Test, Production, Image string

	Required bool // has no default: without a value the project does not start
	Secret   bool // has no value in production but the one its owner sets
}

// Values returns every value that a setting has.
func (s Setting) Values() []string {
	return slices.DeleteFunc([]string{s.Default, s.Dev, s.Test, s.Production, s.Image}, func(v string) bool { return v == "" })
}

// Connects reports whether the setting tells the project where a service is.
func (s Setting) Connects(service string) bool {
	return slices.ContainsFunc(s.Values(), func(v string) bool { return strings.Contains(v, "<"+service+">") })
}

// Section is the Config of a package below internal/. It is a field of the
// project's own Config.
type Section struct{ Field, Package string }

// Command is a subcommand of the generated program.
type Command struct {
	Name  string // migrate up
	About string // what it does, as a phrase
}
