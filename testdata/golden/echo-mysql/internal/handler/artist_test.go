package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/router"
)

func TestArtist(t *testing.T) {
	t.Parallel()
	resourceSuite[artist.Artist]{
		path:   api + "/artists",
		first:  `"name":"first name","born":"2024-05-17"`,
		other:  `"name":"other name","born":"2025-01-31"`,
		fields: artist.ListFields(),
		deps:   func(fake *fakeStore[artist.Artist]) router.Deps { return router.Deps{Artists: fake} },
	}.run(t, []exchange{
		{"GET", "?sort=-createdAt,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PATCH", "/1", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PUT", "/2", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PATCH", "/1", `{"born":null}`, http.StatusOK, `"born":null`},
	}...)
}
