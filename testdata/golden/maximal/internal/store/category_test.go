package store_test

import (
	"errors"
	"testing"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/store"
)

func categoryTests() resourceSuite[category.Category] {
	return resourceSuite[category.Category]{
		open:     newCategories,
		fields:   category.ListFields(),
		first:    firstCategory,
		other:    otherCategory,
		numbered: numberedCategory,
	}
}

const (
	firstCategory = `{"name": "first name", "slug": "first-slug", "parent_id": null}`
	otherCategory = `{"name": "other name", "slug": "other-slug", "parent_id": null}`
)

func TestCategories(t *testing.T) {
	t.Parallel()
	categoryTests().run(t)
}

func numberedCategory(tb testing.TB, n int) category.Category {
	tb.Helper()
	row := parse[category.Category](tb, []string{firstCategory, otherCategory}[n%2])
	if n%3 == 0 {
		row.Slug = nil
		row.ParentID = nil
	}
	return row
}

// seedCategories stores categories for others to refer to, with the ids 1 to 9.
func seedCategories(tb testing.TB, s resourceStore[category.Category]) {
	tb.Helper()
	for n := range 9 {
		if _, err := s.Create(tb.Context(), numberedCategory(tb, n)); err != nil {
			tb.Fatal(err)
		}
	}
}

func TestCategories_ParentID(t *testing.T) {
	t.Parallel()
	db := open(t)
	categories, s := store.NewCategories(db), store.NewCategories(db)
	if _, err := s.Create(t.Context(), numberedCategory(t, 0)); err != nil { // on no page below
		t.Fatal(err)
	}
	var want []category.Category
	for n := 1; n <= 4; n++ {
		row := numberedCategory(t, n)
		row.ParentID = new(int64(2 - n%2))
		row, err := s.Create(t.Context(), row)
		if err != nil {
			t.Fatal(err)
		}
		if *row.ParentID == 2 {
			want = append(want, row)
		}
	}
	equal(t, categoryTests().walk(t, s, "parent_id=2", 1), want)

	toNobody := numberedCategory(t, 5)
	toNobody.ParentID = new(int64(1000))
	_, errCreate := s.Create(t.Context(), toNobody)
	_, errUpdate := s.Update(t.Context(), want[0].ID, func(row *category.Category) error {
		row.ParentID = toNobody.ParentID
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrReference) || !ok || fault.Field != "parent_id" {
			t.Errorf("refer to nobody: error = %v of %+v, want ErrReference of parent_id", err, fault)
		}
	}

	err := categories.Delete(t.Context(), 2, always)
	if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrInUse) || !ok || fault.Resource == "" {
		t.Errorf("delete what is referred to: error = %v of %+v, want ErrInUse", err, fault)
	}
}
