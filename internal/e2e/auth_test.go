package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// guardedResources are resources that differ in who may call their routes.
var guardedResources = []string{
	"book access.read=public title:string:required",
	"shelf access.write=admin title:string:required",
	"note text:text:required user:owner",
	"account name:string", // a name that the code of users might have taken
}

const (
	password = "correct horse battery staple"
	keyed    = "JWT_SECRET=secret-secret-secret-secret-secret"
)

// TestAuth tests who may do what in services with users, on every framework and
// database.
func TestAuth(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for _, c := range choices() {
		t.Run(c.String(), func(t *testing.T) {
			parallel(t)
			server, remote := servers[c["database"]]
			if remote {
				server.need(t)
			}
			delete(c, "example")
			c["auth"] = "jwt"
			all := guardedResources
			if c.relational() {
				all = slices.Concat(all, ownedResources)
			}
			dir := write(t, c, all...)
			compile(t, dir)
			env := []string{keyed}
			if remote {
				env = append(env, server.newDatabase(t, dir)...)
			}
			s := startService(t, dir, env)
			fulfill(t, s.public, "auth/jwt.yaml")
			ann, bob := s.register("ann@example.com"), s.register("bob@example.com")
			visitors := []visitor{{"nobody", ""}, {"stranger", strings.Repeat("x", 20)}, {"user", ann.AccessToken}}
			if c.relational() {
				visitors = append(visitors, visitor{"admin", s.admit("root@example.com").AccessToken})
			}
			walkGuards(t, s, writesShelves, visitors...)
			credentials(t, s, ann.AccessToken, "/api/v1/shelves", "/api/v1/books")
			owners(t, s, ann.AccessToken, bob.AccessToken, visitors[3:])
			if c.relational() {
				relatedOwners(t, s, ann.AccessToken, bob.AccessToken, visitors[3].token)
			}
			rotation(t, s)
			s.end()
			for _, secret := range []string{password, ann.AccessToken, ann.RefreshToken, bob.RefreshToken} {
				if strings.Contains(s.log.String(), secret) {
					t.Errorf("the log contains %s", secret)
				}
			}
			if !strings.Contains(s.log.String(), `"user_id":"`) {
				t.Error("no record in the log has a user")
			}
		})
	}
}

// writesShelves reports whether a route refuses a role because it is for admins.
func writesShelves(op operation, role string) bool {
	return role != "admin" && op.method != "GET" && strings.HasPrefix(op.path, "/api/v1/shelves")
}

// login is what a service gives to somebody who has logged in.
type login struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
}

// loggedIn returns what a response has for somebody who has logged in.
func (s *service) loggedIn(got answer) login {
	s.t.Helper()
	var body struct{ Data login }
	if err := json.Unmarshal([]byte(got.body), &body); err != nil || body.Data.AccessToken == "" || body.Data.RefreshToken == "" {
		s.t.Fatalf("got %d %s", got.status, got.body)
	}
	return body.Data
}

func credentialsOf(email string) string {
	return fmt.Sprintf(`{"email":%q,"password":%q}`, email, password)
}

// register registers somebody.
func (s *service) register(email string) login {
	s.t.Helper()
	return s.loggedIn(call(s.t, "POST", s.public+"/api/v1/auth/register", asJSON, credentialsOf(email)))
}

// admit creates an admin and logs in.
func (s *service) admit(email string) login {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), filepath.Join(s.dir, "bin", "server"), "user", "create", email, "admin")
	cmd.Dir, cmd.Env, cmd.Stdin = s.dir, append(os.Environ(), s.env...), strings.NewReader(password+"\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("server user create: %v\n%s", err, out)
	}
	return s.loggedIn(call(s.t, "POST", s.public+"/api/v1/auth/login", asJSON, credentialsOf(email)))
}

