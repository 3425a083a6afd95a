package router

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/acme/payments/internal/apperr"
)

// fallback fails for requests that no route takes.
func fallback(w http.ResponseWriter, r *http.Request) error {
	allow := allowed(chi.RouteContext(r.Context()).Routes, cmp.Or(r.URL.RawPath, r.URL.Path))
	if len(allow) == 0 {
		return apperr.ErrRouteNotFound
	}
	w.Header().Set("Allow", strings.Join(allow, ", "))
	return apperr.ErrMethodNotAllowed
}

// allowed returns the methods that have a route for path.
func allowed(routes chi.Routes, path string) []string {
	var methods []string
	for _, method := range []string{http.MethodDelete, http.MethodGet, http.MethodPatch, http.MethodPost, http.MethodPut} {
		if !routes.Match(chi.NewRouteContext(), method, path) {
			continue
		}
		methods = append(methods, method)
		if method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
	}
	return methods
}
