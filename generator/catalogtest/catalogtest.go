// Package catalogtest checks catalogues. It is meant for the tests of those
// who write one.
package catalogtest

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
)

// Check returns all errors in a catalogue: those that Catalog.Check finds,
// incomplete entries, unknown words in conditions, slots and parts that are
// never called or never filled, templates that have too much logic or are not
// formatted, and options and presets that do not render.
func Check(cat *layer.Catalog) error {
	c := &checker{cat: cat}
	if err := c.read(); err != nil {
		return err
	}
	if err := cat.Check(); err != nil {
		c.problem("%w", err)
	}
	c.catalog()
	c.categories()
	c.layers()
	c.conditions()
	c.slots()
	c.parts()
	c.templates()
	if err := render.CheckPlain(cat.Files); err != nil {
		c.problem("%w", err)
	}
	if len(c.problems) == 0 { // rendering would repeat the errors
		c.presets()
		c.options()
	}
	return errors.Join(c.problems...)
}

// checker collects the errors in a catalogue.
type checker struct {
	cat      *layer.Catalog
	files    []file
	problems []error
}

// file is a file of a layer.
type file struct{ name, text string }

func (f file) isTemplate() bool { return strings.HasSuffix(f.name, ".tmpl") }
func (f file) isSlots() bool    { return path.Base(f.name) == "slots.tmpl" }
func (f file) isParts() bool    { return path.Base(f.name) == "parts.tmpl" }

func (c *checker) problem(format string, args ...any) {
	c.problems = append(c.problems, fmt.Errorf(format, args...))
}

func (c *checker) read() error {
	return fs.WalkDir(c.cat.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(c.cat.Files, name)
		c.files = append(c.files, file{name, string(data)})
		return err
	})
}
