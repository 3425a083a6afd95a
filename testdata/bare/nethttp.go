// The route of a generated service without its middleware, for the benchmark
// that shows what the rest costs. With a second argument it logs each request.
package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"time"
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
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/books/{id}", func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
		if err != nil {
			http.Error(w, "bad id", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(one(id))
	})
	var handler http.Handler = mux
	if len(os.Args) > 2 {
		handler = logged(mux)
	}
	server := &http.Server{
		Addr:              os.Args[1],
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    64 << 10,
	}
	panic(server.ListenAndServe())
}

// logged writes one record for each request.
func logged(next http.Handler) http.Handler {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, rec := time.Now(), &recorder{w, http.StatusOK}
		next.ServeHTTP(rec, r)
		log.Info("request", "method", r.Method, "path", r.URL.Path, "status", rec.status, "duration", time.Since(start))
	})
}

// recorder notes the status.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}
