package handler

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strconv"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/strictjson"
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
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || !slices.Contains(mediaTypes, mediaType) {
		return nil, apperr.ErrMediaType
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
		return apperr.ErrSlowBody
	}
	return &apperr.BadRequest{Message: "body ended early"}
}

// pathID reads the id of a resource from its place in the path.
func pathID(s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id < 1 || strconv.FormatInt(id, 10) != s {
		return 0, &apperr.BadRequest{Message: "id must be a positive whole number"}
	}
	return id, nil
}
