package handler

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// answer ends a handler with what its last call returned: 200, or its error.
func answer(c *gin.Context, data any, err error) {
	if err != nil {
		fail(c, err)
		return
	}
	respond(c, http.StatusOK, data)
}
