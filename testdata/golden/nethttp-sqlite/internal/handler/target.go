package handler

import (
	"net/http"

	"library/internal/precondition"
)

// target returns the ID of the resource that a request is to change, and the
// conditions under which it may.
func target(r *http.Request, requireIfMatch bool) (id int64, conditions precondition.Conditions, err error) {
	if id, err = resourceID(r); err != nil {
		return 0, conditions, err
	}
	conditions, err = precondition.ParseWrite(r.Header["If-Match"], r.Header["If-None-Match"], requireIfMatch)
	return id, conditions, err
}
