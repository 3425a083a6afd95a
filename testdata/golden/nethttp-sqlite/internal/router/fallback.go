package router

import (
	"cmp"
	"net/http"
	"path"
	"strings"

	"library/internal/apperr"
	"library/internal/handler"
)

// clean serves mux, and fails for a path with an empty or a dot segment, which
// mux would redirect, and for *.
func clean(mux *http.ServeMux) handler.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		p := cmp.Or(r.URL.RawPath, r.URL.Path)
		if c := path.Clean(p); !path.IsAbs(p) || c != p && c+"/" != p {
			return apperr.ErrRouteNotFound
		}
		mux.ServeHTTP(w, r)
		return nil
	}
}

// fallback fails for requests that match no other route of mux.
func fallback(mux *http.ServeMux) handler.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		allow := allowed(mux, r)
		r.Pattern = "" // for the access log
		if len(allow) == 0 {
			return apperr.ErrRouteNotFound
		}
		w.Header().Set("Allow", strings.Join(allow, ", "))
		return apperr.ErrMethodNotAllowed
	}
}

// allowed returns the methods that have a route of their own for the path of r.
func allowed(mux *http.ServeMux, r *http.Request) []string {
	var methods []string
	other := r.WithContext(r.Context()) // a copy
	for _, method := range []string{http.MethodDelete, http.MethodGet, http.MethodHead, http.MethodPatch, http.MethodPost, http.MethodPut} {
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != r.Pattern {
			methods = append(methods, method)
		}
	}
	return methods
}
