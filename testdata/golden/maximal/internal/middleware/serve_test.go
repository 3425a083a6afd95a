package middleware_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/fibertest"
	"github.com/acme/everything/internal/logger"
)

const remote = "pipe" // in place of a network

// serve responds to r with what h returns, inside all middleware, and returns the
// log, too.
func serve(t *testing.T, r *http.Request, h func(context.Context) (status int, body string)) (rec *httptest.ResponseRecorder, records []map[string]any) {
	t.Helper()
	var out bytes.Buffer
	app := surround(logger.New(logger.Config{Format: "json"}, &out), func(c fiber.Ctx) error {
		status, body := h(c.Context())
		return c.Status(status).SendString(body)
	})
	rec = fibertest.Do(t, app, r)
	return rec, readLog(t, &out)
}

func ok(context.Context) (status int, body string) { return http.StatusOK, "ok" }

func TestUnread(t *testing.T) {
	for body, want := range map[string]int{
		strings.Repeat("x", bodyLimit):   http.StatusOK,
		strings.Repeat("x", bodyLimit+1): http.StatusRequestEntityTooLarge,
	} {
		r := request(t, body)
		r.Header.Set("X-Request-ID", "given")
		rec, records := serve(t, r, ok)
		if rec.Code != want || rec.Header().Get("X-Request-ID") != "given" {
			t.Errorf("%d bytes: %d %v", len(body), rec.Code, rec.Header())
		}
		if len(records) != 1 || records[0]["status"] != float64(want) || records[0]["path"] != "/path/1" {
			t.Errorf("%d bytes: records: %v", len(body), records)
		}
	}
}

func TestAnyMethod(t *testing.T) {
	r := request(t, "")
	r.Method = "BREW"
	rec, records := serve(t, r, ok)
	if rec.Code != http.StatusMethodNotAllowed || rec.Header().Get("Allow") != http.MethodPost {
		t.Errorf("answered %d %v", rec.Code, rec.Header())
	}
	if len(records) != 1 || records[0]["method"] != "BREW" {
		t.Errorf("records: %v", records)
	}
}
