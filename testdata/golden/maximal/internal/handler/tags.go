package handler

import "github.com/gofiber/fiber/v3"

// tagsIn returns the values of a header of a request that holds entity tags. The
// Get method of fiber would return one of them.
func tagsIn(c fiber.Ctx, name string) (values []string) {
	for _, value := range c.Request().Header.PeekAll(name) {
		values = append(values, string(value))
	}
	return values
}
