package server

import (
	"net/http"
	"net/url"
	"slices"
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
	parts := strings.Split(strings.ReplaceAll(escaped, "%2f", "%2F"), "%2F")
	encoded := len(parts) > 1
	for i, part := range parts {
		path, err := url.PathUnescape(part)
		if err != nil {
			return "", err
		}
		parts[i] = path
		encoded = encoded || slices.ContainsFunc(strings.Split(path, "/"), isDots)
	}
	if !encoded {
		return parts[0], nil
	}
	for i, part := range parts {
		segments := strings.Split((&url.URL{Path: part}).EscapedPath(), "/")
		for j, segment := range segments {
			if isDots(segment) {
				segments[j] = strings.ReplaceAll(segment, ".", "%2E")
			}
		}
		parts[i] = strings.Join(segments, "/")
	}
	return strings.Join(parts, "%2F"), nil
}

// isDots reports whether a router would take a segment for a directory, or the
// one above it.
func isDots(segment string) bool {
	return segment == "." || segment == ".."
}
