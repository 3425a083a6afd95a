package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/router"
	"github.com/acme/tracks/internal/track"
)

func TestTrack(t *testing.T) {
	t.Parallel()
	resourceSuite[track.Track]{
		path:   api + "/tracks",
		first:  `"title":"first title","artistId":1,"length":1,"released":"2024-05-17","lyrics":"first lyrics","price":{"amount":"12.00","currency":"EUR"}`,
		other:  `"title":"other title","artistId":2,"length":2,"released":"2025-01-31","lyrics":"other lyrics","price":{"amount":"99.00","currency":"USD"}`,
		fields: track.ListFields(),
		deps: func(fake *fakeStore[track.Track]) router.Deps {
			return router.Deps{Tracks: fake, Artists: storeOfOne(t, artist.ListFields())}
		},
	}.run(t, []exchange{
		{"GET", "?sort=-createdAt,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"PATCH", "/1", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PUT", "/2", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PATCH", "/1", `{"artistId":null}`, http.StatusUnprocessableEntity, `{"field":"artistId","rule":"required"`},
		{"PATCH", "/1", `{"artistId":0}`, http.StatusUnprocessableEntity, `{"field":"artistId"`},
		{"PUT", "/2", `{"artistId":0}`, http.StatusUnprocessableEntity, `{"field":"artistId"`},
		{"PATCH", "/1", `{"length":null}`, http.StatusOK, `"length":null`},
		{"PATCH", "/1", `{"length":0}`, http.StatusUnprocessableEntity, `{"field":"length"`},
		{"PUT", "/2", `{"length":0}`, http.StatusUnprocessableEntity, `{"field":"length"`},
		{"PATCH", "/1", `{"released":null}`, http.StatusOK, `"released":null`},
		{"PATCH", "/1", `{"lyrics":null}`, http.StatusOK, `"lyrics":null`},
		{"PATCH", "/1", `{"lyrics":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"lyrics"`},
		{"PUT", "/2", `{"lyrics":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"lyrics"`},
		{"PATCH", "/1", `{"price":null}`, http.StatusOK, `"price":null`},
		{"PATCH", "/1", `{"price":{"amount":"12","currency":"XXX"}}`, http.StatusUnprocessableEntity, `{"field":"price"`},
		{"PUT", "/2", `{"price":{"amount":"12","currency":"XXX"}}`, http.StatusUnprocessableEntity, `{"field":"price"`},
		{"POST", "/1/restore", ``, http.StatusOK, `{"id":1`},
		{"POST", "/2/restore", ``, http.StatusNotFound, `not found`},
		{"POST", "/one/restore", ``, http.StatusBadRequest, `id must be`},
		{"POST", "/1/restore?sort=id", ``, http.StatusBadRequest, `unknown query parameter`},
		{"GET", "?include=no_name", ``, http.StatusBadRequest, `include must be one of artist`},
		{"GET", "?include=artist", ``, http.StatusOK, `"artist":`},
		{"GET", "/1?include=artist", ``, http.StatusOK, `"artist":`},
	}...)
}

func TestTrackNested(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Tracks: storeOfOne(t, track.ListFields()), Artists: storeOfOne(t, artist.ListFields())}
	for path, status := range map[string]int{
		"/artists/1/tracks":            http.StatusOK,
		"/artists/1/tracks?artistId=1": http.StatusBadRequest,
		"/artists/2/tracks":            http.StatusNotFound,
		"/artists/none/tracks":         http.StatusBadRequest,
	} {
		wantResponse(t, call(t, deps, "GET", api+path, "", ""), status, `"code":`)
	}
}
