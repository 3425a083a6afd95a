package handler

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/pathprefix"
)

func TestBind(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		contentTypes []string
		encoding     string
		want         error
	}{
		{[]string{"application/json"}, "", nil},
		{[]string{"application/json"}, "identity", nil},
		{[]string{"application/json"}, "gzip", apperr.ErrMediaType},
		{[]string{"application/xml"}, "", apperr.ErrMediaType},
		{[]string{"application/json", "application/json"}, "", apperr.ErrMediaType},
		{[]string{"application/json", "application/xml"}, "", apperr.ErrMediaType},
		{[]string{"application/xml", "application/json"}, "", apperr.ErrMediaType},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(`{"name":"x"}`))
		r.Header["Content-Type"] = tc.contentTypes
		r.Header.Set("Content-Encoding", tc.encoding)
		var dst struct {
			Name string `json:"name"`
		}
		if err := bind(r, &dst); !errors.Is(err, tc.want) {
			t.Errorf("%s %s: got %v, want %v", tc.contentTypes, tc.encoding, err, tc.want)
		}
	}
}

func TestBodyError(t *testing.T) {
	t.Parallel()
	if err := bodyError(os.ErrDeadlineExceeded); !errors.Is(err, apperr.ErrSlowRequest) {
		t.Errorf("slow: %v", err)
	}
	for err, want := range map[error]string{
		io.ErrUnexpectedEOF:                        "body ended early",
		errors.New("invalid byte in chunk length"): "body is malformed",
	} {
		if got, ok := errors.AsType[*apperr.BadRequest](bodyError(err)); !ok || got.Message != want {
			t.Errorf("%v: got %v, want %s", err, got, want)
		}
	}
}

func TestCheckMediaType(t *testing.T) {
	t.Parallel()
	for contentType, want := range map[string]error{
		"application/json":                         nil,
		"Application/JSON; charset=utf-8":          nil,
		`application/json;charset="UTF8"`:          nil,
		"application/json; version=1":              nil,
		"text/json":                                nil,
		"":                                         apperr.ErrMediaType,
		"application/xml":                          apperr.ErrMediaType,
		"application/json;;":                       apperr.ErrMediaType,
		"application/json; charset=":               apperr.ErrMediaType,
		`application/json; charset=""`:             apperr.ErrMediaType,
		"application/json; charset=utf-16":         apperr.ErrMediaType,
		"text/json; Charset=ISO-8859-1":            apperr.ErrMediaType,
		"text/json; charset=utf-8; charset=utf-16": apperr.ErrMediaType,
	} {
		if err := checkMediaType(contentType, []string{"application/json", "text/json"}); !errors.Is(err, want) {
			t.Errorf("%q: got %v, want %v", contentType, err, want)
		}
	}
}

func TestLocation(t *testing.T) {
	t.Parallel()
	if got := location(t.Context(), "/api/things", 7); got != "/api/things/7" {
		t.Errorf("got %s", got)
	}
	ctx := pathprefix.NewContext(t.Context(), "/shop")
	if got := location(ctx, "/api/things", 7); got != "/shop/api/things/7" {
		t.Errorf("behind a proxy: got %s", got)
	}
}
