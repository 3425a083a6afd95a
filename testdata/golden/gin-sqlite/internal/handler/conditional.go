package handler

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/precondition"
)

// target returns the ID of the resource that a request is to change, and the
// conditions under which it may.
func target(c *gin.Context, requireIfMatch bool) (id int64, _ precondition.Conditions, err error) {
	if id, err = resourceID(c); err != nil {
		return 0, precondition.Conditions{}, err
	}
	conditions, err := precondition.ParseWrite(c.Request.Header.Values("If-Match"), c.Request.Header.Values("If-None-Match"), requireIfMatch)
	return id, conditions, err
}

// respondFound sends a resource to a client that does not have this version.
func respondFound(c *gin.Context, version int64, data any) {
	conditions, err := precondition.Parse(c.Request.Header.Values("If-Match"), c.Request.Header.Values("If-None-Match"))
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
