package router

import "net/http"

// canonical makes next route alike whatever of a path is encoded. Routers take
// RawPath, as the client encoded it, where there is one.
func canonical(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, err := routePath(r.URL.RawPath)
		if err != nil || path == r.URL.Path {
			path = "" // next takes the decoded one
		}
		r.URL.RawPath = path
		next.ServeHTTP(w, r)
	})
}
