package handler

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/fibertest"
)

func TestBind(t *testing.T) {
	for _, tc := range []struct {
		contentType, encoding string
		want                  error
	}{
		{"application/json", "", nil},
		{"application/json", "gzip", nil}, // left to the client
		{"application/xml", "", apperr.ErrMediaType},
	} {
		var err error
		app := fiber.New()
		app.Post("/", func(c fiber.Ctx) error {
			var dst struct {
				Name string `json:"name"`
			}
			err = bind(c, &dst)
			return nil
		})
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(`{"name":"x"}`))
		r.Header.Set("Content-Type", tc.contentType)
		r.Header.Set("Content-Encoding", tc.encoding)
		fibertest.Do(t, app, r)
		if !errors.Is(err, tc.want) {
			t.Errorf("%s %s: got %v, want %v", tc.contentType, tc.encoding, err, tc.want)
		}
	}
}
