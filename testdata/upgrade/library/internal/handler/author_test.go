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
	"github.com/acme/library/internal/author"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/router"
)

// What clients send, and get back among other things.
const (
	firstAuthor = `"name":"first name","born":"2024-05-17"`
	otherAuthor = `"name":"other name","born":"2025-01-31"`
)

func TestAuthor(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/authors"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstAuthor},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstAuthor},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherAuthor + `}`, http.StatusCreated, `{"id":2,` + otherAuthor},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstAuthor},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherAuthor + `}`, http.StatusOK, `{"id":1,` + otherAuthor},
		{"replace what is missing", "PUT", missing, `{` + otherAuthor + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherAuthor + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherAuthor + `}`, http.StatusOK, `{"id":1,` + otherAuthor},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstAuthor},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"name is null", "PATCH", one, `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"name of what is missing breaks a rule", "PUT", missing, `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"name breaks a rule", "PATCH", one, `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"born is null", "PATCH", one, `{"born":null}`, http.StatusOK, `"born":null`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{Authors: newFakeAuthors(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestAuthor_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Authors: newFakeAuthors(t)}
	w := call(t, deps, "POST", "/api/v1/authors", "application/json", `{`+otherAuthor+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherAuthor)
}

func TestAuthor_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Authors: newFakeAuthors(t)}
	const one, mergePatch = "/api/v1/authors/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstAuthor)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/authors", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestAuthor_StoreFails(t *testing.T) {
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
		fake := newFakeAuthors(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{Authors: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/authors"+id, "application/json", `{`+firstAuthor+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeAuthors is a store of few authors that fails with err, if there is one.
type fakeAuthors struct {
	rows []author.Author // by id, from 1
	err  error
}

func newFakeAuthors(t *testing.T) *fakeAuthors {
	t.Helper()
	row := author.Author{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstAuthor+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeAuthors{rows: []author.Author{row}}
}

func (f *fakeAuthors) Create(_ context.Context, from author.Author) (author.Author, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeAuthors) Get(_ context.Context, id int64) (author.Author, error) {
	if f.err != nil {
		return author.Author{}, f.err
	}
	if id > int64(len(f.rows)) {
		return author.Author{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeAuthors) List(_ context.Context, q page.Query[author.Author]) (page.Page[author.Author], error) {
	if f.err != nil {
		return page.Page[author.Author]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeAuthors) Update(ctx context.Context, id int64, apply func(*author.Author) error) (author.Author, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return author.Author{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeAuthors) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}
