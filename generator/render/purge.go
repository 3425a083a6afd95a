package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Purged is a table with deleted rows.
type Purged struct {
	*Resource
	// Query selects the first ids after one, of rows that were deleted before a time and
	// that no row refers to.
	Query Statement
}

// purgeBatch is the number of rows that are deleted for good at a time.
const purgeBatch = 500

// purged returns the tables with deleted rows, those that refer to others first.
func purged(resources []Resource, specs []spec.Resource, db layer.Dialect) []Purged {
	var all []Purged
	for _, of := range slices.Backward(spec.CreationOrder(specs)) {
		r := &resources[slices.IndexFunc(specs, func(other spec.Resource) bool { return other.Name == of.Name })]
		if r.DeletedAt == nil {
			continue
		}
		text := "\n\t\t\t\tSELECT id FROM " + r.SQLTable + "\n\t\t\t\tWHERE id > ? AND deleted_at < ?"
		for _, by := range r.Referrers {
			table, name := by.SQLTable, by.SQLTable
			if by.Resource == r {
				table, name = table+" AS referrer", "referrer"
			}
			unused := fmt.Sprintf("NOT EXISTS (SELECT 1 FROM %s WHERE %s.%s = %s.id)", table, name, by.Field.Column, r.SQLTable)
			if by.Resource == r {
				unused = strings.TrimSuffix(unused, ")") + fmt.Sprintf(" AND referrer.id <> %s.id)", r.SQLTable)
			}
			text += "\n\t\t\t\t\tAND " + unused
		}
		text += fmt.Sprintf("\n\t\t\t\tORDER BY id\n\t\t\t\tLIMIT %d", purgeBatch)
		all = append(all, Purged{Resource: r, Query: Statement{text: text, db: db}})
	}
	return all
}
