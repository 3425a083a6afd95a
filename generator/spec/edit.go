package spec

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/layer"
)

// Edit changes the content of a gen.yaml from was to next, both of which must
// be filled. It keeps comments and everything that the change does not
// concern.
func Edit(text []byte, cat *layer.Catalog, was, next *Spec) ([]byte, error) {
	loader, err := yaml.NewLoader(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	var doc yaml.Node
	if err := loader.Load(&doc); err != nil {
		return nil, fmt.Errorf("read gen.yaml: %w", err)
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil, fmt.Errorf("read gen.yaml: not a YAML document")
	}
	doc.Content[0] = graft(doc.Content[0], was.document(cat), next.document(cat))
	return dump(&doc)
}

// graft applies the changes from was to next to owners, the owner's node for
// was.
func graft(owners, was, next *yaml.Node) *yaml.Node {
	switch {
	case equal(was, next):
		return owners
	case owners.Kind == yaml.MappingNode && was.Kind == yaml.MappingNode && next.Kind == yaml.MappingNode:
		graftMapping(owners, was, next)
		return owners
	case owners.Kind == yaml.SequenceNode && was.Kind == yaml.SequenceNode && next.Kind == yaml.SequenceNode:
		graftSequence(owners, was, next)
		return owners
	}
	next.HeadComment, next.LineComment, next.FootComment = owners.HeadComment, owners.LineComment, owners.FootComment
	return next
}

func graftMapping(owners, was, next *yaml.Node) {
	for i := len(was.Content) - 2; i >= 0; i -= 2 {
		key := was.Content[i].Value
		if at := keyAt(owners, key); at >= 0 && keyAt(next, key) < 0 {
			owners.Content = slices.Delete(owners.Content, at, at+2)
		}
	}
	after := 0 // index for a new key: after its predecessor in next
	for i := 0; i < len(next.Content); i += 2 {
		key, value := next.Content[i], next.Content[i+1]
		at, before := keyAt(owners, key.Value), keyAt(was, key.Value)
		switch {
		case at < 0 && before >= 0: // omitted by the owner because it is the default
			if equal(was.Content[before+1], value) {
				continue
			}
			fallthrough
		case at < 0:
			owners.Content = slices.Insert(owners.Content, after, key, value)
			at = after
		case before < 0:
			owners.Content[at+1] = value
		default:
			owners.Content[at+1] = graft(owners.Content[at+1], was.Content[before+1], value)
		}
		after = at + 2
	}
}

// graftSequence keeps the owner's node of each remaining item. Mappings are
// identified by their name, scalars by their value, and lists by their items.
func graftSequence(owners, was, next *yaml.Node) {
	var items []*yaml.Node
	for _, item := range next.Content {
		i := slices.IndexFunc(was.Content, func(n *yaml.Node) bool { return identity(n) == identity(item) })
		j := slices.IndexFunc(owners.Content, func(n *yaml.Node) bool { return identity(n) == identity(item) })
		if i >= 0 && j >= 0 {
			item = graft(owners.Content[j], was.Content[i], item)
		}
		items = append(items, item)
	}
	owners.Content = items
}

func identity(n *yaml.Node) string {
	switch n.Kind {
	case yaml.ScalarNode:
		return n.Value
	case yaml.SequenceNode:
		var items []string
		for _, item := range n.Content {
			items = append(items, identity(item))
		}
		return strings.Join(items, ",")
	}
	if at := keyAt(n, "name"); at >= 0 {
		return n.Content[at+1].Value
	}
	return ""
}

// keyAt returns the index of a key in a mapping, or -1.
func keyAt(n *yaml.Node, key string) int {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// equal reports whether two nodes have the same content, ignoring style and
// comments.
func equal(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && a.Value == b.Value && slices.EqualFunc(a.Content, b.Content, equal)
}
