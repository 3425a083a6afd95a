package server

import (
	"net/http"
	"net/url"
	"strings"
)

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

// routePath returns the form of an escaped path that is routed: the decoded path,
// unless a slash or a dot segment in it is encoded and so belongs to a value. Then
// only what has to be encoded is.
func routePath(escaped string) (string, error) {
	path, err := url.PathUnescape(escaped)
	if err != nil || path == escaped {
		return path, err
	}
	segments, inValue := strings.Split(escaped, "/"), false
	for i, segment := range segments {
		value, _ := url.PathUnescape(segment) // valid, as the path is
		if value == "." || value == ".." {
			segments[i], inValue = strings.ReplaceAll(value, ".", "%2E"), true
			continue
		}
		segments[i], inValue = url.PathEscape(value), inValue || strings.Contains(value, "/")
	}
	if !inValue {
		return path, nil
	}
	return strings.Join(segments, "/"), nil
}
