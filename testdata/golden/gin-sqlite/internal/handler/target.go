package handler

import (
	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/precondition"
)

// target returns the ID of the resource that a request is to change, and the
// conditions under which it may.
func target(c *gin.Context, requireIfMatch bool) (id int64, conditions precondition.Conditions, err error) {
	if id, err = resourceID(c); err != nil {
		return 0, conditions, err
	}
	conditions, err = precondition.ParseWrite(c.Request.Header["If-Match"], c.Request.Header["If-None-Match"], requireIfMatch)
	return id, conditions, err
}
