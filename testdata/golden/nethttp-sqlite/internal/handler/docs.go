package handler

import "net/http"

// Docs serves Swagger UI and the API document.
func Docs(w http.ResponseWriter, r *http.Request) error {
	return serveDocs(w, r)
}
