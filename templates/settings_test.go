package templates_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// The catalogue itself is checked in catalog_test.go.
func TestServicesAreSound(t *testing.T) {
	if err := withServices().Check(); err != nil {
		t.Error(err)
	}
}

// withServices returns the catalogue with three more options. Two need a
// server each in addition to the database, and the third needs the same server
// as the first.
func withServices() *layer.Catalog {
	config := func(name, variable, value string) *fstest.MapFile {
		text := "// Package %s is for tests.\npackage %s\n\n// Config is read from the environment.\ntype Config struct {\n\tAddr string `env:%q envDefault:%q`\n}\n\n" +
			"// Validate finds nothing wrong.\nfunc (Config) Validate() error { return nil }\n"
		return &fstest.MapFile{Data: fmt.Appendf(nil, text, name, name, variable, value)}
	}
	search := layer.Service{
		Name: "search", Title: "Meilisearch", Image: "getmeili/meilisearch:v1.29.0", Port: 7700, Volume: "search:/meili_data", Health: []string{"curl", "http://127.0.0.1:7700/health"},
		Env:  []layer.Var{{Name: "MEILI_ENV", Value: "development"}},
		Test: layer.Var{Name: "TEST_SEARCH_ADDR", Value: "<search>"},
	}
	settings := []layer.Group{{Title: "Search", Settings: []layer.Setting{
		{Name: "SEARCH_ADDR", Default: "localhost:7700", Dev: "<search>", About: "Address of the server, `HOST:PORT`."},
	}}}
	section := []layer.Section{{Field: "Search", Package: "search"}}
	cat := templates.Catalog()
	cat.Categories = append(cat.Categories,
		layer.Category{Name: "search", Optional: true}, layer.Category{Name: "queue", Optional: true}, layer.Category{Name: "lock", Optional: true})
	cat.Layers = append(slices.Clone(cat.Layers),
		layer.Layer{Category: "search", Name: "meilisearch", Dir: "search/meilisearch", Settings: settings, Services: []layer.Service{search}, Sections: section},
		layer.Layer{
			Category: "queue", Name: "nsq", Dir: "queue/nsq",
			Settings: []layer.Group{{Title: "NSQ", Settings: []layer.Setting{
				{Name: "NSQ_URL", Dev: "nsq://<nsq>", Default: "nsq://localhost:4150", About: "URL of the server."},
				{Name: "NSQ_TOKEN", Secret: true, Dev: "@<name>: #1", About: "Token of the client."},
			}}},
			Services: []layer.Service{{
				Name: "nsq", Title: "NSQ", Image: "nsqio/nsq:v1.3.0", Command: []string{"nsqd", "--broadcast-address=nsq"},
				Port: 4150, Ports: []int{4151}, Health: []string{"wget", "--spider", "http://127.0.0.1:4151/ping"},
				Test: layer.Var{Name: "TEST_NSQ_URL", Value: "nsq://<nsq>"},
			}},
			Sections: []layer.Section{{Field: "NSQ", Package: "nsq"}},
		},
		layer.Layer{Category: "lock", Name: "searchlock", Dir: "lock/searchlock", Settings: settings, Services: []layer.Service{search}, Sections: section},
	)
	nsq := config("nsq", "NSQ_URL", "nsq://localhost:4150")
	nsq.Data = []byte(strings.Replace(string(nsq.Data), "\n}", "\n\tToken Token `env:\"NSQ_TOKEN\"`\n}\n\n// Token is a secret.\ntype Token string\n\n"+
		"// MarshalText hides it.\nfunc (Token) MarshalText() ([]byte, error) { return nil, nil }", 1))
	cat.Files = overlay{cat.Files, fstest.MapFS{
		"search/meilisearch/internal/search/config.go.tmpl": config("search", "SEARCH_ADDR", "localhost:7700"),
		"lock/searchlock/README.txt":                        {},
		"queue/nsq/internal/nsq/config.go.tmpl":             nsq,
	}}
	return cat
}

// overlay is a file system with additional files.
type overlay struct {
	fs.FS
	more fs.FS
}

func (o overlay) Open(name string) (fs.File, error) {
	if f, err := o.more.Open(name); err == nil {
		return f, nil
	}
	return o.FS.Open(name)
}

// project returns the project with the given options.
func project(t *testing.T, cat *layer.Catalog, options layer.Choices) tree.Tree {
	t.Helper()
	s := &spec.Spec{Name: "my-api", Module: "example.com/my-api", Options: options}
	s.Fill(cat)
	out, err := render.Tree(cat, s)
	if err != nil {
		t.Fatalf("%v: %v", options, err)
	}
	return out
}

