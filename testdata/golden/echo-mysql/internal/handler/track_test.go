package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/tracks/internal/router"
	"github.com/acme/tracks/internal/track"
)

func TestTrack(t *testing.T) {
	t.Parallel()
	resourceSuite[track.Track]{
		path:  "/api/v1/tracks",
		first: `"title":"first title","artist_id":1,"length":1,"released":"2024-05-17","lyrics":"first lyrics"`,
		other: `"title":"other title","artist_id":2,"length":2,"released":"2025-01-31","lyrics":"other lyrics"`,
		keys:  track.SortKeys(),
		deps:  func(fake *fakeStore[track.Track]) router.Deps { return router.Deps{Tracks: fake} },
	}.run(t, []exchange{
		{"PATCH", "/1", `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"PATCH", "/1", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PUT", "/2", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PATCH", "/1", `{"artist_id":null}`, http.StatusUnprocessableEntity, `{"field":"artist_id","rule":"required"`},
		{"PATCH", "/1", `{"artist_id":0}`, http.StatusUnprocessableEntity, `{"field":"artist_id"`},
		{"PUT", "/2", `{"artist_id":0}`, http.StatusUnprocessableEntity, `{"field":"artist_id"`},
		{"PATCH", "/1", `{"length":null}`, http.StatusOK, `"length":null`},
		{"PATCH", "/1", `{"length":0}`, http.StatusUnprocessableEntity, `{"field":"length"`},
		{"PUT", "/2", `{"length":0}`, http.StatusUnprocessableEntity, `{"field":"length"`},
		{"PATCH", "/1", `{"released":null}`, http.StatusOK, `"released":null`},
		{"PATCH", "/1", `{"lyrics":null}`, http.StatusOK, `"lyrics":null`},
		{"PATCH", "/1", `{"lyrics":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"lyrics"`},
		{"PUT", "/2", `{"lyrics":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"lyrics"`},
	}...)
}
