package store

import (
	"strings"

	"library/internal/page"
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
