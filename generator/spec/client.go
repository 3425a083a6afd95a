package spec

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/layer"
)

// Client is another service that the project calls.
type Client struct {
	Name string // snake_case
}

// Package returns the name of the client's package.
func (c Client) Package() string { return strings.ReplaceAll(c.Name, "_", "") }

// maxClients limits the number of clients.
const maxClients = 100

// validateClients checks the names of the clients. Clashes with generated code are
// found by rendering.
func (s *Spec) validateClients(cat *layer.Catalog, ps *Problems) {
	switch {
	case len(s.Clients) == 0:
		return
	case !cat.HasClients():
		ps.Add(clientsKey, "unknown key%s", nearest(clientsKey, Keys(cat)))
		return
	case len(s.Clients) > maxClients:
		ps.Add(clientsKey, "has %d entries; at most %d are allowed", len(s.Clients), maxClients)
		return
	}
	taken := map[string]string{} // package → client
	for i, c := range s.Clients {
		path := fmt.Sprintf("%s[%d].name", clientsKey, i)
		if msg := checkSnake(c.Name); msg != "" {
			ps.Add(path, "%s", msg)
			continue
		}
		word := c.Package()
		switch other := taken[word]; {
		case other == c.Name:
			ps.Add(path, "client %q is listed twice", c.Name)
		case other != "":
			ps.Add(path, "%q clashes with client %q", c.Name, other)
		case token.IsKeyword(word):
			ps.Add(path, "%q is a Go keyword", c.Name)
		case isStd(word):
			ps.Add(path, "%q is the name of a standard Go package", c.Name)
		}
		taken[word] = c.Name
	}
}

// clientsKey is the key of the clients in gen.yaml.
const clientsKey = "clients"

// client decodes a client.
func (d *decoder) client(path string, n *yaml.Node) Client {
	var c Client
	d.mapping(n, path, []string{"name"}, func(key string, v *yaml.Node) {
		c.Name = d.text(v, path+"."+key)
	})
	return c
}

// document returns the client as a node of gen.yaml.
func (c Client) document() *yaml.Node {
	item := &yaml.Node{Kind: yaml.MappingNode}
	put(item, "name", scalar(c.Name))
	return item
}

// clients is the schema of the clients.
func clients() map[string]any {
	return map[string]any{
		"type":        "array",
		"maxItems":    maxClients,
		"description": "Other services that the project calls.",
		"items": map[string]any{
			"type":                 "object",
			"additionalProperties": false,
			"required":             []string{"name"},
			"properties":           map[string]any{"name": text("Name of the service, in snake_case.", snake.String())},
		},
	}
}

// ClientNames returns the names of the clients.
func (s *Spec) ClientNames() []string {
	var names []string
	for _, c := range s.Clients {
		names = append(names, c.Name)
	}
	return names
}

// HasClient returns whether there is a client, and else which exist.
func (s *Spec) HasClient(name string) (has bool, existing string) {
	return slices.Contains(s.ClientNames(), name), listed(s.ClientNames())
}

// AddClients appends clients. Those that exist are skipped.
func (s *Spec) AddClients(names ...string) error {
	for i, name := range names {
		switch {
		case name == "":
			return refuse("client", "NAME must not be empty")
		case slices.Contains(names[:i], name):
			return refuse("client", "%s is given twice", name)
		}
		if has, _ := s.HasClient(name); !has {
			s.Clients = append(s.Clients, Client{Name: name})
		}
	}
	return nil
}

// RemoveClients removes clients. Those that do not exist are skipped.
func (s *Spec) RemoveClients(names ...string) error {
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return refuse("client", "%s is given twice", name)
		}
	}
	s.Clients = slices.DeleteFunc(s.Clients, func(c Client) bool { return slices.Contains(names, c.Name) })
	return nil
}

// mergeClients returns the clients that both sides have, and those that one of them
// has added.
func mergeClients(base, ours, theirs *Spec) []Client {
	var merged []Client
	for _, name := range union(base.ClientNames(), ours.ClientNames(), theirs.ClientNames()) {
		merged = append(merged, Client{Name: name})
	}
	return merged
}
