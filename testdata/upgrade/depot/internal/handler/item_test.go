package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/acme/depot/internal/apperr"
	"github.com/acme/depot/internal/item"
	"github.com/acme/depot/internal/paging"
	"github.com/acme/depot/internal/router"
)

// What clients send, and get back among other things.
const (
	firstItem = `"sku":"first sku","title":"first title","quantity":0,"status":"draft"`
	otherItem = `"sku":"other sku","title":"other title","quantity":1,"status":"sold"`
)

func TestItem(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/items"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstItem},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstItem},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherItem + `}`, http.StatusCreated, `{"id":2,` + otherItem},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstItem},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherItem + `}`, http.StatusOK, `{"id":1,` + otherItem},
		{"replace what is missing", "PUT", missing, `{` + otherItem + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherItem + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherItem + `}`, http.StatusOK, `{"id":1,` + otherItem},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstItem},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"sku is null", "PATCH", one, `{"sku":null}`, http.StatusUnprocessableEntity, `{"field":"sku","rule":"required"`},
		{"sku of what is missing breaks a rule", "PUT", missing, `{"sku":""}`, http.StatusUnprocessableEntity, `{"field":"sku"`},
		{"sku breaks a rule", "PATCH", one, `{"sku":""}`, http.StatusUnprocessableEntity, `{"field":"sku"`},
		{"title is null", "PATCH", one, `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"title of what is missing breaks a rule", "PUT", missing, `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"title breaks a rule", "PATCH", one, `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"quantity of what is missing breaks a rule", "PUT", missing, `{"quantity":-1}`, http.StatusUnprocessableEntity, `{"field":"quantity"`},
		{"quantity breaks a rule", "PATCH", one, `{"quantity":-1}`, http.StatusUnprocessableEntity, `{"field":"quantity"`},
		{"status of what is missing breaks a rule", "PUT", missing, `{"status":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"status"`},
		{"status breaks a rule", "PATCH", one, `{"status":"no-such-value"}`, http.StatusUnprocessableEntity, `{"field":"status"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{Items: newFakeItems(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestItem_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Items: newFakeItems(t)}
	w := call(t, deps, "POST", "/api/v1/items", "application/json", `{`+otherItem+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherItem)
}

func TestItem_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Items: newFakeItems(t)}
	const one, mergePatch = "/api/v1/items/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstItem)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/items", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestItem_StoreFails(t *testing.T) {
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
		fake := newFakeItems(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{Items: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/items"+id, "application/json", `{`+firstItem+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeItems is a store of few items that fails with err, if there is one.
type fakeItems struct {
	rows []item.Item // by id, from 1
	err  error
}

func newFakeItems(t *testing.T) *fakeItems {
	t.Helper()
	row := item.Item{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstItem+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeItems{rows: []item.Item{row}}
}

func (f *fakeItems) Create(_ context.Context, from item.Item) (item.Item, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeItems) Get(_ context.Context, id int64) (item.Item, error) {
	if f.err != nil {
		return item.Item{}, f.err
	}
	if id > int64(len(f.rows)) {
		return item.Item{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeItems) List(_ context.Context, q page.Query[item.Item]) (page.Page[item.Item], error) {
	if f.err != nil {
		return page.Page[item.Item]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeItems) Update(ctx context.Context, id int64, apply func(*item.Item) error) (item.Item, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return item.Item{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeItems) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}
