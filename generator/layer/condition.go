package layer

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Facts maps every word that a condition may use to whether it holds for a
// project. The words are the names of options, qualified as in "database.none"
// and also unqualified if unique; the names of categories, which hold if an
// option is chosen; and the words of the spec, such as "resources".
type Facts map[string]bool

// Holds reports whether a condition holds. A condition is a word ("gin"),
// alternatives ("postgres,mysql"), or a negated word ("!fiber"). Unknown words
// are errors.
func (f Facts) Holds(condition string) (bool, error) {
	if word, negated := strings.CutPrefix(condition, "!"); negated {
		value, err := f.word(word)
		return !value, err
	}
	holds := false
	for word := range strings.SplitSeq(condition, ",") {
		value, err := f.word(word)
		if err != nil {
			return false, err
		}
		holds = holds || value
	}
	return holds, nil
}

func (f Facts) word(word string) (bool, error) {
	value, known := f[word]
	if !known {
		return false, fmt.Errorf("unknown condition %q", word)
	}
	return value, nil
}

// Facts returns the facts of a project with the given options and words of its
// spec.
func (c *Catalog) Facts(chosen Choices, words map[string]bool) Facts {
	facts := Facts{}
	maps.Copy(facts, words)
	shared := map[string]int{} // options by name
	for _, l := range c.Layers {
		if l.Category != "" {
			shared[l.Name]++
		}
	}
	for _, k := range c.Categories {
		names := chosen[k.Name]
		facts[k.Name] = len(names) > 0 && (!k.MayBeEmpty() || !slices.Equal(names, []string{None}))
	}
	for _, l := range c.Layers {
		if l.Category == "" {
			continue
		}
		has := chosen.Has(l.Category, l.Name)
		facts[l.Category+"."+l.Name] = has
		if _, taken := facts[l.Name]; shared[l.Name] == 1 && !taken {
			facts[l.Name] = has
		}
	}
	return facts
}

// Need is a condition on the other options of a project.
type Need struct {
	Condition string // see Facts.Holds; must not use words of the spec
	Reason    string // clause that is shown if the condition does not hold: "there is no database to access"
}

// Unmet returns the first need that the chosen options do not meet. Conditions
// with unknown words are unmet; catalogtest.Check reports them.
func (c *Catalog) Unmet(needs []Need, chosen Choices) (Need, bool) {
	if len(needs) == 0 {
		return Need{}, false
	}
	facts := c.Facts(chosen, nil)
	i := slices.IndexFunc(needs, func(n Need) bool {
		holds, err := facts.Holds(n.Condition)
		return err != nil || !holds
	})
	if i < 0 {
		return Need{}, false
	}
	return needs[i], true
}

// Choice returns the choice of an option, with those of its category that it
// needs.
func (c *Catalog) Choice(l Layer) Choices {
	var names []string
	for _, other := range c.Layers {
		needed := slices.ContainsFunc(l.Needs, func(n Need) bool { return n.Condition == other.Name })
		if other.Category == l.Category && (needed || other.Name == l.Name) {
			names = append(names, other.Name)
		}
	}
	return Choices{l.Category: names}
}

// Applies reports whether the chosen options meet the needs of a category.
func (c *Catalog) Applies(category string, chosen Choices) bool {
	k, ok := c.Category(category)
	if !ok {
		return false
	}
	_, unmet := c.Unmet(k.Needs, chosen)
	return !unmet
}

// Offered returns the choices for a category that are compatible with the
// chosen options of others.
func (c *Catalog) Offered(k Category, chosen Choices) []Layer {
	if !c.Applies(k.Name, chosen) {
		return nil
	}
	return slices.DeleteFunc(c.Answers(k), func(l Layer) bool {
		_, unmet := c.Unmet(l.Needs, chosen)
		return unmet
	})
}

// Prune removes chosen options whose needs are not met by the others.
func (c *Catalog) Prune(chosen Choices) {
	for _, k := range c.Categories {
		offered := c.Offered(k, chosen)
		left := slices.DeleteFunc(slices.Clone(chosen[k.Name]), func(name string) bool {
			_, known := c.Option(k.Name, name)
			return known && !slices.ContainsFunc(offered, func(l Layer) bool { return l.Name == name })
		})
		if len(left) == 0 {
			delete(chosen, k.Name)
			continue
		}
		chosen[k.Name] = left
	}
}
