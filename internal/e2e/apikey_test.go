package e2e

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gen-go/gen/templates"
)

// TestAPIKeys tests what API keys are good for, alone and beside users, on every
// framework and database.
func TestAPIKeys(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for i, c := range choices() {
		t.Run(c.String(), func(t *testing.T) {
			parallel(t)
			server, remote := servers[c["database"]]
			if remote {
				server.need(t)
			}
			delete(c, "example")
			options := c.options()
			options["auth"] = [][]string{{"apikey"}, {"jwt", "apikey"}}[i%2]
			lines := []string{"note text:text:required", "shelf access.write=admin title:string:required"}
			if len(options["auth"]) > 1 && c.relational() {
				lines = append(lines, "memo text:text:required user:owner")
			}
			dir := writeSpec(t, templates.Catalog(), newSpec(t, options, lines))
			compile(t, dir)
			env := []string{"APP_ENV=dev"}
			if remote {
				env = append(env, server.newDatabase(t, dir)...)
			}
			reader, listed := createKey(t, dir, env, "--role", "admin", "reader")
			writer, more := createKey(t, dir, env, "--scopes", "write", "writer")
			user, usual := createKey(t, dir, env, "--scopes", "read,write", "user")
			admin, every := createKey(t, dir, env, "--scopes", "read,write", "--role", "admin", "admin")
			if !c.relational() {
				env = append(env, "API_KEYS="+strings.Join([]string{listed, more, usual, every}, ","))
			}
			s := startService(t, dir, env)
			fulfill(t, s.public, "auth/apikey.yaml")
			walkGuards(t, s, refusesPrograms, visitor{"nobody", ""}, visitor{"stranger", strings.ToUpper(user)}, visitor{"user", user}, visitor{"admin", admin})
			scopes(t, s, reader, writer)
			alteredKeys(t, s, reader)
			if len(lines) > 2 { // no user has the rows of a key that acts for nobody
				if got := s.as(writer, "POST", "/api/v1/memos", "", `{"text":"x"}`); got.status != http.StatusForbidden {
					t.Errorf("rows of nobody: got %d %s", got.status, got.body)
				}
			}
			if len(options["auth"]) > 1 {
				ownKeys(t, s)
			}
			if c.relational() {
				id, _, _ := strings.Cut(strings.TrimPrefix(reader, "myapi_"), ".")
				if out, err := apikey(t, dir, env, "list"); err != nil || strings.Contains(out, "never\n"+id) || !strings.Contains(out, id) {
					t.Errorf("list: %v\n%s", err, out)
				}
				if out, err := apikey(t, dir, env, "revoke", id); err != nil {
					t.Errorf("revoke: %v\n%s", err, out)
				}
				if got := s.as(reader, "GET", "/api/v1/notes", "", ""); got.status != http.StatusUnauthorized {
					t.Errorf("with a revoked key: got %d %s", got.status, got.body)
				}
			}
			s.end()
			for _, key := range []string{reader, writer} {
				if _, secret, _ := strings.Cut(key, "."); strings.Contains(s.log.String(), secret) {
					t.Errorf("the log contains %s", key)
				}
			}
		})
	}
}

// refusesPrograms reports whether a route refuses a key that acts for nobody.
func refusesPrograms(op operation, role string) bool {
	return writesShelves(op, role) || op.path == "/api/v1/auth/me" || op.path == "/api/v1/auth/logout-all"
}

// apikey runs a subcommand of server apikey.
func apikey(t *testing.T, dir string, env []string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "bin", "server"), append([]string{"apikey"}, args...)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// createKey makes a key, and returns it with its entry in the settings of a service
// without a database.
func createKey(t *testing.T, dir string, env []string, args ...string) (key, entry string) {
	t.Helper()
	out, err := apikey(t, dir, env, append([]string{"create"}, args...)...)
	lines := strings.Split(out, "\n")
	if err != nil || len(lines) < 3 || !strings.HasPrefix(lines[0], "myapi_") {
		t.Fatalf("server apikey create: %v\n%s", err, out)
	}
	return lines[0], lines[2]
}

