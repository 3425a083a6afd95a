package handler

import (
	"net/http"

	httpSwagger "github.com/swaggo/http-swagger/v2"

	_ "github.com/acme/payments/docs" // registers the document with swag
)

// Docs serves Swagger UI and the API document.
func Docs() http.HandlerFunc {
	ui := httpSwagger.Handler()
	return func(w http.ResponseWriter, r *http.Request) {
		get := r.Clone(r.Context()) // the UI modifies the request, and does not support HEAD
		get.Method = http.MethodGet
		ui(w, get)
	}
}
