package router

import (
	"net/http"
	"path"

	"library/internal/apperr"
	"library/internal/handler"
)

// fallback serves mux and fails where mux has no route, which it would answer
// itself in plain text.
func fallback(mux *http.ServeMux) handler.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		if !isClean(r.URL.EscapedPath()) {
			return apperr.ErrRouteNotFound
		}
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return nil
		}
		plain := discard{http.Header{}}
		h.ServeHTTP(plain, r) // only mux knows which methods it allows
		if allow := plain.Header().Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
			return apperr.ErrMethodNotAllowed
		}
		return apperr.ErrRouteNotFound
	}
}

// isClean reports whether a path has no empty and no dotted segment, of which
// mux would make a redirect.
func isClean(p string) bool {
	clean := path.Clean(p)
	return p == clean || p == clean+"/"
}

// discard keeps the header of an answer and nothing else.
type discard struct {
	header http.Header
}

func (d discard) Header() http.Header            { return d.header }
func (d discard) Write(data []byte) (int, error) { return len(data), nil }
func (d discard) WriteHeader(int)                {}