// scopes uses a key that may read as an admin, and one that may write as a user.
func scopes(t *testing.T, s *service, reader, writer string) {
	t.Helper()
	const insufficient = `Bearer realm="myapi", error="insufficient_scope"`
	for _, tc := range []struct {
		key, method, path, body string
		status                  int
		challenge               string
	}{
		{reader, "GET", "/api/v1/notes", "", 200, ""},
		{reader, "HEAD", "/api/v1/notes", "", 200, ""},
		{reader, "POST", "/api/v1/notes", `{"text":"x"}`, 403, insufficient},
		{reader, "DELETE", "/api/v1/shelves/1", "", 403, insufficient},
		{writer, "GET", "/api/v1/notes", "", 403, insufficient},
		{writer, "POST", "/api/v1/notes", `{"text":"x"}`, 201, ""},
		{writer, "POST", "/api/v1/shelves", `{"title":"x"}`, 403, ""}, // of admins
		{writer, "GET", "/version", "", 200, ""},
	} {
		for _, name := range []string{"Authorization", "X-API-Key"} {
			header := http.Header{"Authorization": {"Bearer " + tc.key}}
			if name == "X-API-Key" {
				header = http.Header{"X-Api-Key": {tc.key}}
			}
			if tc.body != "" {
				header.Set("Content-Type", asJSON)
			}
			got := send(t, tc.method, s.public+tc.path, header, tc.body)
			if got.status != tc.status || got.header.Get("WWW-Authenticate") != tc.challenge {
				t.Errorf("%s %s with the key in %s: got %d %q %s", tc.method, tc.path, name, got.status, got.header.Get("WWW-Authenticate"), got.body)
			}
		}
	}
}

// alteredKeys sends keys that nobody has, and keys in wrong places.
func alteredKeys(t *testing.T, s *service, key string) {
	t.Helper()
	id, secret, _ := strings.Cut(key, ".")
	for name, tc := range map[string]struct {
		header http.Header
		query  string
		status int
	}{
		"none":             {http.Header{}, "", 401},
		"in the URL":       {http.Header{}, "?api_key=" + key, 401},
		"another prefix":   {http.Header{"X-Api-Key": {"x" + key}}, "", 401},
		"cut":              {http.Header{"X-Api-Key": {key[:len(key)-1]}}, "", 401},
		"longer":           {http.Header{"X-Api-Key": {key + "A"}}, "", 401},
		"without a secret": {http.Header{"X-Api-Key": {id + "."}}, "", 401},
		"another secret":   {http.Header{"X-Api-Key": {id + "." + strings.ToLower(secret)}}, "", 401},
		"twice":            {http.Header{"X-Api-Key": {key, key}}, "", 400},
		"in both headers":  {http.Header{"X-Api-Key": {key}, "Authorization": {"Bearer " + key}}, "", 400},
		"another scheme":   {http.Header{"X-Api-Key": {key}, "Authorization": {"Basic YTpi"}}, "", 400},
		"a list":           {http.Header{"X-Api-Key": {key + ", " + key}}, "", 400},
	} {
		if got := send(t, "GET", s.public+"/api/v1/notes"+tc.query, tc.header, ""); got.status != tc.status {
			t.Errorf("%s: got %d %s, want %d", name, got.status, got.body, tc.status)
		}
	}
}

// ownKeys lets a user make a key, use it and revoke it.
func ownKeys(t *testing.T, s *service) {
	t.Helper()
	ann, bob := s.register("ann@example.com").AccessToken, s.register("bob@example.com").AccessToken
	const keys, input = "/api/v1/auth/keys", `{"name":"backup","scopes":["read","write"]}`
	created := s.as(ann, "POST", keys, "", input)
	var issued struct{ Data struct{ ID, Key string } }
	if err := json.Unmarshal([]byte(created.body), &issued); err != nil || created.status != 201 || created.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("create: got %d %s", created.status, created.body)
	}
	own, key := keys+"/"+issued.Data.ID, issued.Data.Key
	for _, tc := range []struct {
		token, method, path, body string
		status                    int
		text                      string
	}{
		{key, "POST", "/api/v1/notes", `{"text":"x"}`, 201, ""},
		{key, "POST", "/api/v1/shelves", `{"title":"x"}`, 403, ""}, // of admins
		{key, "GET", "/api/v1/auth/me", "", 200, "ann@example.com"},
		{key, "GET", keys, "", 200, `"name":"backup"`},
		{key, "POST", keys, input, 403, ""},
		{key, "DELETE", own, "", 403, ""},
		{key, "POST", "/api/v1/auth/logout-all", "", 403, ""},
		{key, "PUT", "/api/v1/auth/password", `{"current":"` + password + `","password":"another long sentence"}`, 403, ""},
		{bob, "GET", keys, "", 200, `"items":[]`},
		{bob, "DELETE", own, "", 404, ""},
		{"", "GET", keys, "", 401, ""},
		{ann, "GET", keys, "", 200, issued.Data.ID},
		{ann, "DELETE", own, "", 204, ""},
		{key, "GET", "/api/v1/notes", "", 401, ""},
	} {
		got := s.as(tc.token, tc.method, tc.path, "", tc.body)
		if got.status != tc.status || !strings.Contains(got.body, tc.text) {
			t.Errorf("%s %s: got %d %s, want %d", tc.method, tc.path, got.status, got.body, tc.status)
		}
		if strings.Contains(got.body, key) {
			t.Errorf("%s %s shows the key again", tc.method, tc.path)
		}
	}
}
