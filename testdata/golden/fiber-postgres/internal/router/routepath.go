package router

import (
	"net/url"
	"strings"
)

// routePath returns the form of an escaped path that is routed: the decoded path,
// unless a slash in it is encoded and so belongs to a value. Then only what has to
// be encoded is.
func routePath(escaped string) (string, error) {
	parts := strings.Split(strings.ReplaceAll(escaped, "%2f", "%2F"), "%2F")
	for i, part := range parts {
		path, err := url.PathUnescape(part)
		if err != nil {
			return "", err
		}
		if len(parts) > 1 {
			path = (&url.URL{Path: path}).EscapedPath()
		}
		parts[i] = path
	}
	return strings.Join(parts, "%2F"), nil
}
