package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/room"
	"github.com/acme/rooms/internal/router"
)

// What clients send, and get back among other things.
const (
	firstRoom = `"name":"first name","seats":1,"equipment":{"a":1}`
	otherRoom = `"name":"other name","seats":2,"equipment":{"a":[true]}`
)

func TestRoom(t *testing.T) {
	t.Parallel()
	const (
		all     = "/api/v1/rooms"
		one     = all + "/1"
		missing = all + "/2"
	)
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the body of the answer
	}{
		{"list", "GET", all, ``, http.StatusOK, `{"items":[{"id":1,` + firstRoom},
		{"list sorted", "GET", all + "?sort=-created_at&limit=1", ``, http.StatusOK, firstRoom},
		{"list by no field", "GET", all + "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"list of none", "GET", all + "?limit=0", ``, http.StatusBadRequest, `limit must be`},
		{"list from nowhere", "GET", all + "?cursor=nowhere", ``, http.StatusBadRequest, `cursor is not`},

		{"create", "POST", all, `{` + otherRoom + `}`, http.StatusCreated, `{"id":2,` + otherRoom},
		{"create from nothing", "POST", all, ``, http.StatusBadRequest, `malformed`},
		{"create from a list", "POST", all, `[]`, http.StatusBadRequest, `object`},
		{"create from two objects", "POST", all, `{} {}`, http.StatusBadRequest, `malformed`},
		{"create with an unknown field", "POST", all, `{"no_field":1}`, http.StatusBadRequest, `no_field`},
		{"create with an id", "POST", all, `{"id":7}`, http.StatusBadRequest, `id`},
		{"create from too much", "POST", all, strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"get", "GET", one, ``, http.StatusOK, `{"id":1,` + firstRoom},
		{"get what is missing", "GET", missing, ``, http.StatusNotFound, `not found`},
		{"get without a number", "GET", all + "/one", ``, http.StatusBadRequest, `id`},

		{"replace", "PUT", one, `{` + otherRoom + `}`, http.StatusOK, `{"id":1,` + otherRoom},
		{"replace what is missing", "PUT", missing, `{` + otherRoom + `}`, http.StatusNotFound, `not found`},
		{"replace without a number", "PUT", all + "/0", `{` + otherRoom + `}`, http.StatusBadRequest, `id`},
		{"replace by half an object", "PUT", one, `{`, http.StatusBadRequest, `malformed`},

		{"patch", "PATCH", one, `{` + otherRoom + `}`, http.StatusOK, `{"id":1,` + otherRoom},
		{"patch nothing", "PATCH", one, `{}`, http.StatusOK, `{"id":1,` + firstRoom},
		{"patch what is missing", "PATCH", missing, `{}`, http.StatusNotFound, `not found`},
		{"patch without a number", "PATCH", all + "/-1", `{}`, http.StatusBadRequest, `id`},
		{"patch by a list", "PATCH", one, `[]`, http.StatusBadRequest, `object`},

		{"delete", "DELETE", one, ``, http.StatusNoContent, ``},
		{"delete what is missing", "DELETE", missing, ``, http.StatusNotFound, `not found`},
		{"delete without a number", "DELETE", all + "/1.5", ``, http.StatusBadRequest, `id`},

		{"name is null", "PATCH", one, `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"name of what is missing breaks a rule", "PUT", missing, `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"name breaks a rule", "PATCH", one, `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"seats is null", "PATCH", one, `{"seats":null}`, http.StatusUnprocessableEntity, `{"field":"seats","rule":"required"`},
		{"seats of what is missing breaks a rule", "PUT", missing, `{"seats":0}`, http.StatusUnprocessableEntity, `{"field":"seats"`},
		{"seats breaks a rule", "PATCH", one, `{"seats":0}`, http.StatusUnprocessableEntity, `{"field":"seats"`},
		{"equipment is null", "PATCH", one, `{"equipment":null}`, http.StatusOK, `"equipment":null`},
		{"equipment of what is missing breaks a rule", "PUT", missing, `{"equipment":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"equipment"`},
		{"equipment breaks a rule", "PATCH", one, `{"equipment":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"equipment"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deps := router.Deps{Rooms: newFakeRooms(t)}
			wantAnswer(t, call(t, deps, tt.method, tt.path, "application/json", tt.body), tt.status, tt.want)
		})
	}
}

func TestRoom_Location(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Rooms: newFakeRooms(t)}
	w := call(t, deps, "POST", "/api/v1/rooms", "application/json", `{`+otherRoom+`}`)
	wantAnswer(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, `{"id":2,`+otherRoom)
}

func TestRoom_MediaType(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Rooms: newFakeRooms(t)}
	const one, mergePatch = "/api/v1/rooms/1", "application/merge-patch+json; charset=utf-8"
	wantAnswer(t, call(t, deps, "PATCH", one, mergePatch, `{}`), http.StatusOK, firstRoom)
	wantAnswer(t, call(t, deps, "PATCH", one, "", `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "PUT", one, mergePatch, `{}`), http.StatusUnsupportedMediaType, `media type`)
	wantAnswer(t, call(t, deps, "POST", "/api/v1/rooms", "text/plain", `{}`), http.StatusUnsupportedMediaType, `media type`)
}

func TestRoom_StoreFails(t *testing.T) {
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
		fake := newFakeRooms(t)
		fake.err = fmt.Errorf("store: %w", tt.err)
		deps := router.Deps{Rooms: fake}
		for _, verbAndID := range []string{"GET", "POST", "GET /1", "PUT /1", "PATCH /1", "DELETE /1"} {
			verb, id, _ := strings.Cut(verbAndID, " ")
			w := call(t, deps, verb, "/api/v1/rooms"+id, "application/json", `{`+firstRoom+`}`)
			wantAnswer(t, w, tt.status, `"code":`)
			if strings.Contains(w.Body.String(), "store") {
				t.Errorf("%s tells the client %s", verb, w.Body)
			}
		}
	}
}

// fakeRooms is a store of few rooms that fails with err, if there is one.
type fakeRooms struct {
	rows []room.Room // by id, from 1
	err  error
}

func newFakeRooms(t *testing.T) *fakeRooms {
	t.Helper()
	row := room.Room{ID: 1}
	if err := json.Unmarshal([]byte(`{`+firstRoom+`}`), &row); err != nil {
		t.Fatal(err)
	}
	return &fakeRooms{rows: []room.Room{row}}
}

func (f *fakeRooms) Create(_ context.Context, from room.Room) (room.Room, error) {
	from.ID = int64(len(f.rows)) + 1
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeRooms) Get(_ context.Context, id int64) (room.Room, error) {
	if f.err != nil {
		return room.Room{}, f.err
	}
	if id > int64(len(f.rows)) {
		return room.Room{}, apperr.ErrNotFound
	}
	return f.rows[id-1], nil
}

func (f *fakeRooms) List(_ context.Context, q page.Query[room.Room]) (page.Page[room.Room], error) {
	if f.err != nil {
		return page.Page[room.Room]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeRooms) Update(ctx context.Context, id int64, apply func(*room.Room) error) (room.Room, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return room.Room{}, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeRooms) Delete(ctx context.Context, id int64) error {
	_, err := f.Get(ctx, id)
	return err
}
