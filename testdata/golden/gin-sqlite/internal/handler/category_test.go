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
	"github.com/acme/library/internal/category"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/router"
)

// What clients send, and get back among other things.
const (
	firstCategory = `"name":"first name","position":0,"active":true,"kind":"genre","note":"first note","settings":{"a":1},"token":"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11","weight":1.5,"views":1,"reviewed_at":"2024-05-17T08:30:00Z"`
	otherCategory = `"name":"other name","position":1,"active":false,"kind":"shelf","note":"other note","settings":{"a":[true]},"token":"1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60","weight":2.25,"views":2,"reviewed_at":"2025-01-31T23:59:59Z"`
)

func TestCategory(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/categories"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstCategory},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstCategory},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherCategory + `}`, http.StatusCreated, `{"id":2,` + otherCategory},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstCategory},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherCategory + `}`, http.StatusOK, `{"id":1,` + otherCategory},
		{"replace what is missing", "PUT", missing, `{` + otherCategory + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherCategory + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherCategory + `}`, http.StatusOK, `{"id":1,` + otherCategory},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstCategory},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"name is null", "PATCH", one, `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"name of what is missing breaks a rule", "PUT", missing, `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"name breaks a rule", "PATCH", one, `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"position of what is missing breaks a rule", "PUT", missing, `{"position":-1}`, http.StatusUnprocessableEntity, `{"field":"position"`},
		{"position breaks a rule", "PATCH", one, `{"position":-1}`, http.StatusUnprocessableEntity, `{"field":"position"`},
		{"kind of what is missing breaks a rule", "PUT", missing, `{"kind":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"kind"`},
		{"kind breaks a rule", "PATCH", one, `{"kind":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"kind"`},
		{"note is null", "PATCH", one, `{"note":null}`, http.StatusOK, `"note":null`},
		{"note of what is missing breaks a rule", "PUT", missing, `{"note":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"note"`},
		{"note breaks a rule", "PATCH", one, `{"note":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"note"`},
		{"settings is null", "PATCH", one, `{"settings":null}`, http.StatusOK, `"settings":null`},
		{"settings of what is missing breaks a rule", "PUT", missing, `{"settings":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"settings"`},
		{"settings breaks a rule", "PATCH", one, `{"settings":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"settings"`},
		{"token is null", "PATCH", one, `{"token":null}`, http.StatusOK, `"token":null`},
		{"weight is null", "PATCH", one, `{"weight":null}`, http.StatusOK, `"weight":null`},
		{"views is null", "PATCH", one, `{"views":null}`, http.StatusOK, `"views":null`},
		{"reviewed_at is null", "PATCH", one, `{"reviewed_at":null}`, http.StatusOK, `"reviewed_at":null`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{Categories: newFakeCategories(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestCategory_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Categories: newFakeCategories(t)}
	w := call(t, deps, "POST", "/api/v1/categories", "application/json", `{`+otherCategory+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherCategory)
}

func TestCategory_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Categories: newFakeCategories(t)}
	const one, mergePatch = "/api/v1/categories/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstCategory)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/categories", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestCategory_StoreFails(t *testing.T) {
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
		fake := newFakeCategories(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{Categories: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/categories"+id, "application/json", `{`+firstCategory+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeCategories is a store of few categories that fails with err, if there is one.
type fakeCategories struct {
	rows []category.Category // by id, from 1
	err  error
}

func newFakeCategories(t *testing.T) *fakeCategories {
	t.Helper()
	row := category.Category{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstCategory+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeCategories{rows: []category.Category{row}}
}

func (f *fakeCategories) Create(_ context.Context, from category.Category) (category.Category, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeCategories) Get(_ context.Context, id int64) (category.Category, error) {
	if f.err != nil {
		return category.Category{}, f.err
	}
	if id > int64(len(f.rows)) {
		return category.Category{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeCategories) List(_ context.Context, q page.Query[category.Category]) (page.Page[category.Category], error) {
	if f.err != nil {
		return page.Page[category.Category]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeCategories) Update(ctx context.Context, id int64, apply func(*category.Category) error) (category.Category, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return category.Category{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeCategories) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}
