// The route of a generated service with nothing around it, for the benchmark
// that tells what the rest costs.
package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strconv"

	"github.com/go-chi/chi/v5"
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
	r := chi.NewRouter()
	r.Get("/api/v1/books/{id}", func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
		if err != nil {
			http.Error(w, "bad id", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(one(id))
	})
	panic(http.ListenAndServe(os.Args[1], r))
}
