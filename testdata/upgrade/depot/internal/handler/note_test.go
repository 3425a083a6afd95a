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
	"github.com/acme/depot/internal/note"
	"github.com/acme/depot/internal/paging"
	"github.com/acme/depot/internal/router"
)

// What clients send, and get back among other things.
const (
	firstNote = `"body":"first body"`
	otherNote = `"body":"other body"`
)

func TestNote(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/notes"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstNote},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstNote},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherNote + `}`, http.StatusCreated, `{"id":2,` + otherNote},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstNote},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherNote + `}`, http.StatusOK, `{"id":1,` + otherNote},
		{"replace what is missing", "PUT", missing, `{` + otherNote + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherNote + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherNote + `}`, http.StatusOK, `{"id":1,` + otherNote},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstNote},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"body is null", "PATCH", one, `{"body":null}`, http.StatusUnprocessableEntity, `{"field":"body","rule":"required"`},
		{"body of what is missing breaks a rule", "PUT", missing, `{"body":""}`, http.StatusUnprocessableEntity, `{"field":"body"`},
		{"body breaks a rule", "PATCH", one, `{"body":""}`, http.StatusUnprocessableEntity, `{"field":"body"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{Notes: newFakeNotes(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestNote_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Notes: newFakeNotes(t)}
	w := call(t, deps, "POST", "/api/v1/notes", "application/json", `{`+otherNote+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherNote)
}

func TestNote_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Notes: newFakeNotes(t)}
	const one, mergePatch = "/api/v1/notes/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstNote)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/notes", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestNote_StoreFails(t *testing.T) {
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
		fake := newFakeNotes(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{Notes: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/notes"+id, "application/json", `{`+firstNote+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeNotes is a store of few notes that fails with err, if there is one.
type fakeNotes struct {
	rows []note.Note // by id, from 1
	err  error
}

func newFakeNotes(t *testing.T) *fakeNotes {
	t.Helper()
	row := note.Note{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstNote+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeNotes{rows: []note.Note{row}}
}

func (f *fakeNotes) Create(_ context.Context, from note.Note) (note.Note, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeNotes) Get(_ context.Context, id int64) (note.Note, error) {
	if f.err != nil {
		return note.Note{}, f.err
	}
	if id > int64(len(f.rows)) {
		return note.Note{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeNotes) List(_ context.Context, q page.Query[note.Note]) (page.Page[note.Note], error) {
	if f.err != nil {
		return page.Page[note.Note]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeNotes) Update(ctx context.Context, id int64, apply func(*note.Note) error) (note.Note, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return note.Note{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeNotes) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}
