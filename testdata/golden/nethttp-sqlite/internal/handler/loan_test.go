package handler_test

import (
	"net/http"
	"testing"

	"library/internal/loan"
	"library/internal/router"
)

func TestLoan(t *testing.T) {
	t.Parallel()
	resourceSuite[loan.Loan]{
		path:  "/api/v1/loans",
		first: `"book_id":1,"due":"2024-05-17","returned_at":"2024-05-17T08:30:00Z"`,
		other: `"book_id":2,"due":"2025-01-31","returned_at":"2025-01-31T23:59:59Z"`,
		keys:  loan.SortKeys(),
		deps:  func(fake *fakeStore[loan.Loan]) router.Deps { return router.Deps{Loans: fake} },
	}.run(t, []exchange{
		{"PATCH", "/1", `{"book_id":null}`, http.StatusUnprocessableEntity, `{"field":"book_id","rule":"required"`},
		{"PATCH", "/1", `{"book_id":0}`, http.StatusUnprocessableEntity, `{"field":"book_id"`},
		{"PUT", "/2", `{"book_id":0}`, http.StatusUnprocessableEntity, `{"field":"book_id"`},
		{"PATCH", "/1", `{"due":null}`, http.StatusUnprocessableEntity, `{"field":"due","rule":"required"`},
		{"PUT", "/2", `{"due":null}`, http.StatusUnprocessableEntity, `{"field":"due"`},
		{"PATCH", "/1", `{"returned_at":null}`, http.StatusOK, `"returned_at":null`},
	}...)
}
