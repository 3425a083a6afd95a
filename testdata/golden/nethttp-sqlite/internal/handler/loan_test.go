package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"library/internal/apperr"
	"library/internal/loan"
	"library/internal/page"
	"library/internal/router"
)

// What clients send, and get back among other things.
const (
	firstLoan = `"book_id":1,"due":"2024-05-17","returned_at":"2024-05-17T08:30:00Z"`
	otherLoan = `"book_id":2,"due":"2025-01-31","returned_at":"2025-01-31T23:59:59Z"`
)

func TestLoan(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/loans"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstLoan},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstLoan},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherLoan + `}`, http.StatusCreated, `{"id":2,` + otherLoan},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstLoan},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherLoan + `}`, http.StatusOK, `{"id":1,` + otherLoan},
		{"replace what is missing", "PUT", missing, `{` + otherLoan + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherLoan + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherLoan + `}`, http.StatusOK, `{"id":1,` + otherLoan},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstLoan},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"book_id is null", "PATCH", one, `{"book_id":null}`, http.StatusUnprocessableEntity, `{"field":"book_id","rule":"required"`},
		{"book_id of what is missing breaks a rule", "PUT", missing, `{"book_id":0}`, http.StatusUnprocessableEntity, `{"field":"book_id"`},
		{"book_id breaks a rule", "PATCH", one, `{"book_id":0}`, http.StatusUnprocessableEntity, `{"field":"book_id"`},
		{"due is null", "PATCH", one, `{"due":null}`, http.StatusUnprocessableEntity, `{"field":"due","rule":"required"`},
		{"due of what is missing breaks a rule", "PUT", missing, `{"due":null}`, http.StatusUnprocessableEntity, `{"field":"due"`},
		{"due breaks a rule", "PATCH", one, `{"due":null}`, http.StatusUnprocessableEntity, `{"field":"due"`},
		{"returned_at is null", "PATCH", one, `{"returned_at":null}`, http.StatusOK, `"returned_at":null`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{Loans: newFakeLoans(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestLoan_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Loans: newFakeLoans(t)}
	w := call(t, deps, "POST", "/api/v1/loans", "application/json", `{`+otherLoan+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherLoan)
}

func TestLoan_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Loans: newFakeLoans(t)}
	const one, mergePatch = "/api/v1/loans/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstLoan)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/loans", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestLoan_StoreFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err    error
		status int
	}{
		{apperr.ErrConflict, http.StatusConflict},
		{apperr.ErrUnavailable, http.StatusServiceUnavailable},
		{context.DeadlineExceeded, http.StatusGatewayTimeout},
		{errors.New("secret of the store"), http.StatusInternalServerError},
	} {
		fake := newFakeLoans(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{Loans: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/loans"+id, "application/json", `{`+firstLoan+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeLoans is a store of few loans that fails with err, if there is one.
type fakeLoans struct {
	rows []loan.Loan // by id, from 1
	err  error
}

func newFakeLoans(t *testing.T) *fakeLoans {
	t.Helper()
	row := loan.Loan{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstLoan+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeLoans{rows: []loan.Loan{row}}
}

func (f *fakeLoans) Create(_ context.Context, from loan.Loan) (loan.Loan, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeLoans) Get(_ context.Context, id int64) (loan.Loan, error) {
	if f.err != nil {
		return loan.Loan{}, f.err
	}
	if id > int64(len(f.rows)) {
		return loan.Loan{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeLoans) List(_ context.Context, q page.Query[loan.Loan]) (page.Page[loan.Loan], error) {
	if f.err != nil {
		return page.Page[loan.Loan]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeLoans) Update(ctx context.Context, id int64, apply func(*loan.Loan) error) (loan.Loan, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return loan.Loan{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeLoans) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}
