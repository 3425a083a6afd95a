package handler

import (
	"mime"
	"slices"
	"strconv"

	"github.com/acme/ledger/internal/apperr"
)

// checkMediaType fails where a Content-Type is of none of the media types.
func checkMediaType(contentType string, mediaTypes []string) error {
	mediaType, _, err := mime.ParseMediaType(contentType)
	if err != nil || !slices.Contains(mediaTypes, mediaType) {
		return apperr.ErrMediaType
	}
	return nil
}

// pathID reads the id of a resource from its place in the path.
func pathID(s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id < 1 || strconv.FormatInt(id, 10) != s {
		return 0, &apperr.BadRequest{Message: "id must be a positive whole number"}
	}
	return id, nil
}