// answers returns the options of a category, and none if it is optional.
func answers(cat *layer.Catalog, category string) []string {
	k, _ := cat.Category(category)
	var names []string
	for _, l := range cat.Answers(k) {
		names = append(names, l.Name)
	}
	return names
}

// TestServices checks every file that mentions services, with all combinations
// of them.
func TestServices(t *testing.T) {
	cat := withServices()
	for _, database := range answers(cat, "database") {
		for _, search := range answers(cat, "search") {
			for _, queue := range answers(cat, "queue") {
				for _, lock := range answers(cat, "lock") {
					choices := layer.Choices{"database": {database}, "search": {search}, "queue": {queue}, "lock": {lock}}
					if lock != "none" && search == "none" {
						continue // has no Go code
					}
					t.Run(strings.Join([]string{database, search, queue, lock}, " "), func(t *testing.T) {
						checkServices(t, cat, project(t, cat, choices), choices)
					})
				}
			}
		}
	}
}

type composeFile struct {
	Services map[string]struct {
		Image       string
		Build       string
		Command     []string
		Environment map[string]string
		Ports       []string
		Volumes     []string
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
		Healthcheck struct {
			Test              []string
			Interval, Timeout string
			Retries           int
		}
		ReadOnly    bool     `yaml:"read_only"`
		CapDrop     []string `yaml:"cap_drop"`
		SecurityOpt []string `yaml:"security_opt"`
		PidsLimit   int      `yaml:"pids_limit"`
		MemLimit    string   `yaml:"mem_limit"`
		Grace       string   `yaml:"stop_grace_period"`
		Restart     string
	}
	Volumes map[string]any
}

func checkServices(t *testing.T, cat *layer.Catalog, out tree.Tree, choices layer.Choices) {
	t.Helper()
	for name, f := range out.All() {
		if ext := path.Ext(name); ext == ".yml" || ext == ".yaml" {
			if err := yaml.Unmarshal(f.Data, new(any)); err != nil { // duplicate keys are errors
				t.Errorf("%s: %v\n%s", name, err, f.Data)
			}
		}
	}
	services := map[string]layer.Service{}
	volumes := map[string]bool{}
	for _, l := range cat.Chosen(choices) {
		for _, s := range l.Services {
			services[s.Name] = s
		}
		if name, _, ok := strings.Cut(l.Volume, ":"); ok {
			volumes[name] = true
		}
	}
	names := slices.Sorted(maps.Keys(services))

	var compose composeFile
	if err := yaml.Load(out["compose.yaml"].Data, &compose, yaml.WithKnownFields()); err != nil {
		t.Fatalf("compose.yaml: %v", err)
	}
	if got, want := slices.Sorted(maps.Keys(compose.Services)), slices.Sorted(slices.Values(append([]string{"api"}, names...))); !slices.Equal(got, want) {
		t.Errorf("compose.yaml: got services %q, want %q", got, want)
	}
	if got := slices.Sorted(maps.Keys(compose.Services["api"].DependsOn)); !slices.Equal(got, names) {
		t.Errorf("compose.yaml: api depends on %q, want %q", got, names)
	}
	for name, s := range services {
		if s.Volume != "" {
			volume, _, _ := strings.Cut(s.Volume, ":")
			volumes[volume] = true
		}
		got := compose.Services[name]
		if got.Image != s.Image || !slices.Equal(got.Command, s.Command) || len(got.Environment) != len(s.Env) || len(got.Ports) != 1+len(s.Ports) ||
			len(got.Volumes) != min(1, len(s.Volume)) || len(got.Healthcheck.Test) != 1+len(s.Health) {
			t.Errorf("compose.yaml: got %s %+v", name, got)
		}
		for i, port := range append([]int{s.Port}, s.Ports...) {
			if want := fmt.Sprintf("127.0.0.1:${%s:-%d}:%d", s.PortVariable(port), port, port); i < len(got.Ports) && got.Ports[i] != want {
				t.Errorf("compose.yaml: %s: got port %s, want %s", name, got.Ports[i], want)
			}
			if line := fmt.Sprintf("\n%s=%d\n", s.PortVariable(port), port); !strings.Contains(string(out[".env.example"].Data), line) {
				t.Errorf(".env.example: missing %s", line)
			}
		}
		if !strings.Contains(string(out["Makefile"].Data), "test: export "+s.Test.Name+" ?= ") {
			t.Errorf("Makefile: missing %s", s.Test.Name)
		}
		if !strings.Contains(string(out["README.md"].Data), s.Title) {
			t.Errorf("README.md does not mention %s", s.Title)
		}
	}
	if got, want := slices.Sorted(maps.Keys(compose.Volumes)), slices.Sorted(maps.Keys(volumes)); !slices.Equal(got, want) {
		t.Errorf("compose.yaml: got volumes %q, want %q", got, want)
	}
	var dev map[string]string
	if err := yaml.Unmarshal(out["configs/config.dev.yaml"].Data, &dev); err != nil {
		t.Fatal(err)
	}
	inside, outside := []string{"<name>", "my-api"}, []string{"<name>", "my-api"}
	for name, s := range services {
		inside = append(inside, "<"+name+">", fmt.Sprintf("%s:%d", name, s.Port))
		outside = append(outside, "<"+name+">", fmt.Sprintf("127.0.0.1:${%s:-%d}", s.PortVariable(s.Port), s.Port))
	}
	environment := map[string]string{"APP_ENV": "dev"}
	for _, l := range cat.Chosen(choices) {
		for _, s := range settingsOf(l) {
			if slices.ContainsFunc(names, s.Connects) {
				environment[s.Name] = strings.NewReplacer(inside...).Replace(s.Dev)
			}
			if want := strings.NewReplacer(outside...).Replace(s.Dev); dev[s.Name] != want {
				t.Errorf("config.dev.yaml: %s: got %q, want %q", s.Name, dev[s.Name], want)
			}
		}
	}
	if diff := cmp.Diff(environment, compose.Services["api"].Environment); diff != "" {
		t.Errorf("environment of api in compose.yaml (-want +got):\n%s", diff)
	}
	_, after, _ := strings.Cut(string(out["Makefile"].Data), "\tdocker compose up --wait ")
	up, _, _ := strings.Cut(after, "\n")
	if got := slices.Sorted(strings.FieldsSeq(up)); !slices.Equal(got, names) {
		t.Errorf("make up starts %q, want %q", got, names)
	}
	if got := strings.Contains(string(out[".github/workflows/ci.yml"].Data), "run: make up"); got != (len(names) > 0) {
		t.Errorf("CI runs make up: %t", got)
	}
}

