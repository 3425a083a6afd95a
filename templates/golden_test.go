package templates_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

var (
	update = flag.Bool("update", false, "rewrite testdata/golden")
	lint   = flag.Bool("lint", false, "run the linters and make docs in every golden")
)

const goldenDir = "../testdata/golden"

// goldens are whole projects in testdata/golden, which show the effect of a
// change of the templates.
var goldens = map[string]struct {
	module    string
	options   layer.Choices
	maximal   bool // add all other compatible options
	resources []string
}{
	"gin-sqlite": {
		module:  "github.com/acme/library",
		options: layer.Choices{"framework": {"gin"}, "database": {"sqlite"}},
		resources: []string{
			"book title:string:required,max=200 price:decimal published:date isbn:string:unique",
			"category name:string:required,unique,max=50 position:int:index,min=0,default=0 active:bool:default=true " +
				"kind:enum(genre|shelf):default=genre note:text settings:json token:uuid:unique weight:float views:bigint:asstring reviewed_at:time",
		},
	},
	"nethttp-sqlite": {
		module:    "library",
		options:   layer.Choices{"framework": {"nethttp"}, "database": {"sqlite"}, "access": {"sqlx"}, "data": {"seeds"}},
		resources: []string{"book title:string:required,max=200", "loan id=uuid book:ref=book:required due:date:required,index returned_at:time"},
	},
	"nethttp-postgres": {
		module:  "github.com/acme/shop",
		options: layer.Choices{"framework": {"nethttp"}, "database": {"postgres"}, "cache": {"tiered"}, "observability": {"tracing"}, "deploy": {"kubernetes"}},
		resources: []string{
			"product name:string:required,search,max=200 sku:string:required,unique,max=40 price:decimal:required,filter,scale=2,min=0 stock:int:default=0,min=0",
			"order number:uuid:required,unique placed_at:time:required,index status:enum(open|paid|sent):default=open attributes:json note:text",
			// History of their tables.
			"!create product name:string:required,search,max=200 sku:string:required,unique,max=40 color:string",
			"!create order number:uuid:required,unique placed_at:time:required,index attributes:json",
			"!add product price:decimal:required", "!add product stock:int:default=0", "!create supplier name:string:required",
			"!add product supplier:ref=supplier", "!add order status:enum(open|paid|sent):default=open", "!add order note:text",
			"!remove product color:string", "!remove product supplier:ref=supplier", "!drop supplier name:string:required",
			"!add product version:bigint:default=1", "!add order version:bigint:default=1", "!change product price:decimal:required,scale=2 truncate",
			"&payments",
		},
	},
	"chi-none": {
		module:    "github.com/acme/shelf",
		options:   layer.Choices{"framework": {"chi"}, "database": {"none"}, "middleware": {"ratelimit", "idempotency"}, "data": {"seeds"}, "cache": {"redis"}},
		resources: []string{"book_review text:text:required stars:int:required,min=1,max=5", "note timestamps=false title:string:required,search,notblank,trim text:text due:date source:string:url scan:bytes:max=20000 unique(title,due) check(due >= '2000-01-01')"},
	},
	"chi-mysql": {
		module:  "github.com/acme/payments",
		options: layer.Choices{"framework": {"chi"}, "database": {"mysql"}, "example": {"bank"}, "messaging": {"nats"}, "middleware": {"cors", "ratelimit"}},
	},
	"echo-mysql": {
		module:  "github.com/acme/tracks",
		options: layer.Choices{"framework": {"echo"}, "database": {"mysql"}, "access": {"gorm"}, "auth": {"jwt", "oidc"}, "messaging": {"kafka"}, "middleware": {"ratelimit", "idempotency"}, "json": {"camel"}},
		resources: []string{
			"artist name:string:required,unique=nocase,max=120 born:date",
			"track softdelete=true title:string:required,max=120 artist:ref=artist:required,on_delete=cascade length:int:filter,min=1 released:date lyrics:text:search price:money:min=0 unique(artist,title) check(length < 86400)",
		},
	},
	"fiber-postgres": {
		module:    "github.com/acme/rooms",
		options:   layer.Choices{"framework": {"fiber"}, "database": {"postgres"}, "access": {"sqlx"}, "auth": {"apikey"}, "id": {"uuid"}, "cache": {"tiered"}},
		resources: []string{"room name:string:required,unique seats:int:required,min=1 equipment:json screen:string:hostname contact:string:phone features:enum(projector|In Person)[]:required plan:bytes"},
	},
	"gin-postgres": {
		module:  "github.com/acme/notes",
		options: layer.Choices{"framework": {"gin"}, "database": {"postgres"}, "auth": {"jwt"}, "cache": {"redis"}, "messaging": {"rabbitmq"}},
		resources: []string{
			"tag name:string:required,unique,max=50",
			"folder name:string:required,max=100 user:owner unique(user,name)",
			"note bulk=true text:text:required,search title:string:max=200 user:owner folder:ref=folder:on_delete=null tags:refs=tag",
			// History of their tables.
			"!auth jwt", "!create tag name:string:required,unique,max=50", "!create folder name:string:required,max=100 user:owner unique(user,name)",
			"!create note text:text:required,search title:string:max=200", "!add note user:owner fill=ann@example.com", "!add note folder:ref=folder:on_delete=null", "!add note tags:refs=tag",
			"!add tag version:bigint:default=1", "!add folder version:bigint:default=1", "!add note version:bigint:default=1", "!messaging rabbitmq",
		},
	},
	"gin-none": {
		module:  "github.com/acme/empty/v2",
		options: layer.Choices{"framework": {"gin"}, "database": {"none"}, "middleware": {"secure", "compress"}},
	},
	"maximal": {
		module:  "github.com/acme/everything",
		options: layer.Choices{"framework": {"fiber"}, "database": {"sqlite"}, "access": {"gorm"}},
		maximal: true,
		resources: []string{
			"author name:string:required,unique=nocase,max=100 email:string:unique,email,trim,lower born:date",
			"category name:string:required slug:string:slug parent:ref=category",
			"book title:string:required,max=200 author:ref=author:required editors:refs=author category:ref=category:on_delete=null labels:string[]:max=50,items=10 isbn:string:unique,pattern=97[89]-[0-9]{9}[0-9X] price:decimal:min=0 " +
				"pages:int:index,min=1 sold:bigint:default=0 rating:float available:bool:default=true published:date reviewed_at:time token:uuid:unique " +
				"status:enum(draft|In Progress|USD):default=draft blurb:text attributes:json unique(title,author) index(status,published) check(reviewed_at >= '2000-01-01T00:00:00Z') check(sold >= 0)",
			"&payments",
		},
	},
}

