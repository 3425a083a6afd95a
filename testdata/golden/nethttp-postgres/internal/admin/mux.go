package admin

import (
	"io"
	"net/http"
	"strings"
)

// Mux is a ServeMux that lists its routes.
type Mux struct {
	http.ServeMux
	patterns []string
}

// Handle registers the handler of a pattern.
func (m *Mux) Handle(pattern string, h http.Handler) {
	m.patterns = append(m.patterns, pattern)
	m.ServeMux.Handle(pattern, h)
}

// HandleFunc registers the function that handles a pattern.
func (m *Mux) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	m.Handle(pattern, http.HandlerFunc(h))
}

// index lists the patterns.
func (m *Mux) index(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, strings.Join(m.patterns, "\n")+"\n") // fails only if the client has gone
}