func settingsOf(l layer.Layer) []layer.Setting {
	var all []layer.Setting
	for _, g := range l.Settings {
		all = append(all, g.Settings...)
	}
	return all
}

// TestSettings checks that the catalogue and the Go code of each project have
// the same settings with the same defaults, and that .env.example and README
// list each of them once.
func TestSettings(t *testing.T) {
	cat := withServices()
	for _, l := range cat.Layers {
		options := layer.Choices{}
		if l.Category != "" {
			options = cat.Choice(l)
		}
		if l.Category == "lock" {
			options["search"] = []string{"meilisearch"}
		}
		out := project(t, cat, options)
		want := map[string]setting{}
		filled := spec.Spec{Name: "my-api", Options: options}
		filled.Fill(cat)
		layers, _, err := cat.Resolve(filled.Options, filled.Facts(cat))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range layers {
			for _, s := range settingsOf(l) {
				want[s.Name] = setting{strings.ReplaceAll(s.Default, "<name>", "my-api"), s.Secret}
			}
		}
		delete(want, "APP_ENV") // selects the configuration files for the others
		if diff := cmp.Diff(want, taggedSettings(t, out)); diff != "" {
			t.Errorf("%s: settings (-catalogue +code):\n%s", l.ID(), diff)
		}
		for name := range want {
			for file, line := range map[string]string{".env.example": "\n" + name + "=", "README.md": "\n| `" + name + "` |"} {
				if n := strings.Count(string(out[file].Data), line); n != 1 {
					t.Errorf("%s: %s lists %s %d times, want once", l.ID(), file, name, n)
				}
			}
		}
	}
}

