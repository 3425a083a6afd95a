package store

import (
	"fmt"
	"strings"

	"github.com/acme/library/internal/page"
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
const wildcard = "*"

// like is the condition that the column has the value, or begins with it, between
// wildcards.
func (c listColumn) like(before string, value any, after string) sqlCondition {
	text := strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(fmt.Sprint(value))
	return sqlCondition{c.text + " GLOB ?", []any{before + text + after}}
}
