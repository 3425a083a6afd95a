package middleware

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// ginZipping is a zipping that implements gin.ResponseWriter. Gin keeps the
// status until the header is sent.
type ginZipping struct {
	gin.ResponseWriter
	zip *zipping
}

// Unwrap returns the wrapped writer for http.ResponseController.
func (g *ginZipping) Unwrap() http.ResponseWriter { return g.ResponseWriter }

func (g *ginZipping) Write(data []byte) (int, error) {
	g.zip.status = g.Status()
	return g.zip.Write(data)
}

func (g *ginZipping) WriteString(text string) (int, error) {
	g.zip.status = g.Status()
	return g.zip.Write([]byte(text))
}

// WriteHeaderNow sends the header before the size of the body is known, so the
// response is not compressed.
func (g *ginZipping) WriteHeaderNow() {
	g.zip.status = g.Status()
	_ = g.zip.send(false) // fails only if the client has left
	g.ResponseWriter.WriteHeaderNow()
}

func (g *ginZipping) Flush() {
	g.zip.status = g.Status()
	g.zip.Flush()
}

// Written reports whether the response has begun, even if only buffered.
func (g *ginZipping) Written() bool {
	return len(g.zip.held) > 0 || g.ResponseWriter.Written()
}
