package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/rooms/internal/room"
	"github.com/acme/rooms/internal/router"
)

func TestRoom(t *testing.T) {
	t.Parallel()
	resourceSuite[room.Room]{
		path:  "/api/v1/rooms",
		first: `"name":"first name","seats":1,"equipment":{"a":1}`,
		other: `"name":"other name","seats":2,"equipment":{"a":[true]}`,
		keys:  room.SortKeys(),
		deps:  func(fake *fakeStore[room.Room]) router.Deps { return router.Deps{Rooms: fake} },
	}.run(t, []exchange{
		{"PATCH", "/1", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PATCH", "/1", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PUT", "/2", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PATCH", "/1", `{"seats":null}`, http.StatusUnprocessableEntity, `{"field":"seats","rule":"required"`},
		{"PATCH", "/1", `{"seats":0}`, http.StatusUnprocessableEntity, `{"field":"seats"`},
		{"PUT", "/2", `{"seats":0}`, http.StatusUnprocessableEntity, `{"field":"seats"`},
		{"PATCH", "/1", `{"equipment":null}`, http.StatusOK, `"equipment":null`},
		{"PATCH", "/1", `{"equipment":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"equipment"`},
		{"PUT", "/2", `{"equipment":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"equipment"`},
	}...)
}
