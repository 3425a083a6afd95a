package layer

// Service is a server that a project needs, such as its database. Settings
// that name it in a value connect the project to it.
type Service struct {
	Name    string // its host name in compose.yaml
	Title   string // PostgreSQL
	Image   string // with a pinned tag
	Command []string
	Env     []Var
	Port    int      // clients connect to it
	Ports   []int    // others, such as that of a user interface
	Volume  string   // the volume with its data, as in compose.yaml: data:/var/lib/mysql
	Health  []string // the command that succeeds in the container once the server is ready
	// Test is the variable that tells the project's tests where a server is.
	Test Var
}

// Var is an environment variable and its value, in which the same words stand
// for others as in a Setting.
type Var struct{ Name, Value string }
