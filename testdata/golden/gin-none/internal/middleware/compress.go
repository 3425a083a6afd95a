package middleware

import (
	"github.com/gin-gonic/gin"

	"github.com/acme/empty/v2/internal/compress"
)

// Compress compresses large responses for clients that accept gzip. HEAD gets
// the header that GET would get.
func Compress(compressor compress.Compressor) gin.HandlerFunc {
	return func(c *gin.Context) {
		w := c.Writer
		w.Header().Add("Vary", "Accept-Encoding")
		if !compress.Accepts(c.GetHeader("Accept-Encoding")) {
			c.Next()
			return
		}
		zip := &zipping{ResponseWriter: w, compressor: compressor}
		c.Writer = &ginZipping{ResponseWriter: w, zip: zip}
		defer func() { c.Writer = w }()
		c.Next()
		zip.end() // not after a panic: Recover sends another response
	}
}
