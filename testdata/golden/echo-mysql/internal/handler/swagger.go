package handler

import (
	"io"
	"net/http"
	"strings"

	httpSwagger "github.com/swaggo/http-swagger/v2"

	"github.com/acme/tracks/docs"
	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/pathprefix"
)

// docsPath is the path of Swagger UI.
const docsPath = "/swagger/"

// serveDocs serves Swagger UI and the API document.
func serveDocs(w http.ResponseWriter, r *http.Request) error {
	prefix := pathprefix.Of(r.Context())
	switch file := strings.TrimPrefix(r.URL.Path, docsPath); file {
	case "":
		http.Redirect(w, r, prefix+docsPath+"index.html", http.StatusMovedPermanently)
	case "doc.json":
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = io.WriteString(w, document(prefix)) // fails only if the client has left
	case "index.html", "favicon-16x16.png", "favicon-32x32.png", "swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js":
		get := r.Clone(r.Context()) // the UI modifies the request, and supports neither HEAD nor a query
		get.Method, get.RequestURI = http.MethodGet, docsPath+file
		httpSwagger.WrapHandler(w, get)
	default:
		return apperr.ErrRouteNotFound
	}
	return nil
}

// document returns the API document for clients that need the prefix.
func document(prefix string) string {
	info := *docs.SwaggerInfo // a copy
	if prefix != "" {
		info.BasePath = strings.TrimSuffix(prefix+info.BasePath, "/")
	}
	return info.ReadDoc()
}
