package handler

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/precondition"
)

// respondFound sends a resource unless the client has this version already.
func respondFound(c *gin.Context, version int64, data any) {
	conditions, err := precondition.Parse(c.Request.Header["If-Match"], c.Request.Header["If-None-Match"])
	if err != nil {
		fail(c, err)
		return
	}
	known, err := conditions.CheckRead(version)
	if err != nil {
		fail(c, err)
		return
	}
	if known {
		c.Header("ETag", precondition.ETag(version))
		c.Status(http.StatusNotModified)
		return
	}
	respondVersion(c, http.StatusOK, version, data)
}

// respondVersion sends a resource with its version as the ETag.
func respondVersion(c *gin.Context, status int, version int64, data any) {
	c.Header("ETag", precondition.ETag(version))
	respond(c, status, data)
}
