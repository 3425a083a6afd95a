package handler

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/ledger/internal/version"
)

// Version says which build is running.
//
//	@Summary	Build that is running
//	@Tags		system
//	@Produce	json
//	@Success	200	{object}	resp.Body{data=version.Info}
//	@Router		/version [get]
func Version(c *echo.Context) error {
	return respond(c, http.StatusOK, version.Get())
}
