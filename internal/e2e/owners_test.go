package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// ownedResources refer to each other, and their rows belong to users.
var ownedResources = []string{
	"folder bulk=true name:string:required user:owner unique(user,name)",
	"memo bulk=true text:text:required author:owner folder:ref=folder:on_delete=cascade others:refs=memo",
}

// relatedOwners checks that nobody gets at the rows of others by what refers to them, or
// by several rows at once.
func relatedOwners(t *testing.T, s *service, ann, bob, admin string) {
	t.Helper()
	create := func(token, path, body string) json.Number {
		t.Helper()
		got := s.as(token, "POST", "/api/v1/"+path, "", body)
		var row struct{ Data struct{ ID json.Number } }
		if err := json.Unmarshal([]byte(got.body), &row); err != nil || got.status != 201 {
			t.Fatalf("POST %s %s: got %d %s", path, body, got.status, got.body)
		}
		return row.Data.ID
	}
	annsFolder, bobsFolder := create(ann, "folders", `{"name":"letters"}`), create(bob, "folders", `{"name":"letters"}`)
	annsMemo := create(ann, "memos", fmt.Sprintf(`{"text":"of ann","folder_id":%s}`, annsFolder))
	bobsMemo := create(bob, "memos", fmt.Sprintf(`{"text":"of bob","folder_id":%s}`, bobsFolder))
	for _, tc := range []struct {
		token, request, body string
		status               int
		has, lacks           string
	}{
		{ann, "POST /folders", `{"name":"letters"}`, 409, `"user_id"`, ""},
		// What a row refers to.
		{bob, "POST /memos", `{"text":"x","folder_id":` + annsFolder.String() + `}`, 422, `"folder_id"`, ""},
		{bob, "PATCH /memos/" + bobsMemo.String(), `{"folder_id":` + annsFolder.String() + `}`, 422, `"folder_id"`, ""},
		{bob, "PATCH /memos/" + bobsMemo.String(), `{"other_ids":[` + annsMemo.String() + `]}`, 422, `"other_ids"`, ""},
		{admin, "PATCH /memos/" + bobsMemo.String(), `{"folder_id":` + annsFolder.String() + `}`, 422, `"folder_id"`, ""},
		{admin, "PATCH /memos/" + bobsMemo.String(), `{"folder_id":` + bobsFolder.String() + `}`, 200, `"text":"of bob"`, ""},
		// Lists of what refers to a row, and what rows include.
		{bob, "GET /folders/" + annsFolder.String() + "/memos", "", 404, "", "of ann"},
		{ann, "GET /folders/" + annsFolder.String() + "/memos", "", 200, "of ann", "of bob"},
		{admin, "GET /folders/" + annsFolder.String() + "/memos", "", 200, "of ann", "of bob"},
		{bob, "GET /memos?include=folder,others", "", 200, `"folder":{"id":` + bobsFolder.String() + `,`, "of ann"},
		{bob, "GET /memos?folder_id=" + annsFolder.String(), "", 200, `"items":[]`, "of ann"},
		{bob, "GET /memos?count=true", "", 200, `"total":1`, "of ann"},
		{admin, "GET /memos?count=true&sort=-id", "", 200, `"total":2`, ""},
		// Several rows.
		{ann, "POST /memos/bulk", `{"items":[{"text":"x"},{"text":"y","folder_id":` + bobsFolder.String() + `}]}`, 422, `"items[1].folder_id"`, ""},
		{ann, "POST /memos/bulk", `{"items":[{"text":"x","author_id":"01890a5d-ac96-774b-bcce-b302099a8057"}]}`, 400, "unknown field", ""},
		{ann, "POST /memos/bulk-delete", `{"ids":[` + annsMemo.String() + `,` + bobsMemo.String() + `]}`, 404, `"ids[1]"`, ""},
		{bob, "POST /folders/bulk-delete", `{"ids":[` + annsFolder.String() + `]}`, 404, `"ids[0]"`, ""},
		{bob, "DELETE /folders/" + bobsFolder.String(), "", 204, "", ""},
		{ann, "GET /memos?count=true", "", 200, `"total":1`, ""},
		{ann, "POST /memos/bulk-delete", `{"ids":[` + annsMemo.String() + `]}`, 204, "", ""},
		{admin, "GET /memos?count=true", "", 200, `"total":0`, ""},
	} {
		method, path, _ := strings.Cut(tc.request, " ")
		got := s.as(tc.token, method, "/api/v1"+path, "", tc.body)
		if got.status != tc.status || !strings.Contains(got.body, tc.has) || tc.lacks != "" && strings.Contains(got.body, tc.lacks) {
			t.Errorf("%s %s: got %d %s; want %d with %s and without %q", tc.request, tc.body, got.status, got.body, tc.status, tc.has, tc.lacks)
		}
	}
}