// TestClientSettings does that for clients, and checks that compose.yaml says where
// they are.
func TestClientSettings(t *testing.T) {
	s := &spec.Spec{Name: "my-api", Module: "example.com/my-api", Clients: []spec.Client{{Name: "payments"}, {Name: "fraud_check"}}}
	cat := templates.Catalog()
	s.Fill(cat)
	out, err := render.Tree(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	tagged := taggedSettings(t, out)
	i := slices.IndexFunc(cat.Layers, func(l layer.Layer) bool { return l.Name == "client" })
	for _, known := range settingsOf(cat.Layers[i]) {
		for _, client := range []string{"PAYMENTS", "FRAUD_CHECK"} {
			name := strings.Replace(known.Name, layer.ClientVariable, client, 1)
			if got, want := tagged[name], (setting{known.Default, known.Secret}); got != want {
				t.Errorf("%s: the code has %+v, the catalogue %+v", name, got, want)
			}
			for file, line := range map[string]string{".env.example": "\n" + name + "=", "README.md": "\n| `" + name + "` |"} {
				if n := strings.Count(string(out[file].Data), line); n != 1 {
					t.Errorf("%s lists %s %d times, want once", file, name, n)
				}
			}
		}
	}
	for _, client := range []string{"PAYMENTS", "FRAUD_CHECK"} {
		line := "\n      " + client + "_URL: ${" + client + "_DOCKER_URL:-http://host.docker.internal:8081}\n"
		if !strings.Contains(string(out["compose.yaml"].Data), line) {
			t.Errorf("compose.yaml does not have%s", line)
		}
	}
}

// TestManifests checks that the manifests, or the command in the README that makes
// the Secret, have each setting without which a project does not start.
func TestManifests(t *testing.T) {
	cat := templates.Catalog()
	names := func(s layer.Setting) []string {
		if !strings.Contains(s.Name, layer.ClientVariable) {
			return []string{s.Name}
		}
		return []string{strings.Replace(s.Name, layer.ClientVariable, "PAYMENTS", 1), strings.Replace(s.Name, layer.ClientVariable, "FRAUD_CHECK", 1)}
	}
	checked := map[string]bool{}
	for _, l := range cat.Layers {
		options := layer.Choices{}
		if l.Category != "" {
			options = cat.Choice(l)
		}
		options["deploy"] = []string{"kubernetes"}
		s := &spec.Spec{Name: "my-api", Module: "example.com/my-api", Options: options, Clients: []spec.Client{{Name: "payments"}, {Name: "fraud_check"}}}
		s.Fill(cat)
		out, err := render.Tree(cat, s)
		if err != nil {
			t.Fatalf("%s: %v", l.ID(), err)
		}
		layers, _, err := cat.Resolve(s.Options, s.Facts(cat))
		if err != nil {
			t.Fatal(err)
		}
		var all []layer.Setting
		for _, l := range layers {
			all = append(all, settingsOf(l)...)
		}
		for _, setting := range all {
			for _, name := range names(setting) {
				file, text := "deploy/kubernetes/base/settings.env", "\n"+name+"="
				if setting.Secret {
					file, text = "README.md", " --from-literal="+name+"="
				}
				checked[name] = checked[name] || setting.Required
				want := setting.Required || setting.Deployed
				if got := strings.Contains(string(out[file].Data), text); got != want && (want || setting.Secret) {
					t.Errorf("%s: %s in %s: %t", l.ID(), name, file, got)
				}
			}
		}
	}
	for _, name := range []string{"POSTGRES_DSN", "REDIS_ADDR", "NATS_URL", "PAYMENTS_URL", "FRAUD_CHECK_URL"} {
		if !checked[name] {
			t.Errorf("no project needs %s", name)
		}
	}
}

// setting is the information about a setting in the code: its default, and
// whether its type hides the value from logs.
type setting struct {
	Default string
	Secret  bool
}

// taggedSettings returns the settings in the struct tags of a project.
func taggedSettings(t *testing.T, out tree.Tree) map[string]setting {
	t.Helper()
	fields := map[string][]*ast.Field{} // by package
	hidden := map[string]bool{}         // types with their own representation in logs
	for name, f := range out.All() {
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, f.Data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				if n.Tag != nil {
					fields[path.Dir(name)] = append(fields[path.Dir(name)], n)
				}
			case *ast.FuncDecl:
				if n.Name.Name == "MarshalText" {
					hidden[path.Dir(name)+"."+types.ExprString(n.Recv.List[0].Type)] = true
				}
			}
			return true
		})
	}
	settings := map[string]setting{}
	for pkg, fields := range fields {
		for _, field := range fields {
			text, _ := strconv.Unquote(field.Tag.Value)
			tag := reflect.StructTag(text)
			variable, ok := tag.Lookup("env")
			if !ok {
				continue
			}
			if _, twice := settings[variable]; twice {
				t.Errorf("%s reads %s, which another package reads too", pkg, variable)
			}
			settings[variable] = setting{tag.Get("envDefault"), hidden[pkg+"."+types.ExprString(field.Type)] || hidden["internal/"+types.ExprString(field.Type)]}
		}
	}
	return settings
}
