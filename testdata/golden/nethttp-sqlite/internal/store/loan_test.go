package store_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"library/internal/apperr"
	"library/internal/loan"
	"library/internal/store"
)

func loanTests() resourceSuite[loan.Loan, uuid.UUID] {
	return resourceSuite[loan.Loan, uuid.UUID]{
		open:     newLoans,
		fields:   loan.ListFields(),
		first:    firstLoan,
		other:    otherLoan,
		numbered: numberedLoan,
	}
}

const (
	firstLoan = `{"book_id": 1, "due": "2024-05-17", "returned_at": "2024-05-17T08:30:00Z"}`
	otherLoan = `{"book_id": 2, "due": "2025-01-31", "returned_at": "2025-01-31T23:59:59Z"}`
)

func TestLoans(t *testing.T) {
	t.Parallel()
	loanTests().run(t)
}

func numberedLoan(tb testing.TB, n int) loan.Loan {
	tb.Helper()
	row := parse[loan.Loan](tb, []string{firstLoan, otherLoan}[n%2])
	row.ID = numberedID(n + 1)
	if n%3 == 0 {
		row.ReturnedAt = nil
	}
	return row
}

func TestLoans_BookID(t *testing.T) {
	t.Parallel()
	db := open(t)
	seedBooks(t, store.NewBooks(db))
	books, s := store.NewBooks(db), store.NewLoans(db)
	if _, err := s.Create(t.Context(), numberedLoan(t, 0)); err != nil { // on no page below
		t.Fatal(err)
	}
	var want []loan.Loan
	for n := 1; n <= 4; n++ {
		row := numberedLoan(t, n)
		row.BookID = int64(2 - n%2)
		row, err := s.Create(t.Context(), row)
		if err != nil {
			t.Fatal(err)
		}
		if row.BookID == 2 {
			want = append(want, row)
		}
	}
	equal(t, loanTests().walk(t, s, "book_id=2", 1), want)

	toNobody := numberedLoan(t, 5)
	toNobody.BookID = int64(1000)
	_, errCreate := s.Create(t.Context(), toNobody)
	_, errUpdate := s.Update(t.Context(), want[0].ID, func(row *loan.Loan) error {
		row.BookID = toNobody.BookID
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrReference) || !ok || fault.Field != "book_id" {
			t.Errorf("refer to nobody: error = %v of %+v, want ErrReference of book_id", err, fault)
		}
	}

	err := books.Delete(t.Context(), 2, always)
	if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrInUse) || !ok || fault.Resource == "" {
		t.Errorf("delete what is referred to: error = %v of %+v, want ErrInUse", err, fault)
	}
}
