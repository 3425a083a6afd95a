package middleware

// isProbe reports whether a path tells how the service is. Such a request is
// answered however busy the service is: an instance that seems to be down is
// restarted, and its load goes to the others.
func isProbe(path string) bool {
	return path == "/healthz" || path == "/readyz"
}
