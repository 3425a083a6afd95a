package catalogtest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// What keeps templates readable.
const (
	maxFragment = 15 // lines
	maxIfs      = 3
)

var (
	define   = regexp.MustCompile(`\{\{-?\s*define "([^"]+)"\s*-?\}\}`)
	partCall = regexp.MustCompile(`\{\{-?\s*template "([^"]+)"`)
	slotCall = regexp.MustCompile(`\{\{-?\s*slot "([^"]+)"\s*-?\}\}`)
	ifAction = regexp.MustCompile(`\{\{-?\s*(?:else )?if\b[^}]*\}\}`)
	action   = regexp.MustCompile(`\{\{[^}]*\}\}`)
)

func (c *checker) slots() {
	called, filled := c.calledSlots(), map[string]bool{}
	for _, f := range c.files {
		if !f.isSlots() {
			continue
		}
		for _, m := range define.FindAllStringSubmatch(f.text, -1) {
			filled[m[1]] = true
			if !called[m[1]] {
				c.problem("%s: fills slot %q, which no file calls", f.name, m[1])
			}
		}
		for i, fragment := range define.Split(f.text, -1)[1:] {
			body, _, _ := strings.Cut(fragment, "\n{{end}}")
			if lines := strings.Count(strings.Trim(body, "\n"), "\n") + 1; lines > maxFragment {
				c.problem("%s: fragment %d has %d lines; %d are enough", f.name, i+1, lines, maxFragment)
			}
		}
	}
	for _, s := range c.cat.Slots {
		switch {
		case s.About == "":
			c.problem("slot %s: say what it is for", s.Name)
		case !called[s.Name]:
			c.problem("slot %s: no file calls it", s.Name)
		case !filled[s.Name] && !s.Seat:
			c.problem("slot %s: no layer fills it", s.Name)
		}
	}
}

// calledSlots returns the slots that the files call.
func (c *checker) calledSlots() map[string]bool {
	called := map[string]bool{}
	c.each(slotCall, func(f file, slot string) {
		i := slices.IndexFunc(c.cat.Slots, func(s layer.Slot) bool { return s.Name == slot })
		switch {
		case i < 0:
			c.problem("%s: calls slot %q, which the catalogue does not declare", f.name, slot)
		case !strings.HasSuffix(strings.TrimSuffix(f.name, ".tmpl"), c.cat.Slots[i].File):
			c.problem("%s: calls slot %q of %s", f.name, slot, c.cat.Slots[i].File)
		}
		called[slot] = true
	})
	return called
}

// each visits what a pattern finds in the files, by the name that it captures.
func (c *checker) each(pattern *regexp.Regexp, visit func(f file, name string)) {
	for _, f := range c.files {
		for _, m := range pattern.FindAllStringSubmatch(f.text, -1) {
			visit(f, m[1])
		}
	}
}

// parts finds those that nobody calls or defines. Which of them a project has,
// only rendering shows.
func (c *checker) parts() {
	called, defined := map[string]bool{}, map[string]bool{}
	c.each(partCall, func(_ file, part string) { called[part] = true })
	c.each(define, func(f file, part string) {
		switch {
		case f.isParts():
			defined[part] = true
		case !f.isSlots():
			c.problem("%s: defines %q; parts stand in parts.tmpl, fragments in slots.tmpl", f.name, part)
		}
	})
	c.each(partCall, func(f file, part string) {
		if !defined[part] {
			c.problem("%s: calls part %q, which no layer defines", f.name, part)
		}
	})
	c.each(define, func(f file, part string) {
		if f.isParts() && !called[part] {
			c.problem("%s: defines part %q, which no template calls", f.name, part)
		}
	})
}

// templates finds those that decide too much, or name an option.
func (c *checker) templates() {
	for _, f := range c.files {
		if !f.isTemplate() {
			continue
		}
		pieces := []string{f.text}
		if f.isSlots() {
			pieces = define.Split(f.text, -1) // each fragment is part of a file of its own
		}
		for _, piece := range pieces {
			if n := len(ifAction.FindAllString(piece, -1)); n > maxIfs {
				c.problem("%s: %d ifs; %d are allowed, compute the rest in Go", f.name, n, maxIfs)
			}
		}
		for _, a := range action.FindAllString(f.text, -1) {
			for _, l := range c.cat.Layers {
				if l.Category != "" && strings.Contains(a, `"`+l.Name+`"`) {
					c.problem("%s: %s names the option %s; use a slot or an @ folder", f.name, a, l.Name)
				}
			}
		}
	}
}
