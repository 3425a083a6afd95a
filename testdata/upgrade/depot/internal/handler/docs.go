package handler

import (
	"net/http"

	httpSwagger "github.com/swaggo/http-swagger/v2"

	_ "github.com/acme/depot/docs" // registers the document with swag
)

// Docs serves Swagger UI and the document it shows.
func Docs() http.HandlerFunc {
	ui := httpSwagger.Handler()
	return func(w http.ResponseWriter, r *http.Request) {
		get := r.Clone(r.Context()) // the UI changes the request, and knows nothing of HEAD
		get.Method = http.MethodGet
		ui(w, get)
	}
}
