// Package e2e runs generated services and tests them as clients do: their
// responses, startup and shutdown, their behavior during database outages, and
// their performance.
//
// Tests that need a database server are skipped unless -servers is given and
// the server is reachable.
package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// resources returns the resources of the services in tests. Reviews, which
// refer to books, need a database.
func resources(relational bool) []string {
	lines := []string{
		"book bulk=true title:string:required,max=200 price:decimal published:date isbn:string:unique",
		"meeting bulk=true room:string:max=40 starts_at:time topic:string code:string:unique=nocase,max=20 ends_at:time cost:decimal unique(room,starts_at) index(topic,starts_at) check(ends_at > starts_at) check(cost <= 99.95)",
		`contact email:string:required,unique,upsert,email,trim,lower site:string:url slug:string:slug host:string:hostname address:string:ip phone:string:phone ` +
			`code:string:pattern="[A-Z]{2}-\\d{1,4}" name:string:notblank,trim state:enum(New|In Progress|R&D):default="In Progress" roles:enum(admin|In House)[]:required labels:string[]:max=9,items=3 serial:bigint:asstring,index,default=9007199254740993 note:text:default="it's \"a, b\" \\ c"`,
	}
	if relational {
		lines = append(lines, "review book:ref=book:required text:text", "part bulk=true name:string:required container:ref=part:on_delete=cascade beside:ref=part:self,on_delete=null spares:refs=part")
	}
	lines = append(lines, "shelf/shelves softdelete=true code:string:required,unique room:string place:int unique(room,place)",
		"parcel bulk=true postage:decimal:required,scale=2,min=0.01,max=1000 weight:decimal:scale=3,filter label:bytes:min=1,max=16 value:money:in=EUR|JPY|KWD,min=0")
	if relational { // each after what it refers to
		lines = append(lines, "slip softdelete=true bulk=true timestamps=false name:string:required,unique=nocase shelf:ref=shelf:required others:refs=shelf")
	}
	return lines
}

// film is a resource whose lists can be filtered by fields of many types.
const film = "film title:string:required,filter,search,max=100 genre:enum(comedy|drama|horror):index minutes:int:filter rating:decimal:filter score:float:filter " +
	"released:date:index shown_at:time:filter seen:bool code:uuid:unique"

// choice is the options of a project.
type choice map[string]string

// choices returns every framework with every database, and every other access
// layer with every database and the first framework. All choices with a
// database include the bank, and every other one a cache.
func choices() []choice {
	cat := templates.Catalog()
	var all []choice
	for _, database := range cat.Options("database") {
		for _, framework := range cat.Options("framework") {
			all = append(all, choice{"framework": framework.Name, "database": database.Name})
		}
		if !cat.Applies("access", choice{"database": database.Name}.options()) {
			continue
		}
		for _, access := range cat.Options("access")[1:] {
			all = append(all, choice{"framework": cat.Options("framework")[0].Name, "database": database.Name, "access": access.Name})
		}
	}
	for i, c := range all {
		if c.relational() {
			c["example"] = "bank"
		}
		if i%2 == 1 {
			c["cache"] = "memory"
		}
	}
	return all
}

// sharedChoices returns the choices with the caches in Redis in turn, so that each
// framework has every one of them with a database. Without one there is nothing to share.
func sharedChoices(t *testing.T) []choice {
	t.Helper()
	caches := []string{"", "redis", "tiered"}
	all, seen := choices(), map[string]bool{}
	for i, c := range all {
		if cache := caches[i%len(caches)]; cache != "" && c.relational() {
			c["cache"] = cache
			seen[c["framework"]+cache] = true
		}
	}
	if want := 2 * len(templates.Catalog().Options("framework")); len(seen) != want {
		t.Errorf("%d caches in Redis on frameworks, want %d", len(seen), want)
	}
	return all
}

