package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/tree"
)

// TestLongLife changes a project many times, alternating between its owner and
// gen. It ends up with another framework and database, and still fulfills the
// contract, on the real database.
func TestLongLife(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	server := servers["postgres"]
	server.need(t)
	l := newLife(t, "--framework", "gin", "--database", "sqlite", "--resource", resources(true)[0])

	l.edit("README.md", "An HTTP API in Go.", "The service of the town library.")
	for _, resource := range append(resources(true)[1:], film) {
		l.verb(0, "add", "resource", resource)
	}
	l.edit("Makefile", "\n.PHONY: build\n", "\n.PHONY: cover\ncover: ## measure coverage\n\tgo test -cover ./...\n\n.PHONY: build\n")
	l.edit("internal/config/config.go", "\tEnv    string\n", "\tEnv    string\n\tRegion string\n")
	l.verb(0, "add", "example", "bank")
	l.create("internal/hello/hello.go", "// Package hello greets.\npackage hello\n\n// Text is what is said.\nconst Text = \"hello\"\n")
	l.edit("internal/app/app.go", "\tcfg, log := p.cfg, p.log\n", "\tcfg, log := p.cfg, p.log\n\tlog.DebugContext(ctx, hello.Text)\n")
	l.edit("internal/app/app.go", "\t\"example.com/myapi/internal/health\"\n", "\t\"example.com/myapi/internal/health\"\n\t\"example.com/myapi/internal/hello\"\n")
	l.verb(0, "add", "middleware", "cors", "secure", "ratelimit")
	l.edit(".env.example", "LOG_FORMAT=json\n", "LOG_FORMAT=json\n# Where it runs\nREGION=\n")
	l.verb(0, "add", "field", "book", "subtitle:string:max=100")
	l.edit("internal/book/book.go", "type Store interface {", "//\n// The books are those of the library.\ntype Store interface {")
	// The owner has to port a route that is specific to a framework.
	l.edit("internal/router/router.go", "\tget(r, \"/version\", handler.Version)\n", "\tget(r, \"/version\", handler.Version)\n\tget(r, \"/about\", handler.Version)\n")
	l.verb(1, "set", "framework=echo")
	l.resolve("internal/router/router.go", `"/about", handler.Version`)
	l.verb(0, "set", "database=postgres")
	l.verb(0, "remove", "middleware", "ratelimit")
	l.edit("compose.yaml", "APP_ENV: dev\n", "APP_ENV: dev\n      LOG_LEVEL: debug\n")
	l.verb(0, "remove", "field", "book", "subtitle")
	l.remove("internal/health/health_test.go")
	l.verb(0, "set", "access=sqlx")
	l.verb(0, "add", "migration", "nothing_yet")
	finishDrafts(t, l.dir)
	l.edit("gen.yaml", "framework: echo\n", "framework: echo # since the summer\n")
	l.verb(0, "apply")

	compile(t, l.dir)
	runEnv(t, l.dir, server.forTests(), "go", "test", "-vet=all", "./...")
	l.hasLines()
	breakable(t, l.dir)
	compile(t, l.dir)
	s := startService(t, l.dir, server.newDatabase(t, l.dir), "HTTP_REQUEST_TIMEOUT=1s")
	if got := call(t, "GET", s.public+"/about", "", ""); got.status != 200 {
		t.Errorf("owner's route: got status %d", got.status)
	}
	for _, file := range contractFiles(t, true) {
		for _, x := range contract(t, file) {
			x.check(t, x.do(t, s.public))
		}
	}
}

// TestCacheComesAndGoes adds a cache to a project whose owner has edited the files
// that wire it, and removes it.
func TestCacheComesAndGoes(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	l := newLife(t, "--framework", "nethttp", "--database", "sqlite", "--middleware", "ratelimit,idempotency",
		"--resource", "book title:string:required", "--resource", "loan book:ref=book:required due:date")
	l.edit("internal/app/app.go", "\tcfg, log := p.cfg, p.log\n", "\tcfg, log := p.cfg, p.log\n\tlog.DebugContext(ctx, \"ours\")\n")
	l.edit("internal/app/app.go", "\t// The stages start", "\tadminMux.Handle(\"/ours\", http.NotFoundHandler())\n\n\t// The stages start")
	l.edit("internal/app/app.go", "import (\n\t\"context\"\n", "import (\n\t\"context\"\n\t\"net/http\"\n")
	l.edit("internal/app/open.go", "closer{\"database\", db.Close})\n", "closer{\"database\", db.Close})\n\tp.log.DebugContext(ctx, \"open\")\n")
	l.edit("internal/router/router.go", " bool // serve the API documentation\n", " bool // serve the API documentation\n\tAbout       bool // serve our page\n")
	l.edit("internal/router/router.go", "\tcheck := validate.New()\n", "\tif deps.About {\n\t\tmux.Handle(\"GET /about\", handle(handler.Version))\n\t}\n\tcheck := validate.New()\n")
	for _, cache := range []string{"redis", "tiered"} {
		before := l.tree()
		l.verb(0, "add", "cache", cache)
		l.hasLines()
		run(t, l.dir, "go", "test", "-vet=all", "./...")
		l.verb(0, "remove", "cache", cache)
		if diff := tree.Compare(before, l.tree()); !diff.Empty() {
			t.Errorf("%s leaves a trace: %+v", cache, diff)
		}
	}
	l.hasLines()
	run(t, l.dir, "go", "test", "-vet=all", "./...")
}

