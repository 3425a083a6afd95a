package handler

import (
	"errors"
	"io"
	"os"
	"testing"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/pathprefix"
)

func TestBodyError(t *testing.T) {
	t.Parallel()
	if err := bodyError(os.ErrDeadlineExceeded); !errors.Is(err, apperr.ErrSlowRequest) {
		t.Errorf("slow: %v", err)
	}
	if _, ok := errors.AsType[*apperr.BadRequest](bodyError(io.ErrUnexpectedEOF)); !ok {
		t.Error("cut off: not a bad request")
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
	if got := location(t.Context(), "/api/v1/things", 7); got != "/api/v1/things/7" {
		t.Errorf("got %s", got)
	}
	ctx := pathprefix.NewContext(t.Context(), "/shop")
	if got := location(ctx, "/api/v1/things", 7); got != "/shop/api/v1/things/7" {
		t.Errorf("behind a proxy: got %s", got)
	}
}

func TestPathID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"1": 1, "9223372036854775807": 9223372036854775807,
		"": 0, "0": 0, "-1": 0, "+1": 0, "01": 0, "1.0": 0, "x": 0, "9223372036854775808": 0,
	} {
		got, err := pathID(text)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
}
