package store

import (
	"fmt"
	"strings"

	"github.com/acme/shop/internal/page"
)

// matches is the condition that a filter sets for the column.
func (c listColumn) matches(operator page.Operator, values []any) sqlCondition {
	switch operator {
	case page.Null:
		if values[0] == true {
			return sqlCondition{text: c.text + " IS NULL"}
		}
		return sqlCondition{text: c.text + " IS NOT NULL"}
	case page.In:
		return sqlCondition{c.text + " IN (?" + strings.Repeat(", ?", len(values)-1) + ")", values}
	case page.Contains:
		return c.like(wildcard, values[0], wildcard)
	case page.Prefix:
		return c.like("", values[0], wildcard)
	default:
		return sqlCondition{c.text + " " + operatorOf(operator) + " ?", values}
	}
}

// operatorOf is the operator in SQL.
func operatorOf(operator page.Operator) string {
	switch operator {
	case page.NotEqual:
		return "<>"
	case page.Less:
		return "<"
	case page.AtMost:
		return "<="
	case page.Greater:
		return ">"
	case page.AtLeast:
		return ">="
	default:
		return "="
	}
}

// wildcard stands for any text in a pattern.
const wildcard = "%"

// like is the condition that the column has the value, or begins with it, between
// wildcards.
func (c listColumn) like(before string, value any, after string) sqlCondition {
	return sqlCondition{c.text + " LIKE ? ESCAPE '!'", []any{before + literal(fmt.Sprint(value)) + after}}
}

// literal returns text as it stands in a pattern of LIKE.
func literal(text string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text)
}

// search is the condition that one of the named columns has text in it, in upper
// or lower case.
func search(text string, names []string, columns map[string]listColumn) sqlCondition {
	var terms []string
	var args []any
	for _, name := range names {
		terms, args = append(terms, columns[name].text+` COLLATE "default" ILIKE ? ESCAPE '!'`), append(args, "%"+literal(text)+"%")
	}
	return sqlCondition{"(" + strings.Join(terms, " OR ") + ")", args}
}
