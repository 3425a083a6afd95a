package middleware

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/empty/v2/internal/compress"
)

// Compress compresses large responses for clients that accept gzip. HEAD gets
// the header that GET would get.
func Compress(compressor compress.Compressor) gin.HandlerFunc {
	return func(c *gin.Context) {
		w := c.Writer
		w.Header().Add("Vary", "Accept-Encoding")
		known := unmark(c.Request.Header)
		if !compress.Accepts(c.GetHeader("Accept-Encoding")) {
			c.Next()
			return
		}
		zip := &zipping{ResponseWriter: w, compressor: compressor, known: known}
		c.Writer = &ginZipping{ResponseWriter: w, zip: zip}
		defer func() { c.Writer = w }()
		c.Next()
		if !zip.sent && w.Status() == http.StatusNotModified {
			zip.status = http.StatusNotModified // set in w only, which sends it when all handlers have returned
		}
		zip.end() // not after a panic: Recover sends another response
	}
}
