package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// TestModels generates the services of testdata/models and uses each as its
// users would for a day, in which the service changes.
func TestModels(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	gen := filepath.Join(t.TempDir(), "gen")
	run(t, "../..", "go", "build", "-o", gen, "./cmd/gen")
	for model, choices := range map[string][]choice{
		"blog": {
			{"framework": "gin", "database": "postgres", "access": "sql"},
			{"framework": "echo", "database": "mysql", "access": "gorm"},
			{"framework": "nethttp", "database": "sqlite", "access": "sqlx"},
		},
		"shop": {
			{"framework": "fiber", "database": "postgres", "access": "gorm"},
			{"framework": "chi", "database": "mysql", "access": "sqlx"},
			{"framework": "gin", "database": "sqlite", "access": "sql"},
		},
		"crm": {
			{"framework": "chi", "database": "postgres", "access": "sqlx"},
			{"framework": "nethttp", "database": "mysql", "access": "sql"},
			{"framework": "fiber", "database": "sqlite", "access": "gorm"},
		},
	} {
		for _, c := range choices {
			t.Run(model+"/"+c.String(), func(t *testing.T) {
				t.Parallel()
				server, remote := servers[c["database"]]
				if remote {
					server.need(t)
				}
				m := &modelDay{t: t, gen: gen, dir: writeModel(t, gen, model, c), saved: map[string]any{}}
				compile(t, m.dir)
				if remote {
					m.env = server.newDatabase(t, m.dir)
				} else {
					m.env = []string{"SQLITE_DSN=file:" + filepath.Join(t.TempDir(), "day.db")}
				}
				m.start()
				for _, s := range readDay(t, model) {
					m.take(s)
				}
				m.service.end()
				if !remote { // make projects runs those of other databases
					run(t, m.dir, "go", "test", "-vet=all", "./...")
				}
			})
		}
	}
}

// writeModel generates the service of a model with the options of a choice, by
// the command line, and returns its directory.
func writeModel(t *testing.T, gen, model string, c choice) string {
	t.Helper()
	f, err := os.Open(filepath.Join("../../testdata/models", model, "gen.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, _, err := spec.Load(f, templates.Catalog())
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(s.Options, c.options())
	s.Fill(templates.Catalog())
	text, err := s.Marshal(templates.Catalog())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "gen.yaml")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	parent := t.TempDir()
	run(t, parent, gen, "new", s.Name, "-f", file)
	return filepath.Join(parent, s.Name)
}

// modelStep is a step of a day: a request with what is expected of the
// response, or changes of the service. $name in it stands for a saved value.
type modelStep struct {
	Gen     []string          `yaml:"gen"`     // arguments of gen, one call each
	Request string            `yaml:"request"` // method and path
	Send    map[string]string `yaml:"send"`    // headers
	Body    string            `yaml:"body"`
	Status  int               `yaml:"status"`
	Expect  map[string]any    `yaml:"expect"` // path → value, such as data.items[0].title
	Save    map[string]string `yaml:"save"`   // name → path
	line    int
}

func readDay(t *testing.T, model string) []modelStep {
	t.Helper()
	file := filepath.Join("../../testdata/models", model, "day.yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var nodes []yaml.Node
	if err := yaml.Unmarshal(data, &nodes); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	steps := make([]modelStep, len(nodes))
	for i, n := range nodes {
		if err := n.Decode(&steps[i]); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		steps[i].line = n.Line
	}
	return steps
}

// modelDay is a day of a service.
type modelDay struct {
	t        *testing.T
	gen, dir string
	env      []string
	service  *service
	saved    map[string]any
}

// start migrates the database and starts the service.
func (m *modelDay) start() {
	m.t.Helper()
	cmd := exec.CommandContext(m.t.Context(), filepath.Join(m.dir, "bin", "server"), "migrate", "up")
	cmd.Dir, cmd.Env = m.dir, slices.Concat(os.Environ(), m.env)
	if out, err := cmd.CombinedOutput(); err != nil {
		m.t.Fatalf("migrate up: %v\n%s", err, out)
	}
	m.service = startService(m.t, m.dir, m.env)
}

func (m *modelDay) take(s modelStep) {
	m.t.Helper()
	if s.Gen != nil {
		m.service.end()
		for _, line := range s.Gen {
			m.t.Log("gen " + line)
			args, err := splitArgs(line)
			if err != nil {
				m.t.Fatalf("line %d: %v", s.line, err)
			}
			run(m.t, m.dir, m.gen, args...)
		}
		compile(m.t, m.dir)
		m.start()
		return
	}
	method, path, _ := strings.Cut(m.fill(s.Request, inPath), " ")
	header := http.Header{}
	if s.Body != "" {
		header.Set("Content-Type", "application/json")
	}
	for name, value := range s.Send {
		header.Set(name, m.fill(value, inPath))
	}
	got := send(m.t, method, m.service.public+path, header, m.fill(s.Body, inJSON))
	what := fmt.Sprintf("line %d: %s %s %s", s.line, method, path, m.fill(s.Body, inJSON))
	if got.status != s.Status {
		m.t.Fatalf("%s: got status %d, want %d: %.500s", what, got.status, s.Status, got.body)
	}
	for _, at := range slices.Sorted(maps.Keys(s.Expect)) {
		want, err := json.Marshal(s.Expect[at])
		if err != nil {
			m.t.Fatal(err)
		}
		wanted := saved.ReplaceAllStringFunc(string(want), func(name string) string { return m.fill(strings.Trim(name, `"`), inJSON) })
		if found := inJSON(valueAt(got.body, at)); found != wanted {
			m.t.Errorf("%s: %s is %s, want %s, in %.800s", what, at, found, wanted, got.body)
		}
	}
	for name, at := range s.Save {
		value := valueAt(got.body, at)
		if value == nil {
			m.t.Fatalf("%s: there is no %s to save in %.500s", what, at, got.body)
		}
		m.saved[name] = value
	}
}

var (
	variable = regexp.MustCompile(`\$[a-z_0-9]+`)
	saved    = regexp.MustCompile(`"\$[a-z_0-9]+"`)
	argument = regexp.MustCompile(`'[^']*'|\S+`)
)

// splitArgs splits a command line, in which arguments with spaces are in single
// quotes.
func splitArgs(line string) ([]string, error) {
	args := argument.FindAllString(line, -1)
	for i, arg := range args {
		args[i] = strings.Trim(arg, "'")
	}
	if len(args) == 0 {
		return nil, fmt.Errorf("%q has no arguments", line)
	}
	return args, nil
}

// fill replaces the names of saved values in a text.
func (m *modelDay) fill(text string, as func(any) string) string {
	return variable.ReplaceAllStringFunc(text, func(name string) string {
		value, ok := m.saved[name[1:]]
		if !ok {
			m.t.Fatalf("nothing is saved as %s", name)
		}
		return as(value)
	})
}

func inPath(value any) string { return fmt.Sprint(value) }

func inJSON(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

var (
	pathStep  = regexp.MustCompile(`[^.\[\]]+`)
	arraySize = "length"
)

// valueAt returns the value at a path such as data.items[0].title in a JSON
// document, or nil if there is none.
func valueAt(document, path string) any {
	decoder := json.NewDecoder(strings.NewReader(document))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil
	}
	for _, step := range pathStep.FindAllString(path, -1) {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			if step == arraySize {
				return len(v)
			}
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}
