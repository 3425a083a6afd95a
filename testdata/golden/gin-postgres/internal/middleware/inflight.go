package middleware

import (
	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/resp"
)

// InFlight handles at most limit requests at a time, 0 for any number, and
// responds 503 to others at once: in a queue, all would wait too long.
func InFlight(limit int) gin.HandlerFunc {
	places := make(chan struct{}, limit)
	return func(c *gin.Context) {
		if limit == 0 || isProbe(c.Request.URL.Path) {
			c.Next()
			return
		}
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
			c.Next()
		default:
			status, body := resp.Of(apperr.ErrOverloaded)
			abort(c, status, body)
		}
	}
}
