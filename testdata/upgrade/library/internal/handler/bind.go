package handler

import (
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/strictjson"
)

// bind decodes the JSON body of r onto dst.
func bind(r *http.Request, dst any) error {
	data, err := readBody(r, "application/json")
	if err != nil {
		return err
	}
	return strictjson.Unmarshal(data, dst)
}

// readBody returns the body of r, which must be of one of the media types.
func readBody(r *http.Request, mediaTypes ...string) ([]byte, error) {
	if err := checkMediaType(r.Header.Get("Content-Type"), mediaTypes); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, bodyError(err)
	}
	return data, nil
}

// bodyError says why a body could not be read.
func bodyError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return apperr.ErrTooLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return apperr.ErrSlowRequest
	}
	return &apperr.BadRequest{Message: "body ended early"}
}
