package layer

import "slices"

// Preset is a named set of options for a new project.
type Preset struct {
	Name    string
	Summary string // phrase for help, prompts and README
	Options Choices
}

// Preset returns the preset with the given name, or false if there is none.
func (c *Catalog) Preset(name string) (Preset, bool) {
	i := slices.IndexFunc(c.Presets, func(p Preset) bool { return p.Name == name })
	if i < 0 {
		return Preset{}, false
	}
	return c.Presets[i], true
}

// Expand returns the chosen options together with those of a preset. The
// preset applies to categories without a choice, as far as its options are
// compatible with the chosen ones. Other categories that have no question of
// their own are set to [None].
func (c *Catalog) Expand(p Preset, chosen Choices) Choices {
	expanded := chosen.Clone()
	for category, names := range p.Options {
		if len(chosen[category]) == 0 {
			expanded[category] = slices.Clone(names)
		}
	}
	c.Prune(expanded)
	for category, names := range chosen {
		expanded[category] = slices.Clone(names) // even if invalid, which Validate reports
	}
	for _, k := range c.Categories {
		if k.Question == "" && k.MayBeEmpty() && len(expanded[k.Name]) == 0 {
			expanded[k.Name] = []string{None}
		}
	}
	return expanded
}

// Possible returns the options of a category that are compatible with the
// chosen ones and some options of the open categories.
func (c *Catalog) Possible(k Category, chosen Choices, open []Category) []Layer {
	all := chosen.Clone()
	for _, o := range open {
		for _, l := range c.Options(o.Name) {
			all[o.Name] = append(all[o.Name], l.Name)
		}
	}
	// A need is for one of several options, or for the absence of one. So if
	// it can be met at all, it is met with no further options or with all of
	// them.
	possible := func(need Need) bool {
		_, alone := c.Unmet([]Need{need}, chosen)
		_, together := c.Unmet([]Need{need}, all)
		return !alone || !together
	}
	if slices.ContainsFunc(k.Needs, func(n Need) bool { return !possible(n) }) {
		return nil
	}
	return slices.DeleteFunc(c.Options(k.Name), func(l Layer) bool {
		return slices.ContainsFunc(l.Needs, func(n Need) bool { return !possible(n) })
	})
}
