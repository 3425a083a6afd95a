package catalogtest_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/catalogtest"
	"github.com/gen-go/gen/generator/layer"
)

// whole returns a valid catalogue and its files.
func whole() (*layer.Catalog, fstest.MapFS) {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"base/main.go.tmpl":            "package main\n\nfunc main() {\n\t{{slot \"main.start\"}}\n}\n",
		"base/@loud/volume":            "11\n",
		"loud/slots.tmpl":              "{{define \"main.start\"}}\nprintln(\"HELLO\")\n{{end}}\n",
		"quiet/slots.tmpl":             "{{define \"main.start\"}}\nprintln(\"hello\")\n{{end}}\n",
		"signed/{1}_create_a.up.sql":   "",
		"signed/{1}_create_a.down.sql": "",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return &layer.Catalog{
		Categories: []layer.Category{
			{Name: "voice", Summary: "voice", Question: "Which voice?", Default: "quiet"},
			{Name: "extra", Summary: "extras", Many: true},
		},
		Layers: []layer.Layer{
			{Name: "base", Dir: "base"},
			{Category: "voice", Name: "quiet", Dir: "quiet", Summary: "for libraries"},
			{Category: "voice", Name: "loud", Dir: "loud", Summary: "for markets"},
			{Category: "extra", Name: "signed", Dir: "signed", Summary: "with a name", Migrations: 1, Needs: []layer.Need{{Condition: "quiet,loud", Reason: "it signs what is said"}}},
		},
		Slots:     []layer.Slot{{Name: "main.start", File: "main.go", About: "what it says"}},
		Presets:   []layer.Preset{{Name: "market", Summary: "for a market", Options: layer.Choices{"voice": {"loud"}}}},
		Files:     files,
		Version:   "1.0.0",
		GoVersion: "1.26.0",
		Run:       "go run .",
	}, files
}

func TestCheck(t *testing.T) {
	const broken = `render b: layer voice/quiet: quiet/b.tmpl:1:2: executing "quiet/b.tmpl" at <.Nope>: can't evaluate field Nope in type *render.View`
	type problems []string
	for name, tt := range map[string]struct {
		change func(cat *layer.Catalog, files map[string]string)
		want   problems
	}{
		"nothing": {func(*layer.Catalog, map[string]string) {}, nil},
		"the catalogue": {func(cat *layer.Catalog, _ map[string]string) {
			cat.Version, cat.GoVersion, cat.Run = "", "", ""
		}, problems{"catalogue: Version is empty", "catalogue: GoVersion is empty", "catalogue: Run is empty"}},
		"a category": {func(cat *layer.Catalog, _ map[string]string) {
			cat.Categories[0] = layer.Category{Name: "voice", Default: "shrill", Needs: []layer.Need{{Condition: "lout"}}}
			cat.Categories[1].Default = "signed"
			cat.Categories = append(cat.Categories, cat.Categories[1])
		}, problems{
			`category voice: default "shrill" is not an option`, "category voice: missing summary", "category voice: missing question",
			`category voice: needs: unknown condition "lout"`, `category voice: needs "lout": missing reason`,
			"category extra: may be empty, but has a default", "category extra: duplicate", "category extra: may be empty, but has a default",
		}},
		"an option": {func(cat *layer.Catalog, files map[string]string) {
			cat.Layers[1].Summary = "A sentence."
			cat.Layers[3].Category = "extras"
			cat.Layers = append(cat.Layers, layer.Layer{Name: "base", Dir: "bass"})
			files["signed/{2}_create_b.up.sql"] = ""
			files["stray/a"] = ""
		}, problems{
			`voice/quiet: summary "A sentence.": want a short phrase without a full stop`,
			"extras/signed: has 2 migrations, but Migrations is 1; only options can have migrations", "extras/signed: unknown category",
			"base: duplicate", "base: no files in bass", "stray/a: not in the directory of a layer",
		}},
		"conditions": {func(cat *layer.Catalog, files map[string]string) {
			cat.Layers[0].When = []string{"resource"}
			files["base/@lout/volume"] = ""
		}, problems{`base: when: unknown condition "resource"`, `base/@lout/volume: unknown condition "lout"`}},
		"slots": {func(cat *layer.Catalog, files map[string]string) {
			cat.Slots = append(cat.Slots, layer.Slot{Name: "a", File: "x", About: "a"}, layer.Slot{Name: "b", File: "main.go", About: "b"}, layer.Slot{Name: "c", File: "main.go"})
			files["base/other.go.tmpl"] = "{{slot \"main.start\"}}\n{{slot \"d\"}}\n"
			files["base/main.go.tmpl"] += "{{slot \"b\"}}\n"
			files["loud/slots.tmpl"] += "{{define \"a\"}}" + strings.Repeat("\nx", 16) + "\n{{end}}\n"
		}, problems{
			`base/other.go.tmpl: calls slot "main.start" of main.go`, `base/other.go.tmpl: calls slot "d", which the catalogue does not declare`,
			`loud/slots.tmpl: fills slot "a", which no file calls`, "loud/slots.tmpl: fragment 2 has 16 lines; the maximum is 15",
			"slot a: no file calls it", "slot b: no layer fills it", "slot c: missing description",
		}},
		"parts": {func(_ *layer.Catalog, files map[string]string) {
			files["loud/parts.tmpl"] = "{{define \"mark\"}}!{{end}}{{define \"unused\"}}{{end}}"
			files["base/a.tmpl"] = "{{template \"mark\"}}{{template \"end\" .}}{{define \"inner\"}}{{end}}"
		}, problems{
			`base/a.tmpl: defines "inner"; parts belong in parts.tmpl, fragments in slots.tmpl`,
			`base/a.tmpl: calls part "end", which no layer defines`, `loud/parts.tmpl: defines part "unused", which no template calls`,
		}},
		"templates": {func(_ *layer.Catalog, files map[string]string) {
			files["base/a.tmpl"] = strings.Repeat("{{if .Resources}}{{end}}", 4)
			files["base/b.tmpl"] = `{{if eq .Voice "loud"}}{{end}}`
			files["base/c"] = files["base/b.tmpl"]
		}, problems{"base/a.tmpl: 4 ifs; the maximum is 3, compute the rest in Go", `base/b.tmpl: {{if eq .Voice "loud"}} uses the name of the option loud; use a slot or an @ directory`}},
		"rendering errors": {func(cat *layer.Catalog, files map[string]string) {
			files["quiet/b.tmpl"] = "{{.Nope}}"
			files["loud/c.go"] = "package  c\n"
			cat.Presets[0].Options = layer.Choices{"voice": {"shrill"}}
		}, problems{
			`preset market: voice: "shrill" is not one of quiet, loud`,
			"preset market with extra/signed: extra: it signs what is said; leave it out", `voice: "shrill" is not one of quiet, loud`,
			"voice/quiet: " + broken, "voice/quiet with a resource: " + broken,
			"voice/loud: c.go is not formatted", "voice/loud with a resource: c.go is not formatted",
			"extra/signed: " + broken, "extra/signed with a resource: " + broken,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			cat, files := whole()
			texts := map[string]string{}
			for name, f := range files {
				texts[name] = string(f.Data)
			}
			tt.change(cat, texts)
			for name, text := range texts {
				files[name] = &fstest.MapFile{Data: []byte(text)}
			}
			var got problems
			if err := catalogtest.Check(cat); err != nil {
				got = strings.Split(err.Error(), "\n")
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}
