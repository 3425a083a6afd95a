package handler

import "github.com/gin-gonic/gin"

// Docs serves Swagger UI and the API document.
func Docs(c *gin.Context) {
	if err := serveDocs(c.Writer, c.Request); err != nil {
		fail(c, err)
	}
}
