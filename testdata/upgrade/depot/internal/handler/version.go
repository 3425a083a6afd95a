package handler

import (
	"net/http"

	"github.com/acme/depot/internal/version"
)

// Version says which build is running.
//
//	@Summary	Build that is running
//	@Tags		system
//	@Produce	json
//	@Success	200	{object}	resp.Body{data=version.Info}
//	@Router		/version [get]
func Version(w http.ResponseWriter, _ *http.Request) error {
	return respond(w, http.StatusOK, version.Get())
}
