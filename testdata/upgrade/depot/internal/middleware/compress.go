package middleware

import (
	"net/http"

	"github.com/acme/depot/internal/compress"
)

// Compress compresses large answers for clients that want it. HEAD gets the
// header that GET would get.
func Compress(compressor compress.Compressor) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Add("Vary", "Accept-Encoding")
			if !compress.Accepts(r.Header.Get("Accept-Encoding")) {
				next.ServeHTTP(w, r)
				return
			}
			zip := &zipping{ResponseWriter: w, compressor: compressor}
			next.ServeHTTP(zip, r)
			zip.end() // not where the handler panicked: another answer follows
		})
	}
}
