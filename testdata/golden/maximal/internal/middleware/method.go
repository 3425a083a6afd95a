package middleware

import (
	"slices"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"
)

// OtherMethod stands for the methods that fiber does not know.
const OtherMethod = "OTHER"

// methodKey is where a request keeps the method that OtherMethod stands for.
type methodKey struct{}

// AnyMethod passes on methods unknown to fiber, which would reject them before any
// middleware, in plain text.
func AnyMethod(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(r *fasthttp.RequestCtx) {
		if !slices.Contains(fiber.DefaultMethods, string(r.Method())) {
			r.SetUserValue(methodKey{}, string(r.Method()))
			r.Request.Header.SetMethod(OtherMethod)
		}
		next(r)
	}
}

// method returns the method that the client sent.
func method(c fiber.Ctx) string {
	if name, ok := c.Locals(methodKey{}).(string); ok {
		return name
	}
	return string(c.Request().Header.Method())
}
