package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Service is a server that the project needs.
type Service struct {
	Name, Title, Image string
	Env                []Var
	Ports              []Port // the first one is for clients
	Volume             string
	Command, Health    string // YAML lists, or ""
	Test               Var
	Without            string // what the tests that need it do without it
}

// skipped is what tests do without a service that has no double.
const skipped = "are skipped"

// Port is a port of a service, and the variable with the port of the
// developer's machine that it is published on.
type Port struct {
	Number   int
	Variable string
}

// Published returns the port as an entry of compose.yaml.
func (p Port) Published() string {
	return fmt.Sprintf(`"127.0.0.1:${%s:-%d}:%d"`, p.Variable, p.Number, p.Number)
}

func newServices(w words) []Service {
	var services []Service
	for _, s := range w.services {
		service := Service{
			Name: s.Name, Title: s.Title, Image: s.Image, Volume: s.Volume,
			Command: w.list(s.Command), Health: w.list(slices.Concat([]string{"CMD"}, s.Health)),
			Test:    Var{s.Test.Name, w.running.Replace(s.Test.Value)},
			Without: skipped,
		}
		if s.Double != "" {
			service.Without = "use " + s.Double
		}
		for _, port := range slices.Concat([]int{s.Port}, s.Ports) {
			service.Ports = append(service.Ports, Port{port, s.PortVariable(port)})
		}
		for _, e := range s.Env {
			service.Env = append(service.Env, w.variable(e))
		}
		services = append(services, service)
	}
	return services
}

// variable has the address of a service as clients outside of compose.yaml have it.
func (w words) variable(v layer.Var) Var { return Var{v.Name, w.dev.Replace(v.Value)} }

// list returns a YAML list of strings, or "" if it is empty.
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

// ServiceNames returns the names of the services, as arguments for docker
// compose.
func (v *View) ServiceNames() string {
	var names []string
	for _, s := range v.Services {
		names = append(names, s.Name)
	}
	return strings.Join(names, " ")
}

// ServiceTitles returns the titles of the services as an enumeration.
func (v *View) ServiceTitles() string {
	var titles []string
	for _, s := range v.Services {
		titles = append(titles, s.Title)
	}
	return enumerate(titles)
}

// WithoutServices says what the tests do without the services.
func (v *View) WithoutServices() string {
	if !slices.ContainsFunc(v.Services, func(s Service) bool { return s.Without != skipped }) {
		return "Without a server they " + skipped + "."
	}
	var clauses []string
	for _, s := range v.Services {
		clauses = append(clauses, "without "+s.Title+" they "+s.Without)
	}
	return "W" + strings.Join(clauses, ", ")[1:] + "."
}

// ServiceSettings returns a Markdown enumeration of the settings that connect
// the project to its services.
func (v *View) ServiceSettings() string {
	var names []string
	for _, s := range v.all(func(s Setting) bool { return len(s.services) > 0 }) {
		names = append(names, "`"+s.Name+"`")
	}
	return enumerate(names)
}

// TestVariables returns a Markdown enumeration of the variables with the
// addresses of services for tests.
func (v *View) TestVariables() string {
	var names []string
	for _, s := range v.Services {
		names = append(names, "`"+s.Test.Name+"`")
	}
	return enumerate(names)
}

// enumerate joins items as in a sentence: a, b and c.
func enumerate(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// Data returns the directory of the program's own data in its image.
func (v *View) Data() string {
	_, folder, _ := strings.Cut(v.Volume, ":")
	return folder
}

// Image returns the name of the image, for YAML.
func (v *View) Image() string { return yamlString(v.Name) }

// Label returns the name of the project as a label of DNS, with room for a suffix. In
// YAML it is a string.
func (v *View) Label() string {
	label := strings.NewReplacer(".", "-", "_", "-").Replace(v.Name)
	if spec.IsYAMLWord(label) {
		label += "-api"
	}
	return strings.TrimRight(label[:min(len(label), maxLabel)], "-")
}

// maxLabel is shorter than a label of DNS, which has at most 63 characters.
const maxLabel = 50

// Volumes returns the names of the volumes in compose.yaml.
func (v *View) Volumes() []string {
	var names []string
	add := func(volume string) {
		name, _, ok := strings.Cut(volume, ":")
		if ok && !slices.Contains(names, yamlString(name)) {
			names = append(names, yamlString(name))
		}
	}
	add(v.Volume)
	for _, s := range v.Services {
		add(s.Volume)
	}
	return names
}

// ServicePorts tells, for Markdown, which ports the services have on the
// developer's machine.
func (v *View) ServicePorts() string {
	var ports []string
	for _, s := range v.Services {
		for _, p := range s.Ports {
			ports = append(ports, fmt.Sprintf("port %d (`%s`)", p.Number, p.Variable))
		}
	}
	return "on " + enumerate(ports)
}
