package middleware

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// ginZipping is a zipping that is a gin.ResponseWriter, too. The status is kept
// by gin until the header is sent.
type ginZipping struct {
	gin.ResponseWriter
	zip *zipping
}

// Unwrap is for http.ResponseController.
func (g *ginZipping) Unwrap() http.ResponseWriter { return g.ResponseWriter }

func (g *ginZipping) Write(data []byte) (int, error) {
	g.zip.status = g.Status()
	return g.zip.Write(data)
}

func (g *ginZipping) WriteString(text string) (int, error) {
	g.zip.status = g.Status()
	return g.zip.Write([]byte(text))
}

// WriteHeaderNow sends the header before there is a body, of which it can say
// nothing.
func (g *ginZipping) WriteHeaderNow() {
	g.zip.status = g.Status()
	_ = g.zip.send(false) // fails only when the client is gone
	g.ResponseWriter.WriteHeaderNow()
}

func (g *ginZipping) Flush() {
	g.zip.status = g.Status()
	g.zip.Flush()
}

// Written reports whether there is an answer, be it held back.
func (g *ginZipping) Written() bool {
	return len(g.zip.held) > 0 || g.ResponseWriter.Written()
}
