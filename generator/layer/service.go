package layer

import (
	"strconv"
	"strings"
)

// Service is a server that a project needs, such as its database. A setting
// whose value contains its name in angle brackets connects to it.
type Service struct {
	Name    string // host name in compose.yaml
	Title   string // such as PostgreSQL
	Image   string // with a version tag
	Command []string
	Env     []Var
	Port    int      // for clients
	Ports   []int    // further ports, such as that of a user interface
	Volume  string   // volume for its data, as in compose.yaml: data:/var/lib/mysql
	Health  []string // command that succeeds in the container once the server is ready
	// Test is the variable with the server's address for the project's tests.
	Test Var
	// Double is what these use in its place, such as miniredis, or "": they are
	// skipped.
	Double string
}

// PortVariable returns the variable with the port of the developer's machine
// that compose.yaml publishes a port of the service on: DB_PORT for the one that
// clients connect to, and DB_9000_PORT for another.
func (s Service) PortVariable(port int) string {
	name := strings.ToUpper(strings.ReplaceAll(s.Name, "-", "_"))
	if port != s.Port {
		name += "_" + strconv.Itoa(port)
	}
	return name + "_PORT"
}

// Var is an environment variable. Its value has the same placeholders as that
// of a [Setting].
type Var struct{ Name, Value string }
