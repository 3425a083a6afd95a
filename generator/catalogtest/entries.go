package catalogtest

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func (c *checker) categories() {
	seen := map[string]bool{}
	for _, k := range c.cat.Categories {
		if seen[k.Name] {
			c.problem("category %s: duplicate", k.Name)
		}
		seen[k.Name] = true
		_, ok := c.cat.Option(k.Name, k.Default)
		switch {
		case k.MayBeEmpty() && k.Default != "":
			c.problem("category %s: may be empty, but has a default", k.Name)
		case !k.MayBeEmpty() && !ok:
			c.problem("category %s: default %q is not an option", k.Name, k.Default)
		}
		if k.Summary == "" {
			c.problem("category %s: missing summary", k.Name)
		}
		if k.Question == "" && !k.MayBeEmpty() && !k.Implied {
			c.problem("category %s: missing question", k.Name)
		}
		c.needs("category "+k.Name, k.Needs)
	}
}

// catalog checks the fields that apply to all projects.
func (c *checker) catalog() {
	for _, f := range []struct{ name, value string }{{"Version", c.cat.Version}, {"GoVersion", c.cat.GoVersion}, {"Run", c.cat.Run}} {
		if f.value == "" {
			c.problem("catalogue: %s is empty", f.name)
		}
	}
}

func (c *checker) layers() {
	seen := map[string]bool{}
	for _, l := range c.cat.Layers {
		if seen[l.ID()] {
			c.problem("%s: duplicate", l.ID())
		}
		seen[l.ID()] = true
		if l.Dir != "" && !slices.ContainsFunc(c.files, func(f file) bool { return inside(f, l) }) {
			c.problem("%s: no files in %s", l.ID(), l.Dir)
		}
		if n := c.ownMigrations(l); n != l.Migrations || n > 0 && l.Category == "" {
			c.problem("%s: has %d migrations, but Migrations is %d; only options can have migrations", l.ID(), n, l.Migrations)
		}
		if l.Category == "" {
			continue
		}
		if _, ok := c.cat.Category(l.Category); !ok {
			c.problem("%s: unknown category", l.ID())
		}
		c.summary(l.ID(), l.Summary)
		c.needs(l.ID(), l.Needs)
	}
	for _, f := range c.files {
		if !slices.ContainsFunc(c.cat.Layers, func(l layer.Layer) bool { return inside(f, l) }) {
			c.problem("%s: not in the directory of a layer", f.name)
		}
	}
}

func inside(f file, l layer.Layer) bool { return strings.HasPrefix(f.name, l.Dir+"/") }

func (c *checker) summary(of, summary string) {
	if summary == "" || strings.HasSuffix(summary, ".") || len(summary) > 70 {
		c.problem("%s: summary %q: want a short phrase without a full stop", of, summary)
	}
}

var ownUp = regexp.MustCompile(`/\{[0-9]+\}_\w+\.up\.sql`)

// ownMigrations returns the number of migrations in the directory of a layer.
func (c *checker) ownMigrations(l layer.Layer) int {
	names := map[string]bool{} // the same migration for several databases counts once
	for _, f := range c.files {
		if inside(f, l) && ownUp.MatchString(f.name) {
			names[path.Base(f.name)] = true
		}
	}
	return len(names)
}

func (c *checker) needs(of string, needs []layer.Need) {
	facts := c.cat.Facts(nil, nil)
	for _, need := range needs {
		if _, err := facts.Holds(need.Condition); err != nil {
			c.problem("%s: needs: %w", of, err)
		}
		if need.Reason == "" {
			c.problem("%s: needs %q: missing reason", of, need.Condition)
		}
	}
}

// conditions checks the conditions of layers and directories, including those
// that no project evaluates.
func (c *checker) conditions() {
	facts := c.cat.Facts(nil, (&spec.Spec{}).Facts(c.cat))
	for _, l := range c.cat.Layers {
		for _, condition := range l.When {
			if _, err := facts.Holds(condition); err != nil {
				c.problem("%s: when: %w", l.ID(), err)
			}
		}
	}
	for _, f := range c.files {
		for element := range strings.SplitSeq(f.name, "/") {
			if condition, ok := strings.CutPrefix(element, "@"); ok {
				if _, err := facts.Holds(condition); err != nil {
					c.problem("%s: %w", f.name, err)
				}
			}
		}
	}
}
