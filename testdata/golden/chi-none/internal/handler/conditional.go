package handler

import (
	"net/http"

	"github.com/acme/shelf/internal/precondition"
)

// target returns the ID of the resource that a request is to change, and the
// conditions under which it may.
func target(r *http.Request, requireIfMatch bool) (id int64, _ precondition.Conditions, err error) {
	if id, err = resourceID(r); err != nil {
		return 0, precondition.Conditions{}, err
	}
	conditions, err := precondition.ParseWrite(r.Header.Values("If-Match"), r.Header.Values("If-None-Match"), requireIfMatch)
	return id, conditions, err
}

// respondFound sends a resource to a client that does not have this version.
func respondFound(w http.ResponseWriter, r *http.Request, version int64, data any) error {
	conditions, err := precondition.Parse(r.Header.Values("If-Match"), r.Header.Values("If-None-Match"))
	if err != nil {
		return err
	}
	known, err := conditions.CheckRead(version)
	if err != nil {
		return err
	}
	if known {
		w.Header().Set("ETag", precondition.ETag(version))
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return respondVersion(w, http.StatusOK, version, data)
}

// respondVersion sends a resource with its version as the ETag.
func respondVersion(w http.ResponseWriter, status int, version int64, data any) error {
	w.Header().Set("ETag", precondition.ETag(version))
	return respond(w, status, data)
}
