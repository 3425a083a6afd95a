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
		path:   api + "/rooms",
		first:  `"name":"first name","seats":1,"equipment":{"a":1},"screen":"first.example.com","contact":"+12025550101","features":["projector","In Person"],"plan":"AQD/"`,
		other:  `"name":"other name","seats":2,"equipment":{"a":[true]},"screen":"other.example.com","contact":"+12025550102","features":["In Person"],"plan":""`,
		fields: room.ListFields(),
		deps:   func(fake *fakeStore[room.Room]) router.Deps { return router.Deps{Rooms: fake} },
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PUT", "/00000000-0000-7000-8000-000000000002", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"seats":null}`, http.StatusUnprocessableEntity, `{"field":"seats","rule":"required"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"seats":0}`, http.StatusUnprocessableEntity, `{"field":"seats"`},
		{"PUT", "/00000000-0000-7000-8000-000000000002", `{"seats":0}`, http.StatusUnprocessableEntity, `{"field":"seats"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"equipment":null}`, http.StatusOK, `"equipment":null`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"equipment":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"equipment"`},
		{"PUT", "/00000000-0000-7000-8000-000000000002", `{"equipment":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"equipment"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"screen":null}`, http.StatusOK, `"screen":null`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"screen":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"screen"`},
		{"PUT", "/00000000-0000-7000-8000-000000000002", `{"screen":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"screen"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"contact":null}`, http.StatusOK, `"contact":null`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"contact":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"contact"`},
		{"PUT", "/00000000-0000-7000-8000-000000000002", `{"contact":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"contact"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"features":null}`, http.StatusUnprocessableEntity, `{"field":"features","rule":"required"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"features":["\u0000"]}`, http.StatusUnprocessableEntity, `{"field":"features[0]"`},
		{"PUT", "/00000000-0000-7000-8000-000000000002", `{"features":["\u0000"]}`, http.StatusUnprocessableEntity, `{"field":"features[0]"`},
		{"PATCH", "/00000000-0000-7000-8000-000000000001", `{"plan":null}`, http.StatusOK, `"plan":null`},
	}...)
}
