package handler

import (
	"cmp"
	"net/http"
	"strings"

	httpSwagger "github.com/swaggo/http-swagger/v2"

	"github.com/acme/library/docs"
	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/openapi31"
	"github.com/acme/library/internal/pathprefix"
)

const (
	docsPath = "/swagger/"    // of Swagger UI
	openAPI  = "openapi.json" // what it shows; doc.json is the same for tools that only know Swagger 2.0
)

// serveDocs serves Swagger UI and the documents of the API below a prefix.
func serveDocs(w http.ResponseWriter, r *http.Request, prefix string) error {
	published := pathprefix.Of(r.Context())
	switch file := strings.TrimPrefix(r.URL.Path, docsPath); file {
	case "":
		http.Redirect(w, r, published+docsPath+"index.html", http.StatusMovedPermanently)
	case "doc.json":
		writeDocument(w, []byte(document(published+prefix)))
	case openAPI:
		doc, err := openapi31.FromSwagger([]byte(document(published + prefix)))
		if err != nil {
			return err
		}
		writeDocument(w, doc)
	case "index.html", "favicon-16x16.png", "favicon-32x32.png", "swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js":
		get := r.Clone(r.Context()) // the UI modifies the request, and supports neither HEAD nor a query
		get.Method, get.RequestURI = http.MethodGet, docsPath+file
		httpSwagger.Handler(httpSwagger.URL(openAPI))(w, get)
	default:
		return apperr.ErrRouteNotFound
	}
	return nil
}

func writeDocument(w http.ResponseWriter, doc []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(doc) // fails only if the client has left
}

// document returns the Swagger 2.0 document of an API that clients find below a path.
func document(path string) string {
	info := *docs.SwaggerInfo // a copy
	info.BasePath = cmp.Or(path, "/")
	return info.ReadDoc()
}
