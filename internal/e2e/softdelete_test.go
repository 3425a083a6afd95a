package e2e

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

// TestSoftDelete deletes rows while others begin to refer to them, deletes them for
// good, and turns soft deletion on and off in tables with rows, on every database.
func TestSoftDelete(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	accesses := map[string]string{"sqlite": "gorm", "postgres": "sqlx", "mysql": "sql"}
	eachDatabase(t, func(t *testing.T, database layer.Layer) {
		c := choice{"framework": "gin", "database": database.Name, "access": accesses[database.Name]}
		dir := writeSpec(t, templates.Catalog(), newSpec(t, c.options(), []string{
			"author softdelete=true name:string:required,unique",
			"tag softdelete=true name:string:unique=nocase parent:ref=tag:unique",
			"book softdelete=true title:string:required author:ref=author:required tags:refs=tag unique(author,title)",
		},
			"create author name:string:required,unique"+version, "create tag name:string:unique=nocase parent:ref=tag:unique"+version,
			"create book title:string:required author:ref=author:required unique(author,title)"+version, "add book tags:refs=tag",
			"add author softdelete", "add tag softdelete", "add book softdelete",
		))
		compile(t, dir)
		var env []string
		if server, remote := servers[database.Name]; remote {
			env = server.newDatabase(t, dir)
		}
		s := startService(t, dir, env)
		do := func(method, path, body string, status int) {
			t.Helper()
			if got := call(t, method, s.public+"/api/v1"+path, asJSON, body); got.status != status {
				t.Errorf("%s %s %s: %d %s, want %d", method, path, body, got.status, got.body, status)
			}
		}
		prints := func(want string, args ...string) {
			t.Helper()
			if got := output(t, dir, env, args...); !strings.Contains(got, want) {
				t.Errorf("server %s: got %s, want %s", strings.Join(args, " "), got, want)
			}
		}
		noneRefersToDeleted(t, s.public+"/api/v1")

		do("POST", "/authors", `{"name":"Ada"}`, http.StatusCreated)
		ada := latest(t, s.public+"/api/v1/authors")
		do("DELETE", "/authors/"+ada, "", http.StatusNoContent)
		do("POST", "/tags", `{"name":"old"}`, http.StatusCreated)
		do("POST", "/tags", `{"name":"older","parent_id":1}`, http.StatusCreated)
		do("DELETE", "/tags/1", "", http.StatusConflict)
		do("DELETE", "/tags/2", "", http.StatusNoContent)
		do("DELETE", "/tags/1", "", http.StatusNoContent)
		do("POST", "/tags", `{"name":"OLD"}`, http.StatusCreated)
		s.end()
		prints("usage: server purge --older-than DURATION", "purge")
		prints("usage: server purge --older-than DURATION", "purge", "--older-than", "soon")
		prints("tags: 0 rows deleted for good\n", "purge", "--older-than", "1h")
		prints("tags: 2 rows deleted for good\n", "purge", "--older-than=0s")
		prints("authors: 0 rows deleted for good\n", "purge", "--older-than=0s")

		s = startService(t, dir, env)
		do("POST", "/tags/1/restore", "", http.StatusNotFound)
		do("POST", "/authors/"+ada+"/restore", "", http.StatusNotFound)
		do("POST", "/authors", `{"name":"Eve"}`, http.StatusCreated)
		eve := latest(t, s.public+"/api/v1/authors")
		do("POST", "/books", `{"title":"a","author_id":`+eve+`,"tag_ids":[3]}`, http.StatusCreated)
		do("DELETE", "/tags/3", "", http.StatusNoContent)
		do("DELETE", "/books/"+latest(t, s.public+"/api/v1/books"), "", http.StatusNoContent)
		do("DELETE", "/authors/"+eve, "", http.StatusNoContent)
		s.end()
		for _, table := range []string{"books", "tags", "authors"} { // with deleted rows, and a link of them
			prints("add_softdelete_to_"+table, "migrate", "down")
		}
		prints("add_softdelete_to_books", "migrate", "up")
		s = startService(t, dir, env)
		do("POST", "/tags", `{"name":"old"}`, http.StatusCreated)
		do("POST", "/authors", `{"name":"Eve"}`, http.StatusCreated)
		do("POST", "/authors/"+eve+"/restore", "", http.StatusNotFound)
		s.end()
	})
}

// latest returns the highest id in a list.
func latest(t *testing.T, list string) string {
	t.Helper()
	_, rest, _ := strings.Cut(call(t, "GET", list+"?sort=-id&limit=1", "", "").body, `"id":`)
	id, _, _ := strings.Cut(rest, ",")
	return id
}

// noneRefersToDeleted deletes authors while books of them are created, deleted and
// restored. An author is deleted only if no book is left.
func noneRefersToDeleted(t *testing.T, api string) {
	t.Helper()
	var deleted, kept int
	for round := range 30 {
		call(t, "POST", api+"/authors", asJSON, fmt.Sprintf(`{"name":"author %d"}`, round))
		author := latest(t, api+"/authors")
		call(t, "POST", api+"/books", asJSON, `{"title":"restored","author_id":`+author+`}`)
		book := "/books/" + latest(t, api+"/books")
		call(t, "DELETE", api+book, "", "")
		var all sync.WaitGroup
		for _, request := range [][3]string{
			{"DELETE", "/authors/" + author, ""}, {"POST", "/books", `{"title":"new","author_id":` + author + `}`}, {"POST", book + "/restore", ""},
		} {
			all.Go(func() {
				got := call(t, request[0], api+request[1], asJSON, request[2])
				allowed := []int{http.StatusOK, http.StatusCreated, http.StatusNoContent, http.StatusConflict, http.StatusUnprocessableEntity}
				if !slices.Contains(allowed, got.status) {
					t.Errorf("%s: %d %s", request, got.status, got.body)
				}
			})
		}
		all.Wait()
		gone := call(t, "GET", api+"/authors/"+author, "", "").status == http.StatusNotFound
		books := strings.Count(call(t, "GET", api+"/books?author_id="+author, "", "").body, `"id":`)
		if gone && books > 0 {
			t.Fatalf("%d books refer to a deleted author", books)
		}
		if gone {
			deleted++
		} else {
			kept++
		}
	}
	t.Logf("%d authors were deleted, %d stayed", deleted, kept)
}