// life is a project that its owner and gen change.
type life struct {
	t     *testing.T
	gen   string // path of the program
	dir   string
	lines map[string]string // file → last line that the owner added
}

// newLife begins with the project that gen new makes with the given flags.
func newLife(t *testing.T, flags ...string) *life {
	t.Helper()
	gen := filepath.Join(t.TempDir(), "gen")
	run(t, "../..", "go", "build", "-o", gen, "./cmd/gen")
	parent := t.TempDir()
	run(t, parent, gen, append([]string{"new", "myapi", "--module", "example.com/myapi"}, flags...)...)
	return &life{t: t, gen: gen, dir: filepath.Join(parent, "myapi")}
}

// hasLines checks that the owner's lines are still there.
func (l *life) hasLines() {
	l.t.Helper()
	for name, line := range l.lines {
		if data, err := os.ReadFile(filepath.Join(l.dir, name)); err != nil || !strings.Contains(string(data), line) {
			l.t.Errorf("%s: lost %q (%v)", name, line, err)
		}
	}
}

// tree returns the files of the project, without those to undo the last command.
func (l *life) tree() tree.Tree {
	l.t.Helper()
	_ = os.Remove(filepath.Join(l.dir, ".gen", "undo.tar.gz")) // there may be none
	files, err := tree.FromFS(os.DirFS(l.dir))
	if err != nil {
		l.t.Fatal(err)
	}
	return files
}

// verb runs a command of gen, which must return the given exit code, and
// checks that the project compiles unless there are conflicts.
func (l *life) verb(code int, args ...string) {
	l.t.Helper()
	cmd := exec.CommandContext(l.t.Context(), l.gen, args...)
	cmd.Dir = l.dir
	cmd.Env = append(os.Environ(), "GOFLAGS="+os.Getenv("GOFLAGS")+" -trimpath")
	out, _ := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != code {
		l.t.Fatalf("gen %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, code, out)
	}
	if code == 0 {
		run(l.t, l.dir, "go", "build", "./...")
	}
}

func (l *life) edit(name, old, by string) {
	l.t.Helper()
	data, err := os.ReadFile(filepath.Join(l.dir, name))
	if err != nil {
		l.t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		l.t.Fatalf("%s does not contain %q:\n%s", name, old, data)
	}
	l.write(name, strings.Replace(string(data), old, by, 1))
	for line := range strings.Lines(by) {
		if !strings.Contains(old, line) {
			l.note(name, line)
		}
	}
}

func (l *life) create(name, text string) {
	l.t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(l.dir, name)), 0o755); err != nil {
		l.t.Fatal(err)
	}
	l.write(name, text)
	l.note(name, text)
}

func (l *life) write(name, text string) {
	l.t.Helper()
	if err := os.WriteFile(filepath.Join(l.dir, name), []byte(text), 0o644); err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) note(name, line string) {
	if l.lines == nil {
		l.lines = map[string]string{}
	}
	l.lines[name] = line
}

func (l *life) remove(name string) {
	l.t.Helper()
	if err := os.Remove(filepath.Join(l.dir, name)); err != nil {
		l.t.Fatal(err)
	}
}

var conflict = regexp.MustCompile(`(?s)<<<<<<< yours\n.*?=======\n(.*?)>>>>>>> generated now\n`)

// resolve resolves the conflicts in a file with gen's side and the owner's
// route, written like the version route.
func (l *life) resolve(name, route string) {
	l.t.Helper()
	data, err := os.ReadFile(filepath.Join(l.dir, name))
	if err != nil {
		l.t.Fatal(err)
	}
	if !conflict.Match(data) {
		l.t.Fatalf("%s has no conflict:\n%s", name, data)
	}
	text := conflict.ReplaceAllString(string(data), "$1")
	version := regexp.MustCompile(`(?m)^.*"/version", handler\.Version.*\n`)
	if !version.MatchString(text) {
		l.t.Fatalf("%s has no version route:\n%s", name, text)
	}
	text = version.ReplaceAllStringFunc(text, func(line string) string {
		return line + strings.Replace(line, "/version", "/about", 1)
	})
	l.write(name, text)
	l.note(name, route)
	run(l.t, l.dir, "go", "build", "./...")
}
