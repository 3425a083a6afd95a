package catalogtest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Limits that keep templates readable.
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
				c.problem("%s: fragment %d has %d lines; the maximum is %d", f.name, i+1, lines, maxFragment)
			}
		}
	}
	for _, s := range c.cat.Slots {
		switch {
		case s.About == "":
			c.problem("slot %s: missing description", s.Name)
		case !called[s.Name]:
			c.problem("slot %s: no file calls it", s.Name)
		case !filled[s.Name] && !s.Seat:
			c.problem("slot %s: no layer fills it", s.Name)
		}
	}
}

// calledSlots returns the slots that files call, and reports calls in the
// wrong file.
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

// each calls visit for each match of a pattern in the files, with the name
// that it captures.
func (c *checker) each(pattern *regexp.Regexp, visit func(f file, name string)) {
	for _, f := range c.files {
		for _, m := range pattern.FindAllStringSubmatch(f.text, -1) {
			visit(f, m[1])
		}
	}
}

// parts reports parts that are never called or never defined. Whether a
// project has all the parts that it calls can only be found by rendering.
func (c *checker) parts() {
	called, defined := map[string]bool{}, map[string]bool{}
	c.each(partCall, func(_ file, part string) { called[part] = true })
	c.each(define, func(f file, part string) {
		switch {
		case f.isParts():
			defined[part] = true
		case !f.isSlots():
			c.problem("%s: defines %q; parts belong in parts.tmpl, fragments in slots.tmpl", f.name, part)
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

// templates reports templates that have too much logic or use the name of an
// option.
func (c *checker) templates() {
	for _, f := range c.files {
		if !f.isTemplate() {
			continue
		}
		pieces := []string{f.text}
		if f.isSlots() {
			pieces = define.Split(f.text, -1) // fragments end up in different files
		}
		for _, piece := range pieces {
			if n := len(ifAction.FindAllString(piece, -1)); n > maxIfs {
				c.problem("%s: %d ifs; the maximum is %d, compute the rest in Go", f.name, n, maxIfs)
			}
		}
		for _, a := range action.FindAllString(f.text, -1) {
			for _, l := range c.cat.Layers {
				if l.Category != "" && strings.Contains(a, `"`+l.Name+`"`) {
					c.problem("%s: %s uses the name of the option %s; use a slot or an @ directory", f.name, a, l.Name)
				}
			}
		}
	}
}
