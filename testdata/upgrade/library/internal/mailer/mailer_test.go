package mailer_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/acme/library/internal/mailer"
)

func TestSend(t *testing.T) {
	dir := t.TempDir()
	m, err := mailer.Open(mailer.Config{From: "a@example.com", Spool: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Send(t.Context(), "b@example.com", "Dune has arrived"); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "Subject: Dune has arrived") {
		t.Errorf("got %s", text)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if err := m.Send(t.Context(), "b@example.com", "late"); !errors.Is(err, mailer.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}
