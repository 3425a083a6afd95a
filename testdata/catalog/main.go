// Printers scaffolds programs that print records: a catalogue of its own with
// the commands of gen.
package main

import (
	"context"
	"embed"
	"os"

	"github.com/gen-go/gen/cli"
	"github.com/gen-go/gen/generator/layer"
)

//go:embed all:base all:format all:records
var files embed.FS

func catalog() *layer.Catalog {
	return &layer.Catalog{
		Categories: []layer.Category{
			{Name: "format", Question: "In which format?", Default: "text", Summary: "format"},
		},
		Layers: []layer.Layer{
			{Name: "base", Dir: "base"},
			{Category: "format", Name: "text", Dir: "format/text", Summary: "one line for each record"},
			{Category: "format", Name: "json", Dir: "format/json", Summary: "one JSON array for each kind of record"},
			{Name: "records", Dir: "records", When: []string{"resources"}},
		},
		Slots: []layer.Slot{
			{Name: "main.records", File: "main.go", About: "the records to print"},
		},
		Files:     files,
		Version:   "1.0.0",
		GoVersion: "1.26.0",
		Run:       "make run",
	}
}

func main() {
	os.Exit(cli.Main(context.Background(), catalog(), os.Args[1:], cli.OS()))
}
