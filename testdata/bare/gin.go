// The route of a generated service without its middleware, for the benchmark
// that shows what the rest costs. With a second argument it logs each request.
package main

import (
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
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
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	if len(os.Args) > 2 {
		r.Use(logged())
	}
	r.GET("/api/v1/books/:id", func(c *gin.Context) {
		id, err := strconv.ParseInt(c.Param("id"), 10, 64)
		if err != nil {
			c.Status(http.StatusBadRequest)
			return
		}
		c.JSON(http.StatusOK, one(id))
	})
	server := &http.Server{
		Addr:              os.Args[1],
		Handler:           r,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    64 << 10,
	}
	panic(server.ListenAndServe())
}

// logged writes one record for each request.
func logged() gin.HandlerFunc {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	return func(c *gin.Context) {
		start := time.Now()
		c.Next()
		log.Info("request", "method", c.Request.Method, "path", c.Request.URL.Path, "status", c.Writer.Status(), "duration", time.Since(start))
	}
}
