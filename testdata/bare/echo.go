// The route of a generated service with nothing around it, for the benchmark
// that tells what the rest costs.
package main

import (
	"net/http"
	"os"
	"strconv"

	"github.com/labstack/echo/v5"
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
	e := echo.New()
	e.GET("/api/v1/books/:id", func(c *echo.Context) error {
		id, err := strconv.ParseInt(c.Param("id"), 10, 64)
		if err != nil {
			return echo.ErrBadRequest
		}
		return c.JSON(http.StatusOK, one(id))
	})
	panic(http.ListenAndServe(os.Args[1], e))
}
