package layer

import (
	"slices"
	"strings"
)

// These stand for the name of a client in what layers declare for each: as it is
// in gen.yaml, in the names of environment variables, in those of Go fields, and
// in those of packages.
const (
	ClientWord     = "{client}"
	ClientVariable = "{CLIENT}"
	ClientField    = "{Client}"
	ClientPackage  = "{clientpackage}"
)

// HasClients reports whether projects of the catalogue can have clients of other
// services.
func (c *Catalog) HasClients() bool {
	return slices.ContainsFunc(c.Layers, func(l Layer) bool { return slices.Contains(l.When, "clients") })
}

// PerClient reports whether the group of settings is repeated for each client.
func (g Group) PerClient() bool {
	return slices.ContainsFunc(g.Settings, func(s Setting) bool { return strings.Contains(s.Name, ClientVariable) })
}

// PerClient reports whether the section is repeated for each client.
func (s Section) PerClient() bool { return strings.Contains(s.Field, ClientField) }
