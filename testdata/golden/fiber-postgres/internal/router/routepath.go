package router

import (
	"net/url"
	"strings"
)

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
