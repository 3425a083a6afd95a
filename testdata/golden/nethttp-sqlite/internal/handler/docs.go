package handler

import "net/http"

// Docs serves Swagger UI and the documents of the API below a prefix.
func Docs(prefix string) Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		return serveDocs(w, r, prefix)
	}
}
