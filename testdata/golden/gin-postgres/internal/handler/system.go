package handler

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/health"
)

// Live responds while the process is running.
func Live(c *gin.Context) {
	respond(c, http.StatusOK, nil)
}

// Ready reports whether the process can take requests.
func Ready(state *health.State) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := state.Ready(c.Request.Context()); err != nil {
			fail(c, err)
			return
		}
		respond(c, http.StatusOK, nil)
	}
}
