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
		layer.Category{Name: "auth", Summary: "who may call the API", Optional: true},
		layer.Category{Name: "cache", Summary: "cached stores", Optional: true},
		layer.Category{Name: "observability", Summary: "what the service does", Optional: true},
		layer.Category{Name: "messaging", Summary: "work in the background", Optional: true},
	)
	cat.Layers = slices.Clone(cat.Layers)
	add(cat, "middleware/ratelimit", auth) // its middleware runs before the rate limit
	add(cat, "example/bank", cache, metrics, worker)
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
	Settings: []layer.Group{{Title: "Auth", Settings: []layer.Setting{
		{Name: "AUTH_TOKENS", Secret: true, About: "Users with their roles and tokens: `ann:user:one,bob:admin:two`."},
	}}},
	Codes: []layer.Code{
		{
			Number: 2200, Name: "Unauthorized", Status: "http.StatusUnauthorized", Error: "apperr.ErrUnauthorized",
			Message: "who are you", About: "the request has no valid token",
		},
		{
			Number: 2201, Name: "Forbidden", Status: "http.StatusForbidden", Error: "apperr.ErrForbidden",
			Message: "not for you", About: "the user has not the role",
		},
	},
	Guards: []layer.Guard{
		{Name: "user", Docs: guarded},
		{Name: "admin", Docs: guarded},
	},
}

var guarded = []string{"@Security\tToken", "@Failure\t401,403\t{object}\tresp.Body"}

var cache = layer.Layer{
	Category: "cache", Name: "remote", Dir: "layers/cache",
	Summary:  "rows of all stores in memory, while a server answers",
	Sections: []layer.Section{{Field: "Cache", Package: "cache"}},
	Settings: []layer.Group{{Title: "Cache", Settings: []layer.Setting{
		{Name: "CACHE_ADDR", Default: "127.0.0.1:6379", About: "Address of the cache server."},
	}}},
}

var metrics = layer.Layer{
	Category: "observability", Name: "metrics", Dir: "layers/metrics",
	Summary: "requests by route and status",
}

var worker = layer.Layer{
	Category: "messaging", Name: "ticks", Dir: "layers/worker",
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
