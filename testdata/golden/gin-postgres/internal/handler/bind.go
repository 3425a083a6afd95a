package handler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/pathprefix"
	"github.com/acme/notes/internal/strictjson"
	"github.com/acme/notes/internal/strictquery"
)

// bind decodes the JSON body of a request into dst.
func bind(r *http.Request, dst any) error {
	data, err := readBody(r, "application/json")
	if err != nil {
		return err
	}
	return strictjson.Unmarshal(data, dst)
}

// readBody returns the body of a request, which must be of one of the media
// types.
func readBody(r *http.Request, mediaTypes ...string) ([]byte, error) {
	if err := checkMediaType(headerValues(r, "Content-Type"), mediaTypes); err != nil {
		return nil, err
	}
	if err := checkEncoding(headerValues(r, "Content-Encoding")); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, bodyError(err)
	}
	return data, nil
}

// headerValues returns the values of a header of a request, separated by commas.
func headerValues(r *http.Request, name string) string {
	return strings.Join(r.Header.Values(name), ", ")
}

// noQuery refuses a request with query parameters, for a route that has none.
func noQuery(r *http.Request) error {
	_, err := strictquery.Parse(r.URL.RawQuery)
	return err
}

// bodyError explains why a body could not be read.
func bodyError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return apperr.ErrTooLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return apperr.ErrSlowRequest
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &apperr.BadRequest{Message: "body ended early"}
	}
	return &apperr.BadRequest{Message: "body is malformed"}
}

// checkMediaType returns an error unless a Content-Type is one of the media
// types, in UTF-8.
func checkMediaType(contentType string, mediaTypes []string) error {
	mediaType, params, err := mime.ParseMediaType(contentType)
	if err != nil || !slices.Contains(mediaTypes, mediaType) {
		return apperr.ErrMediaType
	}
	charset, ok := params["charset"]
	if ok && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "utf8") {
		return apperr.ErrMediaType
	}
	return nil
}

// checkEncoding returns an error if a Content-Encoding says that a body is
// compressed.
func checkEncoding(contentEncoding string) error {
	if contentEncoding != "" && !strings.EqualFold(contentEncoding, "identity") {
		return apperr.ErrMediaType
	}
	return nil
}

// location returns the URL of the resource with the id in the list at a path,
// which is that of the request that has created it.
func location(ctx context.Context, list string, id any) string {
	return fmt.Sprintf("%s%s/%v", pathprefix.Of(ctx), list, id)
}