// goldenSpec returns the spec of a golden.
func goldenSpec(t *testing.T, cat *layer.Catalog, name string) *spec.Spec {
	t.Helper()
	g := goldens[name]
	s := &spec.Spec{Name: spec.NameFromModule(g.module), Module: g.module, Options: g.options.Clone()}
	if g.maximal {
		addAll(cat, s.Options)
	}
	if err := describe(cat, s, g.resources); err != nil {
		t.Fatal(err)
	}
	s.Fill(cat)
	return s
}

// addAll chooses every option that is compatible with the chosen ones, and one
// of each category that allows only one.
func addAll(cat *layer.Catalog, chosen layer.Choices) {
	for _, l := range cat.Layers {
		k, _ := cat.Category(l.Category)
		_, unmet := cat.Unmet(l.Needs, chosen)
		if !unmet && (k.Many || k.Optional && len(chosen[k.Name]) == 0) {
			chosen[k.Name] = append(chosen[k.Name], l.Name)
		}
	}
}

func renderGolden(t *testing.T, name string) tree.Tree {
	t.Helper()
	cat := templates.Catalog()
	s := goldenSpec(t, cat, name)
	out, err := change.New(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestGolden compares each golden with the render of its spec, and tests that
// rendering is deterministic.
func TestGolden(t *testing.T) {
	if err := render.CheckPlain(templates.Catalog().Files); err != nil {
		t.Fatal(err)
	}
	for name := range goldens {
		t.Run(name, func(t *testing.T) {
			want := renderGolden(t, name)
			if diff := tree.Compare(want, renderGolden(t, name)); !diff.Empty() {
				t.Fatalf("rendering is not deterministic: %+v", diff)
			}
			dir := filepath.Join(goldenDir, name)
			if *update {
				rewrite(t, dir, want)
			}
			got, err := tree.FromFS(os.DirFS(dir))
			if err != nil {
				t.Fatal(err)
			}
			if diff := tree.Compare(want, got); !diff.Empty() {
				t.Errorf("%s differs from the render; run make golden and review its diff\nmissing: %v\nextra: %v\nchanged: %v",
					dir, diff.Missing, diff.Extra, diff.Changed)
			}
		})
	}
	entries, err := os.ReadDir(goldenDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := goldens[e.Name()]; !ok {
			t.Errorf("%s/%s: unknown golden", goldenDir, e.Name())
		}
	}
}

func rewrite(t *testing.T, dir string, want tree.Tree) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for name, f := range want.All() {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, f.Mode); err != nil {
			t.Fatal(err)
		}
	}
}

