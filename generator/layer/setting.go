package layer

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// Group is the settings of a part of a project. Groups of several layers with
// the same title are merged.
type Group struct {
	Title    string
	Settings []Setting
}

// Setting is an environment variable that a project reads. In its values
// <name> is the name of the project, and <db> the address, host:port, of the
// service db.
type Setting struct {
	Name  string
	About string // description, in one sentence

	Default string // also in the struct tag of the Go field
	// Dev, Test and Production are the values in configs/config.<APP_ENV>.yaml
	// and Image the one in the container image; "" means the default.
	Dev, Test, Production, Image string
	// Beside is the value in compose.yaml, where that is not the one of Dev with the
	// address that the service has there.
	Beside string

	Required bool // must be set; has no default
	Secret   bool // is not printed; in production only the environment has it
	// Deployed reports whether the setting, though not Required, must be set in
	// production.
	Deployed bool
}

// Values returns all values of the setting that are not empty.
func (s Setting) Values() []string {
	return slices.DeleteFunc([]string{s.Default, s.Dev, s.Test, s.Production, s.Image, s.Beside}, func(v string) bool { return v == "" })
}

// Connects reports whether a value of the setting contains the address of a
// service.
func (s Setting) Connects(service string) bool {
	return slices.ContainsFunc(s.Values(), func(v string) bool { return strings.Contains(v, "<"+service+">") })
}

// Section is the Config struct of a package below internal/, which is a field
// of the project's Config. Alias is the name with which the package is imported,
// "" for its own.
type Section struct{ Field, Package, Alias string }

// Name returns the name of the package where it is imported.
func (s Section) Name() string { return cmp.Or(s.Alias, path.Base(s.Package)) }

// Command is a subcommand of the generated program.
type Command struct {
	Name  string // such as migrate up
	About string // description, as a phrase
}
