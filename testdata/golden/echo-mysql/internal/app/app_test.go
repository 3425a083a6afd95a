package app_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/acme/tracks/internal/app"
	"github.com/acme/tracks/internal/config"
	"github.com/acme/tracks/internal/dbtest"
)

// testConfig is the configuration of a program with nothing but what a test needs.
func testConfig(t *testing.T) config.Config {
	t.Helper()
	cfg, err := config.Load(os.DirFS("../.."), []string{
		"APP_ENV=test", "LOG_LEVEL=info", "LOG_FORMAT=json",
		"MYSQL_DSN=" + dbtest.DSN(t),
		"KAFKA_BROKERS=127.0.0.1:1",
		"JWT_SECRET=" + strings.Repeat("secret", 6),
	})
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// TestRun starts the whole program, asks it something, and ends it.
func TestRun(t *testing.T) {
	cfg := testConfig(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	logs, out := io.Pipe()
	result := make(chan error, 1)
	go func() {
		defer func() { _ = out.Close() }()
		result <- app.Command(ctx, cfg, nil, out)
	}()

	var address string
	serving := false
	for lines := bufio.NewScanner(logs); !serving && lines.Scan(); {
		serving = strings.Contains(lines.Text(), `"msg":"serving"`)
		if _, after, ok := strings.Cut(lines.Text(), `"listener":"public","address":"`); ok {
			address, _, _ = strings.Cut(after, `"`)
		}
	}
	go func() { _, _ = io.Copy(io.Discard, logs) }()
	if !serving {
		t.Fatal(<-result)
	}

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("GET /readyz: %d", answer.StatusCode)
	}

	cancel()
	if err := <-result; err != nil {
		t.Errorf("Run: %v", err)
	}
}

func TestCommandUnknown(t *testing.T) {
	err := app.Command(t.Context(), config.Config{}, []string{"fly"}, io.Discard)
	if err == nil || !strings.Contains(err.Error(), `"fly"`) || !strings.Contains(err.Error(), "server healthcheck") {
		t.Errorf("got %v", err)
	}
}
