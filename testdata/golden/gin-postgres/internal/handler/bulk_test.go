package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/router"
)

// testBulk tests requests for several rows. The store has the first one.
func (s resourceSuite[T]) testBulk(t *testing.T) {
	t.Helper()
	first, other := `{`+s.first+`}`, `{`+s.other+`}`
	for _, x := range []exchange{
		{"POST", "/bulk", itemsOf(other, first), http.StatusCreated, `{"items":[` + s.row(2, s.other)},
		{"POST", "/bulk", itemsOf(other, first), http.StatusCreated, s.row(3, s.first)},
		{"POST", "/bulk", itemsOf(first, `{"no_field":1}`), http.StatusBadRequest, `unknown field`},
		{"POST", "/bulk", itemsOf(first, `1`), http.StatusBadRequest, `items[1]`},
		{"POST", "/bulk", `{}`, http.StatusUnprocessableEntity, `{"field":"items","rule":"required"`},
		{"POST", "/bulk", itemsOf(), http.StatusUnprocessableEntity, `{"field":"items","rule":"min"`},
		{"POST", "/bulk", itemsOf(first + strings.Repeat(`,{}`, 100)), http.StatusUnprocessableEntity, `{"field":"items","rule":"max"`},
		{"POST", "/bulk", first, http.StatusBadRequest, `unknown field`},
		{"POST", "/bulk?sort=id", itemsOf(first), http.StatusBadRequest, `unknown query parameter`},

		{"POST", "/bulk-delete", s.idsOf(1, 1), http.StatusNoContent, ``},
		{"POST", "/bulk-delete", s.idsOf(1, 2), http.StatusNotFound, `{"field":"ids[1]","rule":"exists"`},
		{"POST", "/bulk-delete", `{"ids":["one"]}`, http.StatusBadRequest, `ids[0]`},
		{"POST", "/bulk-delete", `{}`, http.StatusUnprocessableEntity, `{"field":"ids","rule":"required"`},
		{"POST", "/bulk-delete", s.idsOf(), http.StatusUnprocessableEntity, `{"field":"ids","rule":"min"`},
		{"POST", "/bulk-delete", s.idsOf(make([]int, 101)...), http.StatusUnprocessableEntity, `{"field":"ids","rule":"max"`},
		{"POST", "/bulk-delete?sort=id", s.idsOf(1), http.StatusBadRequest, `unknown query parameter`},
	} {
		t.Run(fmt.Sprintf("%s %s %.50s", x.method, x.path, x.body), func(t *testing.T) {
			t.Parallel()
			wantResponse(t, call(t, s.deps(s.store(t)), x.method, s.path+x.path, "application/json", x.body), x.status, x.want)
		})
	}
	for match, status := range map[string]int{`"1"`: http.StatusNoContent, `*`: http.StatusNoContent, `"2"`: http.StatusPreconditionFailed} {
		t.Run("bulk-delete If-Match: "+match, func(t *testing.T) {
			t.Parallel()
			header := http.Header{"Content-Type": {"application/json"}, "If-Match": {match}}
			w := sendTo(t, router.Config{RequireIfMatch: true}, s.deps(s.store(t)), "POST", s.path+"/bulk-delete", header, s.idsOf(1))
			wantResponse(t, w, status, ``)
		})
	}
	t.Run("bulk-delete without If-Match", func(t *testing.T) {
		t.Parallel()
		w := sendTo(t, router.Config{RequireIfMatch: true}, s.deps(s.store(t)), "POST", s.path+"/bulk-delete", http.Header{}, s.idsOf(1))
		wantResponse(t, w, http.StatusPreconditionRequired, `If-Match`)
	})
	t.Run("bulk conflict", func(t *testing.T) {
		t.Parallel()
		fake := s.store(t)
		fake.err = &apperr.Violation{Err: apperr.ErrConflict, Fields: []apperr.FieldError{apperr.Taken("name")}}
		w := call(t, s.deps(fake), "POST", s.path+"/bulk", "application/json", itemsOf(other))
		wantResponse(t, w, http.StatusConflict, `{"field":"items[0].name","rule":"unique"`)
	})
}

// itemsOf is the body of a request that creates rows.
func itemsOf(rows ...string) string { return `{"items":[` + strings.Join(rows, ",") + `]}` }

// idsOf is the body of a request that deletes rows.
func (s resourceSuite[T]) idsOf(rows ...int) string {
	list := []int64{}
	for _, n := range rows {
		list = append(list, idOf(n))
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // there are no such ids
	}
	return `{"ids":` + string(text) + `}`
}

func (f *fakeStore[T]) CreateAll(ctx context.Context, rows []T) ([]T, error) {
	var created []T
	for i, from := range rows {
		row, err := f.Create(ctx, from)
		if err != nil {
			return nil, apperr.OfItem("items", i, err)
		}
		created = append(created, row)
	}
	return created, nil
}

func (f *fakeStore[T]) DeleteAll(ctx context.Context, ids []int64, check func(*T) error) error {
	var errs []error
	for i, id := range ids {
		errs = append(errs, apperr.OfItem("ids", i, f.Delete(ctx, id, check)))
	}
	return errors.Join(errs...)
}
