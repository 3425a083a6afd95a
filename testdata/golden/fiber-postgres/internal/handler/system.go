package handler

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/health"
)

// Live responds while the process is running.
//
//	@Summary	Liveness probe
//	@Tags		system
//	@Produce	json
//	@Success	200	{object}	resp.Body
//	@Router		/healthz [get]
func Live(c fiber.Ctx) error {
	return respond(c, fiber.StatusOK, nil)
}

// Ready reports whether the process can take requests.
//
//	@Summary	Readiness probe
//	@Tags		system
//	@Produce	json
//	@Success	200	{object}	resp.Body
//	@Failure	503	{object}	resp.Body
//	@Router		/readyz [get]
func Ready(state *health.State) fiber.Handler {
	return func(c fiber.Ctx) error {
		if err := state.Ready(c.Context()); err != nil {
			return err
		}
		return respond(c, fiber.StatusOK, nil)
	}
}
