package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/router"
	"github.com/acme/tracks/internal/track"
)

// What clients send, and get back among other things.
const (
	firstTrack = `"title":"first title","artist_id":1,"length":1,"released":"2024-05-17","lyrics":"first lyrics"`
	otherTrack = `"title":"other title","artist_id":2,"length":2,"released":"2025-01-31","lyrics":"other lyrics"`
)

func TestTrack(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/tracks"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstTrack},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstTrack},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherTrack + `}`, http.StatusCreated, `{"id":2,` + otherTrack},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstTrack},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherTrack + `}`, http.StatusOK, `{"id":1,` + otherTrack},
		{"replace what is missing", "PUT", missing, `{` + otherTrack + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherTrack + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherTrack + `}`, http.StatusOK, `{"id":1,` + otherTrack},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstTrack},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"title is null", "PATCH", one, `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"title of what is missing breaks a rule", "PUT", missing, `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"title breaks a rule", "PATCH", one, `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"artist_id is null", "PATCH", one, `{"artist_id":null}`, http.StatusUnprocessableEntity, `{"field":"artist_id","rule":"required"`},
		{"artist_id of what is missing breaks a rule", "PUT", missing, `{"artist_id":0}`, http.StatusUnprocessableEntity, `{"field":"artist_id"`},
		{"artist_id breaks a rule", "PATCH", one, `{"artist_id":0}`, http.StatusUnprocessableEntity, `{"field":"artist_id"`},
		{"length is null", "PATCH", one, `{"length":null}`, http.StatusOK, `"length":null`},
		{"length of what is missing breaks a rule", "PUT", missing, `{"length":0}`, http.StatusUnprocessableEntity, `{"field":"length"`},
		{"length breaks a rule", "PATCH", one, `{"length":0}`, http.StatusUnprocessableEntity, `{"field":"length"`},
		{"released is null", "PATCH", one, `{"released":null}`, http.StatusOK, `"released":null`},
		{"lyrics is null", "PATCH", one, `{"lyrics":null}`, http.StatusOK, `"lyrics":null`},
		{"lyrics of what is missing breaks a rule", "PUT", missing, `{"lyrics":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"lyrics"`},
		{"lyrics breaks a rule", "PATCH", one, `{"lyrics":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"lyrics"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{Tracks: newFakeTracks(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestTrack_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Tracks: newFakeTracks(t)}
	w := call(t, deps, "POST", "/api/v1/tracks", "application/json", `{`+otherTrack+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherTrack)
}

func TestTrack_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Tracks: newFakeTracks(t)}
	const one, mergePatch = "/api/v1/tracks/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstTrack)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/tracks", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestTrack_StoreFails(t *testing.T) {
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
		fake := newFakeTracks(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{Tracks: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/tracks"+id, "application/json", `{`+firstTrack+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeTracks is a store of few tracks that fails with err, if there is one.
type fakeTracks struct {
	rows []track.Track // by id, from 1
	err  error
}

func newFakeTracks(t *testing.T) *fakeTracks {
	t.Helper()
	row := track.Track{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstTrack+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeTracks{rows: []track.Track{row}}
}

func (f *fakeTracks) Create(_ context.Context, from track.Track) (track.Track, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeTracks) Get(_ context.Context, id int64) (track.Track, error) {
	if f.err != nil {
		return track.Track{}, f.err
	}
	if id > int64(len(f.rows)) {
		return track.Track{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeTracks) List(_ context.Context, q page.Query[track.Track]) (page.Page[track.Track], error) {
	if f.err != nil {
		return page.Page[track.Track]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeTracks) Update(ctx context.Context, id int64, apply func(*track.Track) error) (track.Track, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return track.Track{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeTracks) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}