// owners checks that notes are seen and changed by their owners and admins alone.
func owners(t *testing.T, s *service, ann, bob string, admins []visitor) {
	t.Helper()
	var note struct {
		Data struct {
			ID   json.Number
			User string `json:"user_id"`
		}
	}
	created := s.as(ann, "POST", "/api/v1/notes", "", `{"text":"of ann"}`)
	if err := json.Unmarshal([]byte(created.body), &note); err != nil || created.status != 201 || note.Data.User == "" {
		t.Fatalf("create: got %d %s", created.status, created.body)
	}
	path := "/api/v1/notes/" + note.Data.ID.String()
	for _, tc := range []struct {
		method, path, body string
		own, other         int
	}{
		{"GET", path, "", 200, 404},
		{"PUT", path, `{"text":"changed"}`, 200, 404},
		{"PATCH", path, `{"text":"of ann"}`, 200, 404},
		{"PATCH", path, `{"user_id":"` + note.Data.User + `"}`, 400, 404}, // found before the body is read
		{"PUT", path, `{"text":"x","user_id":"` + note.Data.User + `"}`, 400, 400},
		{"POST", "/api/v1/notes", `{"text":"x","user_id":"` + note.Data.User + `"}`, 400, 400},
		{"DELETE", path, "", 204, 404},
	} {
		if got := s.as(bob, tc.method, tc.path, "", tc.body); got.status != tc.other {
			t.Errorf("%s %s %s as another user: got %d %s", tc.method, tc.path, tc.body, got.status, got.body)
		}
		if tc.method == "DELETE" {
			continue
		}
		if got := s.as(ann, tc.method, tc.path, "", tc.body); got.status != tc.own {
			t.Errorf("%s %s %s as the owner: got %d %s", tc.method, tc.path, tc.body, got.status, got.body)
		}
	}
	seen := func(token string) bool {
		return strings.Contains(s.as(token, "GET", "/api/v1/notes", "", "").body, "of ann")
	}
	if seen(bob) || !seen(ann) {
		t.Errorf("lists: seen by another user %t, by the owner %t", seen(bob), seen(ann))
	}
	for _, admin := range admins {
		if got := s.as(admin.token, "GET", path, "", ""); got.status != 200 || !seen(admin.token) {
			t.Errorf("as an admin: got %d %s", got.status, got.body)
		}
	}
	if got := s.as(ann, "DELETE", path, "", ""); got.status != 204 {
		t.Errorf("DELETE as the owner: got %d %s", got.status, got.body)
	}
}

// rotation uses one refresh token many times at once. One use succeeds; the
// others show that the token is in two hands, and end the session.
func rotation(t *testing.T, s *service) {
	t.Helper()
	refresh := func(token string) answer {
		return call(t, "POST", s.public+"/api/v1/auth/refresh", asJSON, fmt.Sprintf(`{"refresh_token":%q}`, token))
	}
	first := s.register("eve@example.com")
	second := s.loggedIn(refresh(first.RefreshToken))
	if got := s.as(second.AccessToken, "GET", "/api/v1/auth/me", "", ""); got.status != http.StatusOK {
		t.Errorf("with a refreshed token: got %d %s", got.status, got.body)
	}
	const uses = 20
	results := make(chan answer, uses)
	for range uses {
		go func() { results <- refresh(second.RefreshToken) }()
	}
	succeeded := 0
	var third login
	for range uses {
		if got := <-results; got.status == http.StatusOK {
			succeeded++
			third = s.loggedIn(got)
		} else if got.status != http.StatusUnauthorized && got.status != http.StatusTooManyRequests {
			t.Errorf("refresh: got %d %s", got.status, got.body)
		}
	}
	if succeeded != 1 {
		t.Errorf("%d of %d uses of a refresh token succeeded", succeeded, uses)
	}
	if got := refresh(third.RefreshToken); got.status == http.StatusOK {
		t.Errorf("after the reuse of a token: got %d %s", got.status, got.body)
	}
}

// TestRefreshOutage refreshes a session while the database is down: the token still
// works afterwards, once.
func TestRefreshOutage(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for database, server := range servers {
		t.Run(database, func(t *testing.T) {
			t.Parallel()
			server.need(t)
			dir := write(t, choice{"framework": "chi", "database": database, "auth": "jwt,apikey"}, "note text:text:required user:owner")
			compile(t, dir)
			g := newGate(t, server.address())
			s := startService(t, dir, append(g.through(server.newDatabase(t, dir)), keyed), "HTTP_REQUEST_TIMEOUT=2s")
			ann := s.register("ann@example.com")
			refresh := func() answer {
				return call(t, "POST", s.public+"/api/v1/auth/refresh", asJSON, fmt.Sprintf(`{"refresh_token":%q}`, ann.RefreshToken))
			}
			for _, state := range []gateState{shut, stalled} {
				g.set(state)
				for _, got := range []answer{
					refresh(),
					call(t, "POST", s.public+"/api/v1/auth/login", asJSON, credentialsOf("ann@example.com")),
					s.as("myapi_01890a5d-ac96-774b-bcce-b302099a8057."+strings.Repeat("A", 43), "GET", "/api/v1/notes", "", ""),
				} {
					if got.status != 503 && got.status != 504 || got.header.Get("WWW-Authenticate") != "" {
						t.Errorf("without a database: got %d %v %s", got.status, got.header, got.body)
					}
				}
				g.set(open)
				waitFor(t, "readiness", func() bool { return call(t, "GET", s.public+"/readyz", "", "").status == 200 })
			}
			if got := refresh(); got.status != 200 {
				t.Errorf("after the outage: got %d %s", got.status, got.body)
			}
			if got := refresh(); got.status != 401 {
				t.Errorf("again: got %d %s", got.status, got.body)
			}
			s.end()
			if !strings.Contains(s.log.String(), `"msg":"request failed"`) {
				t.Error("the log does not have why requests failed")
			}
		})
	}
}
