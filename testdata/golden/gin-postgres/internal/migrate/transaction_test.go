package migrate

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// A migration that fails leaves nothing behind, and runs again once it is
// corrected.
func TestFailed(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	files := set("1_a", "2_b", "3_c")
	right := files["2_b.up.sql"].Data
	files["2_b.up.sql"].Data = slices.Concat(right, []byte("INSERT INTO missing VALUES (1);\n"))
	if out, err := run(t, cfg, files, (*runner).up); err == nil || !strings.Contains(err.Error(), "2_b.up.sql failed and was rolled back") || out != "up 1_a\n" {
		t.Errorf("failed: %q, %v", out, err)
	}
	files["2_b.up.sql"].Data = right
	if out, err := run(t, cfg, files, (*runner).up); err != nil || out != "up 2_b\nup 3_c\nthe schema is up to date\n" {
		t.Errorf("corrected: %q, %v", out, err)
	}
}

// Whoever stops a migration has not to correct it.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	err := rolledBack(ctx, migration{name: "1_a"}, up, context.Canceled)
	if !strings.Contains(err.Error(), "1_a.up.sql failed") {
		t.Errorf("got %v", err)
	}
	cancel()
	err = rolledBack(ctx, migration{name: "1_a"}, up, context.Canceled)
	if !strings.Contains(err.Error(), "1_a.up.sql was interrupted") {
		t.Errorf("got %v", err)
	}
}

func TestCheckTransaction(t *testing.T) {
	t.Parallel()
	for script, allowed := range map[string]bool{
		"SELECT 1; COMMIT; SELECT 2;":         false,
		"begin;\nSELECT 1;\ncommit ;\n":       false,
		"Start Transaction; SELECT 1;":        false,
		"SELECT 1;\nROLLBACK WORK;":           false,
		"SAVEPOINT a;\nROLLBACK TO a;":        true,
		"-- COMMIT;\nSELECT 'commit';":        true,
		"CREATE TRIGGER a\nBEGIN\n\tx;\nEND;": true,
	} {
		if err := checkTransaction(migration{name: "1_a"}, up, script); (err == nil) != allowed {
			t.Errorf("%q: %v", script, err)
		}
	}
}
