package handler

import (
	"net/http"

	"github.com/gin-gonic/gin"
	swaggerFiles "github.com/swaggo/files"
	ginSwagger "github.com/swaggo/gin-swagger"

	_ "github.com/acme/empty/v2/docs" // registers the document with swag
)

// Docs serves Swagger UI and the API document.
func Docs() gin.HandlerFunc {
	ui := ginSwagger.WrapHandler(swaggerFiles.Handler)
	return func(c *gin.Context) {
		if c.Param("file") == "/" {
			c.Redirect(http.StatusMovedPermanently, "/swagger/index.html")
			return
		}
		request := c.Request
		c.Request = request.Clone(request.Context())
		c.Request.Method = http.MethodGet // the UI does not support HEAD
		ui(c)
		c.Request = request
	}
}
