package handler

import (
	"net/http"

	"library/internal/precondition"
)

// respondFound sends a resource unless the client has this version already.
func respondFound(w http.ResponseWriter, r *http.Request, version int64, data any) error {
	conditions, err := precondition.Parse(r.Header["If-Match"], r.Header["If-None-Match"])
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
