package handler

import (
	"net/http"

	"github.com/google/uuid"

	"library/internal/apperr"
	"library/internal/precondition"
)

// targetUUID returns the UUID of the resource that a request is to change, and the
// conditions under which it may.
func targetUUID(r *http.Request, requireIfMatch bool) (id uuid.UUID, conditions precondition.Conditions, err error) {
	if id, err = resourceUUID(r); err != nil {
		return uuid.Nil, conditions, err
	}
	conditions, err = precondition.ParseWrite(r.Header["If-Match"], r.Header["If-None-Match"], requireIfMatch)
	return id, conditions, err
}

// resourceUUID returns the UUID in the path of a request, which must have no query.
func resourceUUID(r *http.Request) (uuid.UUID, error) {
	if err := noQuery(r); err != nil {
		return uuid.Nil, err
	}
	return pathUUID(r.PathValue("id"))
}

// pathUUID parses the UUID of a resource in a path, of which there is one form only.
func pathUUID(s string) (uuid.UUID, error) {
	id, err := uuid.Parse(s)
	if err != nil || id.String() != s {
		return uuid.Nil, &apperr.BadRequest{Message: "id must be a UUID in lower case"}
	}
	return id, nil
}
