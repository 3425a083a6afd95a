package render

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Service is a server the project needs.
type Service struct {
	Name, Title, Image string
	Env                []Var
	Ports              []int // the one that clients connect to comes first
	Volume             string
	Command, Health    string // as lists of YAML, "" where there is none
	Test               Var
}

func newServices(w words) []Service {
	var services []Service
	for _, s := range w.services {
		told := Service{
			Name: s.Name, Title: s.Title, Image: s.Image, Volume: s.Volume,
			Ports:   slices.Concat([]int{s.Port}, s.Ports),
			Command: w.list(s.Command), Health: w.list(slices.Concat([]string{"CMD"}, s.Health)),
			Test: w.variable(s.Test),
		}
		for _, e := range s.Env {
			told.Env = append(told.Env, w.variable(e))
		}
		services = append(services, told)
	}
	return services
}

func (w words) variable(v layer.Var) Var { return Var{v.Name, w.host.Replace(v.Value)} }

// list writes a list of strings of YAML, "" if it is empty.
func (w words) list(items []string) string {
	if len(items) == 0 {
		return ""
	}
	quoted := make([]string, 0, len(items))
	for _, item := range items {
		quoted = append(quoted, strconv.Quote(w.host.Replace(item)))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// ServiceNames returns the names of the services, as docker compose takes them.
func (v *View) ServiceNames() string {
	var names []string
	for _, s := range v.Services {
		names = append(names, s.Name)
	}
	return strings.Join(names, " ")
}

// ServiceTitles lists the services for readers.
func (v *View) ServiceTitles() string {
	var titles []string
	for _, s := range v.Services {
		titles = append(titles, s.Title)
	}
	return enumerate(titles)
}

// ServiceSettings lists for readers of Markdown the settings that connect the
// project to its services.
func (v *View) ServiceSettings() string {
	var names []string
	for _, s := range v.all(func(s Setting) bool { return len(s.services) > 0 }) {
		names = append(names, "`"+s.Name+"`")
	}
	return enumerate(names)
}

// TestVariables lists for readers of Markdown the variables that tell tests
// where the services are.
func (v *View) TestVariables() string {
	var names []string
	for _, s := range v.Services {
		names = append(names, "`"+s.Test.Name+"`")
	}
	return enumerate(names)
}

// enumerate joins items as a sentence does: a, b and c.
func enumerate(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// Data is the folder in which the program keeps data in its image.
func (v *View) Data() string {
	_, folder, _ := strings.Cut(v.Volume, ":")
	return folder
}

// Volumes returns the names of the volumes of compose.yaml.
func (v *View) Volumes() []string {
	var names []string
	add := func(volume string) {
		name, _, ok := strings.Cut(volume, ":")
		if ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	add(v.Volume)
	for _, s := range v.Services {
		add(s.Volume)
	}
	return names
}