func (c choice) options() layer.Choices {
	options := layer.Choices{}
	for category, name := range c {
		options[category] = strings.Split(name, ",")
	}
	return options
}

func (c choice) String() string {
	name := c["framework"] + "-" + c["database"]
	if access := c["access"]; access != "" {
		name += "-" + access
	}
	if cache := c["cache"]; cache != "" {
		name += "-" + cache
	}
	return name
}

// relational reports whether the project has a database.
func (c choice) relational() bool {
	l, _ := templates.Catalog().Option("database", c["database"])
	return l.SQL != nil
}

// write creates the project of a choice and returns its directory.
func write(t testing.TB, c choice, lines ...string) string {
	t.Helper()
	return writeSpec(t, templates.Catalog(), newSpec(t, c.options(), lines))
}

// newSpec returns the spec of a project with resources, and with the history of
// their tables if migrations are given.
func newSpec(t testing.TB, options layer.Choices, resources []string, migrations ...string) *spec.Spec {
	t.Helper()
	s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: options}
	for _, line := range resources {
		r, err := spec.ParseResource(line)
		if err != nil {
			t.Fatal(err)
		}
		s.Resources = append(s.Resources, r)
	}
	for _, line := range migrations {
		m, err := spec.ParseMigration(templates.Catalog(), line)
		if err != nil {
			t.Fatal(err)
		}
		s.Migrations = append(s.Migrations, m)
	}
	return s
}

// version is the column of every table, as migrations declare it.
const version = " version:bigint:default=1"

func writeSpec(t testing.TB, cat *layer.Catalog, s *spec.Spec) string {
	t.Helper()
	s.Fill(cat)
	rendered, err := change.New(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), s.Name)
	if err := (disk.Writer{}).Create(t.Context(), dir, rendered); err != nil {
		t.Fatal(err)
	}
	return dir
}

func compile(t testing.TB, dir string) {
	t.Helper()
	run(t, dir, "go", "build", "-o", "bin/server", "./cmd/server")
}

// faulty is a wrapper for the store of a service that fails for certain
// titles.
const faulty = `package app

import (
	"context"
	"errors"
	"fmt"

	"example.com/myapi/internal/apperr"
	"example.com/myapi/internal/book"
)

type faulty struct{ book.Store }

func (f faulty) Create(ctx context.Context, from book.Book) (book.Book, error) {
	switch from.Title {
	case "panic":
		panic("password=hunter2")
	case "too slow":
		<-ctx.Done()
		return book.Book{}, fmt.Errorf("create book: %w", ctx.Err())
	case "fail":
		return book.Book{}, errors.New("password=hunter2")
	case "unavailable":
		return book.Book{}, fmt.Errorf("create book: %w", apperr.ErrUnavailable)
	}
	return f.Store.Create(ctx, from)
}
`

// breakable adds faulty to a project.
func breakable(t testing.TB, dir string) {
	t.Helper()
	app := filepath.Join(dir, "internal", "app", "app.go")
	data, err := os.ReadFile(app)
	if err != nil {
		t.Fatal(err)
	}
	books := regexp.MustCompile(`(Books:\s+)(store\.NewBooks\(\w*\)),`)
	if !books.Match(data) {
		t.Fatal("app.go does not pass the store of books on")
	}
	if err := os.WriteFile(app, books.ReplaceAll(data, []byte("${1}faulty{${2}},")), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "internal", "app", "faulty.go"), []byte(faulty), 0o644); err != nil {
		t.Fatal(err)
	}
}

// run runs a command and fails the test if the command fails.
func run(t testing.TB, dir, name string, args ...string) {
	t.Helper()
	runEnv(t, dir, nil, name, args...)
}

func runEnv(t testing.TB, dir string, env []string, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	// With trimmed paths, packages shared by several projects are compiled
	// only once.
	cmd.Env = append(append(os.Environ(), "GOFLAGS="+os.Getenv("GOFLAGS")+" -trimpath"), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, stderr.String())
	}
}
