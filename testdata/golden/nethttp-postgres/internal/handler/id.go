package handler

import (
	"net/http"
	"strconv"

	"github.com/acme/shop/internal/apperr"
)

// resourceID returns the id in the path of a request, which must have no query.
func resourceID(r *http.Request) (int64, error) {
	if err := noQuery(r); err != nil {
		return 0, err
	}
	return pathID(r.PathValue("id"))
}

// pathID parses the id of a resource in a path.
func pathID(s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id < 1 || strconv.FormatInt(id, 10) != s {
		return 0, &apperr.BadRequest{Message: "id must be a positive whole number"}
	}
	return id, nil
}
