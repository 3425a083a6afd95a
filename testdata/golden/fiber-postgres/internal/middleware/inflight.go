package middleware

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/resp"
)

// InFlight handles at most limit requests at a time, 0 for any number, and
// responds 503 to others at once: in a queue, all would wait too long. A request is
// in flight until its response is sent, as fasthttp holds it in memory for clients
// that read slowly.
func InFlight(limit int) fiber.Handler {
	places := make(place, limit)
	return func(c fiber.Ctx) error {
		if limit == 0 || isProbe(c.Path()) {
			return c.Next()
		}
		select {
		case places <- struct{}{}:
			c.RequestCtx().SetUserValue(placeKey{}, places)
			return c.Next()
		default:
			c.Set(fiber.HeaderRetryAfter, resp.RetryAfter)
			status, body := resp.Of(apperr.ErrOverloaded)
			return c.Status(status).JSON(body)
		}
	}
}

// place is what a request in flight holds. Fasthttp closes the values of a request
// when it has sent the response or given up.
type place chan struct{}

type placeKey struct{}

// Close gives a place back.
func (p place) Close() error {
	<-p
	return nil
}
