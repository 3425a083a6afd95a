package handler

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/health"
)

// Live responds while the process is running.
func Live(c *echo.Context) error {
	return respond(c, http.StatusOK, nil)
}

// Ready reports whether the process can take requests.
func Ready(state *health.State) echo.HandlerFunc {
	return func(c *echo.Context) error {
		if err := state.Ready(c.Request().Context()); err != nil {
			return err
		}
		return respond(c, http.StatusOK, nil)
	}
}
