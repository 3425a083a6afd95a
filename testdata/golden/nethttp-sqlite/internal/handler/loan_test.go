package handler_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"library/internal/book"
	"library/internal/loan"
	"library/internal/router"
)

func TestLoan(t *testing.T) {
	t.Parallel()
	resourceSuite[loan.Loan, uuid.UUID]{
		path:   api + "/loans",
		first:  `"book_id":1,"due":"2024-05-17","returned_at":"2024-05-17T08:30:00Z"`,
		other:  `"book_id":2,"due":"2025-01-31","returned_at":"2025-01-31T23:59:59Z"`,
		fields: loan.ListFields(),
		deps: func(fake *fakeStore[loan.Loan, uuid.UUID]) router.Deps {
			return router.Deps{Loans: fake, Books: storeOfOne[book.Book, int64](t, book.ListFields())}
		},
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"book_id":null}`, http.StatusUnprocessableEntity, `{"field":"book_id","rule":"required"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"book_id":0}`, http.StatusUnprocessableEntity, `{"field":"book_id"`},
		{"PUT", "/00000000-0000-7000-8000-000000000002", `{"book_id":0}`, http.StatusUnprocessableEntity, `{"field":"book_id"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"due":null}`, http.StatusUnprocessableEntity, `{"field":"due","rule":"required"`},
		{"PUT", "/00000000-0000-7000-8000-000000000002", `{"due":null}`, http.StatusUnprocessableEntity, `{"field":"due"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"returned_at":null}`, http.StatusOK, `"returned_at":null`},
		{"GET", "?include=no_name", ``, http.StatusBadRequest, `include must be one of book`},
		{"GET", "?include=book", ``, http.StatusOK, `"book":`},
		{"GET", "/00000000-0000-7000-8000-000000000001?include=book", ``, http.StatusOK, `"book":`},
	}...)
}

func TestLoanNested(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Loans: storeOfOne[loan.Loan, uuid.UUID](t, loan.ListFields()), Books: storeOfOne[book.Book, int64](t, book.ListFields())}
	for path, status := range map[string]int{
		"/books/1/loans":           http.StatusOK,
		"/books/1/loans?book_id=1": http.StatusBadRequest,
		"/books/2/loans":           http.StatusNotFound,
		"/books/none/loans":        http.StatusBadRequest,
	} {
		wantResponse(t, call(t, deps, "GET", api+path, "", ""), status, `"code":`)
	}
}
