// Package templates contains the catalogue of gen and its layers: a directory
// for each layer, laid out like the files of a project, and a catalogue entry.
// docs/layers.md explains how to add one.
package templates

import (
	"embed"
	"slices"

	"github.com/gen-go/gen/generator/layer"
)

//go:embed all:base all:framework all:database all:access all:migrate all:resource all:example all:middleware all:auth all:data all:client all:cache all:messaging all:observability all:deploy
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
			{Name: "auth", Summary: "who may call the API", Many: true},
			{Name: "middleware", Summary: "HTTP middleware", Many: true},
			{Name: "data", Summary: "what comes with the data", Many: true},
			{Name: "cache", Summary: "cache of rows and lists", Optional: true},
			{Name: "messaging", Summary: "where events are published", Optional: true},
			{Name: "observability", Summary: "what operators see of the service", Many: true},
			{Name: "deploy", Summary: "where the service runs", Many: true},
			{Name: "id", Summary: "ids of resources", Default: "int", Implied: true},
			{Name: "json", Summary: "names in JSON and queries", Default: "snake", Implied: true, Flag: "json-names"},
		},
		Layers:    layers,
		Slots:     slots,
		Presets:   presets,
		Files:     files,
		Atlas:     atlas,
		Version:   "0.2.0",
		GoVersion: "1.26.0",
		Run:       "make run",
		BodyLimit: bodyLimit,
	}
}

// layers are in the order of their fragments in slots.
var layers = slices.Concat(
	[]layer.Layer{tracingStart, base},
	frameworks,
	databases,
	accesses,
	[]layer.Layer{migrate, resource},
	cacheOptions,
	redis,
	messaging,
	observability,
	caches,
	[]layer.Layer{client},
	examples,
	headers,
	auths,
	middlewares,
	data,
	monitoring,
	deploys,
	ids,
	namings,
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

var ids = []layer.Layer{
	{Category: "id", Name: "int", Summary: "whole numbers, counted by the database", IDs: layer.IntID},
	{Category: "id", Name: "uuid", Summary: "UUIDv7, made by the service", IDs: layer.UUIDID},
}

// namings are the ways to write names in JSON.
var namings = []layer.Layer{
	{Category: "json", Name: "snake", Summary: "snake_case, as in the database: published_on"},
	{Category: "json", Name: "camel", Summary: "camelCase: publishedOn", CamelCase: true},
}

// presets leave open the framework and all other categories that have a
// question of their own, unless they list them. None chooses auth: whether clients
// have accounts, keys or a gateway in front of the service, only its owner knows.
var presets = []layer.Preset{
	{Name: "minimal", Summary: "no options beyond framework and database"},
	{
		Name: "api", Summary: "JSON API for browsers and other clients",
		Options: layer.Choices{"middleware": {"secure", "cors", "ratelimit", "compress"}},
	},
	{
		Name: "production", Summary: "public service on PostgreSQL, with every protection and metrics",
		Options: layer.Choices{
			"database":   {"postgres"},
			"middleware": {"secure", "cors", "ratelimit", "compress", "idempotency"},
			// Traces need a collector, which not everybody has.
			"observability": {"metrics"},
		},
	},
}
