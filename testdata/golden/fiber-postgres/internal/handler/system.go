package handler

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/health"
)

// Live responds while the process is running.
func Live(c fiber.Ctx) error {
	return respond(c, fiber.StatusOK, nil)
}

// Ready reports whether the process can take requests.
func Ready(state *health.State) fiber.Handler {
	return func(c fiber.Ctx) error {
		if err := state.Ready(c.Context()); err != nil {
			return err
		}
		return respond(c, fiber.StatusOK, nil)
	}
}
