package handler

import (
	"net/http"

	"github.com/acme/shop/internal/health"
)

// Live responds while the process is running.
//
//	@Summary	Liveness probe
//	@Tags		system
//	@Produce	json
//	@Success	200	{object}	resp.Body
//	@Router		/healthz [get]
func Live(w http.ResponseWriter, _ *http.Request) error {
	return respond(w, http.StatusOK, nil)
}

// Ready reports whether the process can take requests.
//
//	@Summary	Readiness probe
//	@Tags		system
//	@Produce	json
//	@Success	200	{object}	resp.Body
//	@Failure	503	{object}	resp.Body
//	@Router		/readyz [get]
func Ready(state *health.State) Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := state.Ready(r.Context()); err != nil {
			return err
		}
		return respond(w, http.StatusOK, nil)
	}
}
