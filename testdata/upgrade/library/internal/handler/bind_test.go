package handler

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/acme/library/internal/apperr"
)

func TestBind(t *testing.T) {
	for _, tc := range []struct {
		contentType, body string
		want              error
	}{
		{"application/json", `{"name":"x"}`, nil},
		{"application/xml", `{"name":"x"}`, apperr.ErrMediaType},
		{"application/json", `{"name":"a longer one"}`, apperr.ErrTooLarge},
	} {
		rec := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(tc.body))
		r.Header.Set("Content-Type", tc.contentType)
		r.Body = http.MaxBytesReader(rec, r.Body, 12)
		var dst struct {
			Name string `json:"name"`
		}
		if err := bind(r, &dst); !errors.Is(err, tc.want) {
			t.Errorf("%s %s: got %v, want %v", tc.contentType, tc.body, err, tc.want)
		}
	}
}

func TestBodyError(t *testing.T) {
	if err := bodyError(os.ErrDeadlineExceeded); !errors.Is(err, apperr.ErrSlowRequest) {
		t.Errorf("slow: %v", err)
	}
	if _, ok := errors.AsType[*apperr.BadRequest](bodyError(io.ErrUnexpectedEOF)); !ok {
		t.Error("cut off: not a bad request")
	}
}
