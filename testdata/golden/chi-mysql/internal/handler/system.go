package handler

import (
	"net/http"

	"github.com/acme/payments/internal/health"
)

// Live responds while the process is running.
func Live(w http.ResponseWriter, _ *http.Request) error {
	return respond(w, http.StatusOK, nil)
}

// Ready reports whether the process can take requests.
func Ready(state *health.State) Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := state.Ready(r.Context()); err != nil {
			return err
		}
		return respond(w, http.StatusOK, nil)
	}
}
