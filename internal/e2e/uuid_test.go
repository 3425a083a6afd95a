package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
)

// TestUUIDs uses the API of resources whose ids are UUIDs, beside one whose ids
// are numbers: Location, references, pages in the order of creation, conditions.
func TestUUIDs(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	eachDatabase(t, func(t *testing.T, database layer.Layer) {
		c := choice{"framework": "chi", "database": database.Name, "id": "uuid"}
		dir := write(t, c, "country id=int code:string:required,unique", "author timestamps=false name:string:required country:ref=country",
			"book title:string:required author:ref=author:required sequel:ref=book")
		compile(t, dir)
		var env []string
		if server, remote := servers[database.Name]; remote {
			env = server.newDatabase(t, dir)
		}
		s := startService(t, dir, env)
		useUUIDs(t, s.public)
		s.end()
	})
}

var uuidV7 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func useUUIDs(t *testing.T, base string) {
	t.Helper()
	created := func(path, body string) string {
		t.Helper()
		got := call(t, "POST", base+path, asJSON, body)
		id := strings.TrimPrefix(got.header.Get("Location"), path+"/")
		if got.status != http.StatusCreated || !strings.Contains(got.text(t), `"id":"`+id+`"`) && path != "/api/v1/countries" {
			t.Fatalf("POST %s %s: %d %s, Location %s", path, body, got.status, got.text(t), got.header.Get("Location"))
		}
		return id
	}
	if id := created("/api/v1/countries", `{"code":"NO"}`); id != "1" {
		t.Errorf("the country has the id %s", id)
	}
	author := created("/api/v1/authors", `{"name":"Ada","country_id":1}`)
	var books []string
	for n := range 5 {
		books = append(books, created("/api/v1/books", fmt.Sprintf(`{"title":"b%d","author_id":%q}`, n, author)))
	}
	for _, id := range append(books, author) {
		if !uuidV7.MatchString(id) {
			t.Errorf("%s is not a UUIDv7", id)
		}
	}
	if !slices.IsSorted(books) {
		t.Errorf("the ids do not follow the order of creation: %v", books)
	}
	for request, want := range map[string]string{
		"GET /api/v1/authors/" + author:                                                              `200 "data":{"id":"` + author + `","name":"Ada","country_id":1,"version":1}`,
		"GET /api/v1/authors/1":                                                                      `400 "message":"id must be a UUID in lower case"`,
		"GET /api/v1/authors/" + strings.ToUpper(author):                                             `400 "message":"id must be a UUID in lower case"`,
		"GET /api/v1/authors/00000000-0000-0000-0000-000000000000":                                   `404 "message":"not found"`,
		"GET /api/v1/authors?sort=created_at":                                                        `400 "message":"sort must be one of`,
		"GET /api/v1/books?author_id=" + author + "&limit=1":                                         `200 "next_cursor":"`,
		"GET /api/v1/books?author_id=1":                                                              `400 "message":"field \"author_id\" must be a UUID`,
		"GET /api/v1/books?id=" + books[3]:                                                           `200 "title":"b3"`,
		"DELETE /api/v1/authors/" + author:                                                           `409 "message":"is in use"`,
		"DELETE /api/v1/books/" + books[4]:                                                           `204 `,
		"POST /api/v1/books " + `{"title":"x","author_id":"` + books[0] + `"}`:                       `422 "field":"author_id"`,
		"POST /api/v1/books " + `{"title":"x","author_id":1}`:                                        `400 "message":"field \"author_id\" must be a UUID`,
		"POST /api/v1/books " + `{"id":"` + books[0] + `","title":"x","author_id":"` + author + `"}`: `400 "message":"unknown field`,
		"PATCH /api/v1/books/" + books[0] + ` {"sequel_id":"` + books[1] + `"}`:                      `200 "sequel_id":"` + books[1] + `"`,
	} {
		method, rest, _ := strings.Cut(request, " ")
		path, body, _ := strings.Cut(rest, " ")
		got := call(t, method, base+path, asJSON, body)
		status, text, _ := strings.Cut(want, " ")
		if fmt.Sprint(got.status) != status || !strings.Contains(got.text(t), text) {
			t.Errorf("%s: %d %s, want %s", request, got.status, got.text(t), want)
		}
	}
	var walked []string
	for cursor := ""; ; {
		var list struct {
			Data struct {
				Items []struct{ ID string }
				Next  string `json:"next_cursor"`
			}
		}
		got := call(t, "GET", base+"/api/v1/books?sort=-id&author_id="+author+"&limit=1&cursor="+cursor, "", "")
		if err := json.Unmarshal([]byte(got.text(t)), &list); err != nil || got.status != http.StatusOK {
			t.Fatalf("%d %s: %v", got.status, got.text(t), err)
		}
		for _, item := range list.Data.Items {
			walked = append(walked, item.ID)
		}
		if cursor = list.Data.Next; cursor == "" {
			break
		}
	}
	slices.Reverse(walked)
	if !slices.Equal(walked, books[:4]) {
		t.Errorf("pages have %v, want %v", walked, books[:4])
	}
}
