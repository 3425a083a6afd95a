// The route of a generated service without its middleware, for the benchmark
// that shows what the rest costs. With a second argument it logs each request.
package main

import (
	"log/slog"
	"os"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v3"
)

type book struct {
	ID        int64     `json:"id"`
	Title     string    `json:"title"`
	Price     *string   `json:"price"`
	Published *string   `json:"published"`
	ISBN      *string   `json:"isbn"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

type body struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

// one is the response of the service to the same request.
func one(id int64) body {
	at := time.Date(2024, time.May, 17, 8, 30, 0, 123456000, time.UTC)
	return body{Message: "ok", Data: book{ID: id, Title: "A", CreatedAt: at, UpdatedAt: at}}
}

func main() {
	app := fiber.New(fiber.Config{
		ReadTimeout:    10 * time.Second,
		WriteTimeout:   30 * time.Second,
		IdleTimeout:    60 * time.Second,
		ReadBufferSize: 64 << 10,
	})
	if len(os.Args) > 2 {
		app.Use(logged())
	}
	app.Get("/api/v1/books/:id", func(c fiber.Ctx) error {
		id, err := strconv.ParseInt(c.Params("id"), 10, 64)
		if err != nil {
			return fiber.ErrBadRequest
		}
		return c.JSON(one(id))
	})
	panic(app.Listen(os.Args[1], fiber.ListenConfig{DisableStartupMessage: true}))
}

// logged writes one record for each request.
func logged() fiber.Handler {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	return func(c fiber.Ctx) error {
		start := time.Now()
		err := c.Next()
		log.Info("request", "method", c.Method(), "path", c.Path(), "status", c.Response().StatusCode(), "duration", time.Since(start))
		return err
	}
}
