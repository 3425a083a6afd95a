package middleware

import (
	"net/http"
	"slices"
)

// Chain surrounds h with each wrapper, the first outermost.
func Chain(h http.Handler, wrappers ...func(http.Handler) http.Handler) http.Handler {
	for _, wrap := range slices.Backward(wrappers) {
		h = wrap(h)
	}
	return h
}
