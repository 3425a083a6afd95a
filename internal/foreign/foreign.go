// Package foreign adds options to the catalogue of gen for tests: small fakes
// of planned options. They show that an option needs only a directory and an
// entry, and no other change.
package foreign

import (
	"embed"
	"io/fs"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

//go:embed all:layers
var files embed.FS

// Catalog returns the catalogue of gen with these options.
func Catalog() *layer.Catalog {
	cat := templates.Catalog()
	cat.Categories = append(slices.Clone(cat.Categories),
		layer.Category{Name: "copies", Summary: "copies of rows", Optional: true},
		layer.Category{Name: "work", Summary: "work in the background", Optional: true},
	)
	cat.Layers = slices.Clone(cat.Layers)
	add(cat, "middleware/ratelimit", auth)
	add(cat, "example/bank", copies, worker)
	cat.Files = together{cat.Files, files}
	return cat
}

// add inserts layers before the one with the given ID.
func add(cat *layer.Catalog, before string, layers ...layer.Layer) {
	i := slices.IndexFunc(cat.Layers, func(l layer.Layer) bool { return l.ID() == before })
	cat.Layers = slices.Insert(cat.Layers, i, layers...)
}

var auth = layer.Layer{
	Category: "auth", Name: "token", Dir: "layers/auth",
	Summary:  "users by the tokens in the configuration",
	Input:    true,
	Sections: []layer.Section{{Field: "Auth", Package: "auth"}},
	Settings: []layer.Group{{Title: "Tokens", Settings: []layer.Setting{
		{Name: "AUTH_TOKENS", Secret: true, About: "Users with their roles and tokens: `ann:user:one,bob:admin:two`."},
	}}},
}

var copies = layer.Layer{
	Category: "copies", Name: "remote", Dir: "layers/copies",
	Summary:  "rows of all stores in memory, while a server answers",
	Sections: []layer.Section{{Field: "Copies", Package: "copies"}},
	Settings: []layer.Group{{Title: "Copies", Settings: []layer.Setting{
		{Name: "COPIES_ADDR", Default: "127.0.0.1:6379", About: "Address of their server."},
	}}},
}

var worker = layer.Layer{
	Category: "work", Name: "ticks", Dir: "layers/worker",
	Summary:  "a relay, a consumer, a second listener and a registration",
	Commands: []layer.Command{{Name: "worker", About: "consume until it is stopped"}},
}

// together combines two file systems with different top-level directories.
type together struct{ first, second fs.FS }

// of returns the file system that contains a file.
func (t together) of(name string) fs.FS {
	if name == "layers" || strings.HasPrefix(name, "layers/") {
		return t.second
	}
	return t.first
}

func (t together) Open(name string) (fs.File, error) { return t.of(name).Open(name) }

func (t together) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(t.of(name), name)
	if err != nil || name != "." {
		return entries, err
	}
	more, err := fs.ReadDir(t.second, name)
	return append(entries, more...), err
}
