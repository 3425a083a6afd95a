package handler

import (
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"
)

// Build is what the go command recorded in the binary.
type Build struct {
	Version  string `json:"version" example:"v1.2.3"`
	Revision string `json:"revision,omitempty" example:"4f1c9d7"`
	Time     string `json:"time,omitempty" example:"2026-01-31T09:30:00Z"`
	Modified bool   `json:"modified" example:"false"`
	Go       string `json:"go" example:"go1.26.0"`
}

// Version returns the build that is running.
//
//	@Summary	Running build
//	@Tags		system
//	@Produce	json
//	@Success	200	{object}	resp.Body{data=handler.Build}
//	@Router		/version [get]
func Version(c *gin.Context) {
	respond(c, http.StatusOK, readBuild())
}

func readBuild() Build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Build{Version: "unknown"}
	}
	build := Build{Version: info.Main.Version, Go: info.GoVersion}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			build.Revision = setting.Value
		case "vcs.time":
			build.Time = setting.Value
		case "vcs.modified":
			build.Modified = setting.Value == "true"
		}
	}
	return build
}
