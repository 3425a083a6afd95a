package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/notes/internal/folder"
	"github.com/acme/notes/internal/router"
)

func TestFolder(t *testing.T) {
	t.Parallel()
	resourceSuite[folder.Folder]{
		path:   api + "/folders",
		first:  `"name":"first name"`,
		other:  `"name":"other name"`,
		fields: folder.ListFields(),
		owner:  "user_id",
		deps: func(fake *fakeStore[folder.Folder]) router.Deps {
			return router.Deps{Folders: ownedStore[folder.Folder]{fake}}
		},
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"name":null}`, http.StatusUnprocessableEntity, `{"field":"name","rule":"required"`},
		{"PATCH", "/1", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
		{"PUT", "/2", `{"name":""}`, http.StatusUnprocessableEntity, `{"field":"name"`},
	}...)
}
