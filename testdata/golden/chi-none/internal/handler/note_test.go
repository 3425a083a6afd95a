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
		path:   api + "/notes",
		first:  `"title":"first title","text":"first text","due":"2024-05-17","source":"https://example.com/first","scan":"AQD/"`,
		other:  `"title":"other title","text":"other text","due":"2025-01-31","source":"https://example.com/other","scan":""`,
		fields: note.ListFields(),
		deps:   func(fake *fakeStore[note.Note]) router.Deps { return router.Deps{Notes: fake} },
	}.run(t, []exchange{
		{"PATCH", "/1", `{"title":null}`, http.StatusUnprocessableEntity, `{"field":"title","rule":"required"`},
		{"PATCH", "/1", `{"title":" first title\n"}`, http.StatusOK, `"title":"first title"`},
		{"PATCH", "/1", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PUT", "/2", `{"title":""}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PATCH", "/1", `{"text":null}`, http.StatusOK, `"text":null`},
		{"PATCH", "/1", `{"text":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"text"`},
		{"PUT", "/2", `{"text":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"text"`},
		{"PATCH", "/1", `{"due":null}`, http.StatusOK, `"due":null`},
		{"PATCH", "/1", `{"source":null}`, http.StatusOK, `"source":null`},
		{"PATCH", "/1", `{"source":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"source"`},
		{"PUT", "/2", `{"source":"no such value"}`, http.StatusUnprocessableEntity, `{"field":"source"`},
		{"PATCH", "/1", `{"scan":null}`, http.StatusOK, `"scan":null`},
	}...)
}
