package audit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/acme/ledger/internal/audit"
)

func TestRecord(t *testing.T) {
	file := filepath.Join(t.TempDir(), "audit.log")
	trail, err := audit.Open(audit.Config{File: file})
	if err != nil {
		t.Fatal(err)
	}
	if err := trail.Record(t.Context(), "transfer", 7); err != nil {
		t.Fatal(err)
	}
	if err := trail.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), `"action":"transfer","id":7`) {
		t.Errorf("%s, %v", text, err)
	}
	if trail.Close() == nil {
		t.Error("a second Close succeeds")
	}
}
