package handler

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/precondition"
)

// target returns the ID of the resource that a request is to change, and the
// conditions under which it may.
func target(c *gin.Context, requireIfMatch bool) (id int64, conditions precondition.Conditions, err error) {
	if id, err = resourceID(c); err != nil {
		return 0, conditions, err
	}
	conditions, err = precondition.ParseWrite(c.Request.Header, requireIfMatch)
	return id, conditions, err
}

// respondFound sends a resource unless the client has this version already.
func respondFound(c *gin.Context, version int64, data any) {
	conditions, err := precondition.Parse(c.Request.Header)
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
