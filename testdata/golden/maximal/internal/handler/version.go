package handler

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/version"
)

// Version says which build is running.
//
//	@Summary	Build that is running
//	@Tags		system
//	@Produce	json
//	@Success	200	{object}	resp.Body{data=version.Info}
//	@Router		/version [get]
func Version(c fiber.Ctx) error {
	return respond(c, fiber.StatusOK, version.Get())
}
