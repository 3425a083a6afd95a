package handler

import "github.com/gin-gonic/gin"

// Docs serves Swagger UI and the documents of the API below a prefix.
func Docs(prefix string) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := serveDocs(c.Writer, c.Request, prefix); err != nil {
			fail(c, err)
		}
	}
}
