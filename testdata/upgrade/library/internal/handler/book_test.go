package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/router"
)

// What clients send, and get back among other things.
const (
	firstBook = `"title":"first title","price":"12.5","isbn":"first isbn","author_id":1`
	otherBook = `"title":"other title","price":"99.99","isbn":"other isbn","author_id":2`
)

func TestBook(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/books"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstBook},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstBook},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherBook + `}`, http.StatusCreated, `{"id":2,` + otherBook},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstBook},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherBook + `}`, http.StatusOK, `{"id":1,` + otherBook},
		{"replace what is missing", "PUT", missing, `{` + otherBook + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherBook + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherBook + `}`, http.StatusOK, `{"id":1,` + otherBook},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstBook},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"title is null", "PATCH", one, `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"title of what is missing breaks a rule", "PUT", missing, `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"title breaks a rule", "PATCH", one, `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"price is null", "PATCH", one, `{"price":null}`, http.StatusOK, `"price":null`},
		{"price of what is missing breaks a rule", "PUT", missing, `{"price":"-1"}`, http.StatusUnprocessableEntity, `{"field":"price"`},
		{"price breaks a rule", "PATCH", one, `{"price":"-1"}`, http.StatusUnprocessableEntity, `{"field":"price"`},
		{"isbn is null", "PATCH", one, `{"isbn":null}`, http.StatusOK, `"isbn":null`},
		{"isbn of what is missing breaks a rule", "PUT", missing, `{"isbn":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"isbn"`},
		{"isbn breaks a rule", "PATCH", one, `{"isbn":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"isbn"`},
		{"author_id is null", "PATCH", one, `{"author_id":null}`, http.StatusOK, `"author_id":null`},
		{"author_id of what is missing breaks a rule", "PUT", missing, `{"author_id":0}`, http.StatusUnprocessableEntity, `{"field":"author_id"`},
		{"author_id breaks a rule", "PATCH", one, `{"author_id":0}`, http.StatusUnprocessableEntity, `{"field":"author_id"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{Books: newFakeBooks(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestBook_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Books: newFakeBooks(t)}
	w := call(t, deps, "POST", "/api/v1/books", "application/json", `{`+otherBook+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherBook)
}

func TestBook_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Books: newFakeBooks(t)}
	const one, mergePatch = "/api/v1/books/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstBook)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/books", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestBook_StoreFails(t *testing.T) {
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
		fake := newFakeBooks(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{Books: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/books"+id, "application/json", `{`+firstBook+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeBooks is a store of few books that fails with err, if there is one.
type fakeBooks struct {
	rows []book.Book // by id, from 1
	err  error
}

func newFakeBooks(t *testing.T) *fakeBooks {
	t.Helper()
	row := book.Book{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstBook+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeBooks{rows: []book.Book{row}}
}

func (f *fakeBooks) Create(_ context.Context, from book.Book) (book.Book, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeBooks) Get(_ context.Context, id int64) (book.Book, error) {
	if f.err != nil {
		return book.Book{}, f.err
	}
	if id > int64(len(f.rows)) {
		return book.Book{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeBooks) List(_ context.Context, q page.Query[book.Book]) (page.Page[book.Book], error) {
	if f.err != nil {
		return page.Page[book.Book]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeBooks) Update(ctx context.Context, id int64, apply func(*book.Book) error) (book.Book, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return book.Book{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeBooks) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}
