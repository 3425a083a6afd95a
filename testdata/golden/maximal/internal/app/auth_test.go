package app_test

import (
	"testing"

	"github.com/acme/everything/internal/store"
)

// TestUserCommandLogsOut has the commands after which nobody may use an old
// session.
func TestUserCommandLogsOut(t *testing.T) {
	cfg := testConfig(t)
	run := func(input string, args ...string) {
		t.Helper()
		if _, err := command(t, cfg, input, append([]string{"user"}, args...)...); err != nil {
			t.Fatal(err)
		}
	}
	run(testPassword, "create", "ann@example.com")
	db, err := store.Open(t.Context(), cfg.Store)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, tc := range []struct {
		input string
		args  []string
		left  int
	}{
		{"", []string{"role", "ann@example.com", "admin"}, 1},
		{"another horse battery", []string{"passwd", "ann@example.com"}, 0},
		{"", []string{"disable", "ann@example.com"}, 0},
	} {
		const insert = `
			INSERT INTO sessions (id, user_id, client, created_at, refreshed_at, expires_at)
			SELECT id AS session_id, id, 'test', 0, 0, 4102444800 FROM users`
		if _, err := db.Writes.ExecContext(t.Context(), "DELETE FROM sessions"); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Writes.ExecContext(t.Context(), insert); err != nil {
			t.Fatal(err)
		}
		run(tc.input, tc.args...)
		var left int
		if err := db.Reads.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM sessions").Scan(&left); err != nil || left != tc.left {
			t.Errorf("user %v: %d sessions, %v", tc.args, left, err)
		}
	}
}
