package layer

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
}

// Var is an environment variable. Its value has the same placeholders as that
// of a [Setting].
type Var struct{ Name, Value string }