// TestGoldensHaveEveryOption tests that each option of the catalogue is in a
// golden.
func TestGoldensHaveEveryOption(t *testing.T) {
	cat := templates.Catalog()
	has := map[string]bool{}
	for name := range goldens {
		for _, l := range cat.Chosen(goldenSpec(t, cat, name).Options) {
			has[l.ID()] = true
		}
	}
	for _, l := range cat.Layers {
		if l.Category != "" && !has[l.ID()] {
			t.Errorf("no golden has %s: add it to one", l.ID())
		}
	}
}

// TestGoldenProjects does in each golden what its CI does. Since make docs and
// the linters, which have to be compiled first, take most of the time, they
// only run with -lint.
func TestGoldenProjects(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles whole projects")
	}
	for name := range goldens {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(goldenDir, name)
			run(t, dir, "go", "build", "-o", t.TempDir(), "./cmd/server")
			if out := run(t, dir, "gofmt", "-l", "."); out != "" {
				t.Errorf("not formatted: %s", out)
			}
			if out := run(t, dir, "go", "mod", "tidy", "-diff"); out != "" {
				t.Errorf("not tidy:\n%s", out)
			}
			run(t, dir, "go", "test", "-vet=all", "./...")
			if *lint {
				makeLint(t, dir)
				sameDocs(t, dir)
			}
		})
	}
}

// oneLinter is locked while golangci-lint runs, which fails if another
// instance is running.
var oneLinter sync.Mutex

func makeLint(t *testing.T, dir string) {
	t.Helper()
	oneLinter.Lock()
	defer oneLinter.Unlock()
	run(t, dir, "make", "--no-print-directory", "lint")
}

// sameDocs runs make docs in a copy of the project and tests that it changes
// nothing.
func sameDocs(t *testing.T, dir string) {
	t.Helper()
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	run(t, copied, "make", "--no-print-directory", "docs")
	want, err := tree.FromFS(subFS(t, dir, "docs"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := tree.FromFS(subFS(t, copied, "docs"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := tree.Compare(want, got); !diff.Empty() {
		t.Errorf("make docs changes the documents: %+v", diff)
	}
}

func subFS(t *testing.T, dir, sub string) fs.FS {
	t.Helper()
	fsys, err := fs.Sub(os.DirFS(dir), sub)
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// run runs a command and returns its output. It fails the test if the command
// fails. Paths are trimmed, so that packages shared by several projects are
// compiled only once.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS="+os.Getenv("GOFLAGS")+" -trimpath")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, stderr.String())
	}
	return string(out)
}
