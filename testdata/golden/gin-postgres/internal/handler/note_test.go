package handler_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/acme/notes/internal/folder"
	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/router"
	"github.com/acme/notes/internal/tag"
)

func TestNote(t *testing.T) {
	t.Parallel()
	resourceSuite[note.Note]{
		path:   api + "/notes",
		first:  `"text":"first text","title":"first title","folder_id":1,"tag_ids":[]`,
		other:  `"text":"other text","title":"other title","folder_id":2,"tag_ids":[]`,
		fields: note.ListFields(),
		bulk:   true,
		owner:  "user_id",
		deps: func(fake *fakeStore[note.Note]) router.Deps {
			return router.Deps{Notes: ownedStore[note.Note]{fake}, Folders: ownedStoreOfOne(t, folder.ListFields(), "user_id"), Tags: storeOfOne(t, tag.ListFields())}
		},
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"text":null}`, http.StatusUnprocessableEntity, `{"field":"text","rule":"required"`},
		{"PATCH", "/1", `{"text":""}`, http.StatusUnprocessableEntity, `{"field":"text"`},
		{"PUT", "/2", `{"text":""}`, http.StatusUnprocessableEntity, `{"field":"text"`},
		{"POST", "/bulk", `{"items":[{"text":""}]}`, http.StatusUnprocessableEntity, `{"field":"items[0].text"`},
		{"PATCH", "/1", `{"title":null}`, http.StatusOK, `"title":null`},
		{"PATCH", "/1", `{"title":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"PUT", "/2", `{"title":"\u0000"}`, http.StatusUnprocessableEntity, `{"field":"title"`},
		{"POST", "/bulk", `{"items":[{"title":"\u0000"}]}`, http.StatusUnprocessableEntity, `{"field":"items[0].title"`},
		{"PATCH", "/1", `{"folder_id":null}`, http.StatusOK, `"folder_id":null`},
		{"PATCH", "/1", `{"folder_id":0}`, http.StatusUnprocessableEntity, `{"field":"folder_id"`},
		{"PUT", "/2", `{"folder_id":0}`, http.StatusUnprocessableEntity, `{"field":"folder_id"`},
		{"POST", "/bulk", `{"items":[{"folder_id":0}]}`, http.StatusUnprocessableEntity, `{"field":"items[0].folder_id"`},
		{"PATCH", "/1", `{"tag_ids":[2,1,2]}`, http.StatusOK, `"tag_ids":[1,2]`},
		{"PATCH", "/1", `{"tag_ids":null}`, http.StatusOK, `"tag_ids":[]`},
		{"PATCH", "/1", `{"tag_ids":1}`, http.StatusBadRequest, `tag_ids`},
		{"PATCH", "/1", `{"tag_ids":[1` + strings.Repeat(`,1`, 100) + `]}`, http.StatusUnprocessableEntity, `{"field":"tag_ids","rule":"max"`},
		{"PATCH", "/1", `{"tag_ids":[1,0]}`, http.StatusUnprocessableEntity, `{"field":"tag_ids[1]","rule":"min"`},
		{"GET", "?tag_ids=1&tag_ids[in]=1,2", ``, http.StatusOK, `"items":`},
		{"GET", "?tag_ids[ne]=1", ``, http.StatusBadRequest, `this route has tag_ids, tag_ids[in]`},
		{"GET", "?include=no_name", ``, http.StatusBadRequest, `include must be one of folder, tags`},
		{"GET", "?include=folder", ``, http.StatusOK, `"folder":`},
		{"GET", "/1?include=folder", ``, http.StatusOK, `"folder":`},
		{"GET", "?include=tags", ``, http.StatusOK, `"tags":`},
		{"GET", "/1?include=tags", ``, http.StatusOK, `"tags":`},
	}...)
}

func TestNoteNested(t *testing.T) {
	t.Parallel()
	deps := router.Deps{Notes: ownedStoreOfOne(t, note.ListFields(), "user_id"), Folders: ownedStoreOfOne(t, folder.ListFields(), "user_id"), Tags: storeOfOne(t, tag.ListFields())}
	for path, status := range map[string]int{
		"/folders/1/notes":             http.StatusOK,
		"/folders/1/notes?folder_id=1": http.StatusBadRequest,
		"/folders/2/notes":             http.StatusNotFound,
		"/folders/none/notes":          http.StatusBadRequest,
		"/tags/1/notes":                http.StatusOK,
		"/tags/1/notes?tag_ids=1":      http.StatusBadRequest,
		"/tags/2/notes":                http.StatusNotFound,
		"/tags/none/notes":             http.StatusBadRequest,
	} {
		wantResponse(t, call(t, deps, "GET", api+path, "", ""), status, `"code":`)
	}
	wantResponse(t, send(t, deps, "GET", api+"/folders/1/notes", http.Header{"Authorization": {"Bearer user.bob"}}, ""), http.StatusNotFound, `"code":`)
}
