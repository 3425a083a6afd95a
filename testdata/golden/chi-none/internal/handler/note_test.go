package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/shelf/internal/note"
	"github.com/acme/shelf/internal/router"
)

func TestNote(t *testing.T) {
	t.Parallel()
	resourceSuite[note.Note]{
		path:  "/api/v1/notes",
		first: `"title":"first title","text":"first text","due":"2024-05-17"`,
		other: `"title":"other title","text":"other text","due":"2025-01-31"`,
		keys:  note.SortKeys(),
		deps:  func(fake *fakeStore[note.Note]) router.Deps { return router.Deps{Notes: fake} },
	}.run(t, []exchange{
		{"PATCH", "/1", `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"PATCH", "/1", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PUT", "/2", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PATCH", "/1", `{"text":null}`, http.StatusOK, `"text":null`},
		{"PATCH", "/1", `{"text":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"text"`},
		{"PUT", "/2", `{"text":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"text"`},
		{"PATCH", "/1", `{"due":null}`, http.StatusOK, `"due":null`},
	}...)
}
