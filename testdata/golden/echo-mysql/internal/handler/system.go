package handler

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/health"
)

// Live responds while the process is running.
//
//	@Summary	Liveness probe
//	@Tags		system
//	@Produce	json
//	@Success	200	{object}	resp.Body
//	@Router		/healthz [get]
func Live(c *echo.Context) error {
	return respond(c, http.StatusOK, nil)
}

// Ready reports whether the process can take requests.
//
//	@Summary	Readiness probe
//	@Tags		system
//	@Produce	json
//	@Success	200	{object}	resp.Body
//	@Failure	503	{object}	resp.Body
//	@Router		/readyz [get]
func Ready(state *health.State) echo.HandlerFunc {
	return func(c *echo.Context) error {
		if err := state.Ready(c.Request().Context()); err != nil {
			return err
		}
		return respond(c, http.StatusOK, nil)
	}
}
