// Package version knows which build is running.
package version

import "runtime/debug"

// Info is what the go command recorded in the binary.
type Info struct {
	Version  string `json:"version" example:"v1.2.3"`
	Revision string `json:"revision,omitempty" example:"4f1c9d7"`
	Time     string `json:"time,omitempty" example:"2026-01-31T09:30:00Z"`
	Modified bool   `json:"modified" example:"false"`
	Go       string `json:"go" example:"go1.26.0"`
}

// Get reads the Info of this binary.
func Get() Info {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return Info{Version: "unknown"}
	}
	info := Info{Version: build.Main.Version, Go: build.GoVersion}
	for _, setting := range build.Settings {
		switch setting.Key {
		case "vcs.revision":
			info.Revision = setting.Value
		case "vcs.time":
			info.Time = setting.Value
		case "vcs.modified":
			info.Modified = setting.Value == "true"
		}
	}
	return info
}
