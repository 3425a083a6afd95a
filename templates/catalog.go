// Package templates contains the catalogue of gen and its layers: a directory
// for each layer, laid out like the files of a project, and a catalogue entry.
// docs/layers.md explains how to add one.
package templates

import (
	"embed"
	"slices"

	"github.com/gen-go/gen/generator/layer"
)

//go:embed all:base all:framework all:database all:access all:migrate all:resource all:example all:middleware
var files embed.FS

//go:generate go run ../generator/modules/atlasgen -deps ../internal/deps -out atlas.bin
//go:embed atlas.bin
var atlas string

// Catalog returns the catalogue of gen.
func Catalog() *layer.Catalog {
	return &layer.Catalog{
		Categories: []layer.Category{
			{Name: "framework", Summary: "HTTP framework", Question: "HTTP framework?", Default: "nethttp"},
			{Name: "database", Summary: "database", Question: "Database?", Default: "sqlite"},
			{
				Name: "access", Summary: "database access", Question: "Database access?", Default: "sql",
				Needs: []layer.Need{{Condition: "!database.none", Reason: "there is no database to access"}},
			},
			{Name: "example", Summary: "example code to read and take apart", Optional: true},
			{Name: "middleware", Summary: "HTTP middleware", Many: true},
		},
		Layers:    layers,
		Slots:     slots,
		Presets:   presets,
		Files:     files,
		Atlas:     atlas,
		Version:   "0.2.0",
		GoVersion: "1.26.0",
		Run:       "make run",
	}
}

// layers are in the order of their fragments in slots.
var layers = slices.Concat(
	[]layer.Layer{base},
	frameworks,
	databases,
	accesses,
	[]layer.Layer{migrate, resource},
	examples,
	middlewares,
)

var migrate = layer.Layer{
	Name: "migrate", Dir: "migrate", When: []string{"!database.none", "migrations"},
	Commands: []layer.Command{
		{Name: "migrate status", About: "list the migrations"},
		{Name: "migrate up", About: "apply the pending migrations"},
		{Name: "migrate down", About: "roll back the last migration, and lose its data"},
		{Name: "migrate redo", About: "roll back the last migration and apply it again"},
		{Name: "migrate mark", About: "record that migration ID is applied or pending, after a repair by hand"},
	},
}

// presets leave open the framework and all other categories that have a
// question of their own, unless they list them.
var presets = []layer.Preset{
	{Name: "minimal", Summary: "no options beyond framework and database"},
	{
		Name: "api", Summary: "JSON API for browsers and other clients",
		Options: layer.Choices{"middleware": {"secure", "cors", "ratelimit", "compress"}},
	},
	{
		Name: "production", Summary: "public service on PostgreSQL, with every protection",
		Options: layer.Choices{
			"database":   {"postgres"},
			"middleware": {"secure", "cors", "ratelimit", "compress", "idempotency"},
		},
	},
}
