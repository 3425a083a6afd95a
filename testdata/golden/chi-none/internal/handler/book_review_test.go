package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/page"
	"github.com/acme/shelf/internal/router"
)

// What clients send, and get back among other things.
const (
	firstBookReview = `"text":"first text","stars":1`
	otherBookReview = `"text":"other text","stars":2`
)

func TestBookReview(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/book-reviews"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstBookReview},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstBookReview},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherBookReview + `}`, http.StatusCreated, `{"id":2,` + otherBookReview},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstBookReview},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherBookReview + `}`, http.StatusOK, `{"id":1,` + otherBookReview},
		{"replace what is missing", "PUT", missing, `{` + otherBookReview + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherBookReview + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherBookReview + `}`, http.StatusOK, `{"id":1,` + otherBookReview},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstBookReview},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"text is null", "PATCH", one, `{"text":null}`, http.StatusUnprocessableEntity, `{"field":"text","rule":"required"`},
		{"text of what is missing breaks a rule", "PUT", missing, `{"text":""}`, http.StatusUnprocessableEntity, `{"field":"text"`},
		{"text breaks a rule", "PATCH", one, `{"text":""}`, http.StatusUnprocessableEntity, `{"field":"text"`},
		{"stars is null", "PATCH", one, `{"stars":null}`, http.StatusUnprocessableEntity, `{"field":"stars","rule":"required"`},
		{"stars of what is missing breaks a rule", "PUT", missing, `{"stars":0}`, http.StatusUnprocessableEntity, `{"field":"stars"`},
		{"stars breaks a rule", "PATCH", one, `{"stars":0}`, http.StatusUnprocessableEntity, `{"field":"stars"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{BookReviews: newFakeBookReviews(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestBookReview_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{BookReviews: newFakeBookReviews(t)}
	w := call(t, deps, "POST", "/api/v1/book-reviews", "application/json", `{`+otherBookReview+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherBookReview)
}

func TestBookReview_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{BookReviews: newFakeBookReviews(t)}
	const one, mergePatch = "/api/v1/book-reviews/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstBookReview)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/book-reviews", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestBookReview_StoreFails(t *testing.T) {
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
		fake := newFakeBookReviews(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{BookReviews: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/book-reviews"+id, "application/json", `{`+firstBookReview+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeBookReviews is a store of few book reviews that fails with err, if there is one.
type fakeBookReviews struct {
	rows []bookreview.BookReview // by id, from 1
	err  error
}

func newFakeBookReviews(t *testing.T) *fakeBookReviews {
	t.Helper()
	row := bookreview.BookReview{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstBookReview+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeBookReviews{rows: []bookreview.BookReview{row}}
}

func (f *fakeBookReviews) Create(_ context.Context, from bookreview.BookReview) (bookreview.BookReview, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeBookReviews) Get(_ context.Context, id int64) (bookreview.BookReview, error) {
	if f.err != nil {
		return bookreview.BookReview{}, f.err
	}
	if id > int64(len(f.rows)) {
		return bookreview.BookReview{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeBookReviews) List(_ context.Context, q page.Query[bookreview.BookReview]) (page.Page[bookreview.BookReview], error) {
	if f.err != nil {
		return page.Page[bookreview.BookReview]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeBookReviews) Update(ctx context.Context, id int64, apply func(*bookreview.BookReview) error) (bookreview.BookReview, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return bookreview.BookReview{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeBookReviews) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}
