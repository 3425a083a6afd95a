package handler

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/version"
)

// Version says which build is running.
//
//	@Summary	Build that is running
//	@Tags		system
//	@Produce	json
//	@Success	200	{object}	resp.Body{data=version.Info}
//	@Router		/version [get]
func Version(c *gin.Context) {
	respond(c, http.StatusOK, version.Get())
}
