package store_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/library/internal/category"
)

func categoryTests() resourceSuite[category.Category] {
	return resourceSuite[category.Category]{
		open:     newCategories,
		fields:   category.ListFields(),
		first:    firstCategory,
		other:    otherCategory,
		numbered: numberedCategory,
		unique:   [][]string{{"name"}, {"token"}},
	}
}

const (
	firstCategory = `{"name": "first name", "position": 0, "active": true, "kind": "genre", "note": "first note", "settings": {"a":1}, "token": "9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11", "weight": 1.5, "views": "1", "reviewed_at": "2024-05-17T08:30:00Z"}`
	otherCategory = `{"name": "other name", "position": 1, "active": false, "kind": "shelf", "note": "other note", "settings": {"a":[true]}, "token": "1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60", "weight": 2.25, "views": "2", "reviewed_at": "2025-01-31T23:59:59Z"}`
)

func TestCategories(t *testing.T) {
	t.Parallel()
	categoryTests().run(t)
}

func numberedCategory(tb testing.TB, n int) category.Category {
	tb.Helper()
	row := parse[category.Category](tb, []string{firstCategory, otherCategory}[n%2])
	row.Name = fmt.Sprintf("name %d", n)
	row.Token = new(uuid.MustParse(fmt.Sprintf("00000000-0000-4000-8000-%012d", n)))
	if n%3 == 0 {
		row.Note = nil
		row.Settings = nil
		row.Token = nil
		row.Weight = nil
		row.Views = nil
		row.ReviewedAt = nil
	}
	return row
}
