// The route of a generated service with nothing around it, for the benchmark
// that tells what the rest costs.
package main

import (
	"os"
	"strconv"

	"github.com/gofiber/fiber/v3"
)

type book struct {
	ID        int64   `json:"id"`
	Title     string  `json:"title"`
	Price     *string `json:"price"`
	Published *string `json:"published"`
	ISBN      *string `json:"isbn"`
	CreatedAt string  `json:"created_at"`
	UpdatedAt string  `json:"updated_at"`
}

type body struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

// one is the answer of the service for the same request.
func one(id int64) body {
	const at = "2024-05-17T08:30:00.123456Z"
	return body{Message: "ok", Data: book{ID: id, Title: "A", CreatedAt: at, UpdatedAt: at}}
}

func main() {
	app := fiber.New()
	app.Get("/api/v1/books/:id", func(c fiber.Ctx) error {
		id, err := strconv.ParseInt(c.Params("id"), 10, 64)
		if err != nil {
			return fiber.ErrBadRequest
		}
		return c.JSON(one(id))
	})
	panic(app.Listen(os.Args[1], fiber.ListenConfig{DisableStartupMessage: true}))
}
