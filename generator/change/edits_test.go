package change_test

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// files are the texts of a project as its owner edits them, by path.
type files struct {
	t    testing.TB
	text map[string]string
}

// after puts text behind the first line of a file that holds mark. The file
// and the mark have to be there, so that an edit cannot come to do nothing.
func (f files) after(name, mark, text string) {
	f.t.Helper()
	line := f.line(name, mark)
	f.sub(name, line, line+text)
}

func (f files) before(name, mark, text string) {
	f.t.Helper()
	line := f.line(name, mark)
	f.sub(name, line, text+line)
}

// twice puts a copy of the first line with mark behind it, with one text in it
// replaced.
func (f files) twice(name, mark, old, by string) {
	f.t.Helper()
	line := f.line(name, mark)
	f.sub(name, line, line+strings.Replace(line, old, by, 1))
}

// line is the first line of a file that holds mark, with its end.
func (f files) line(name, mark string) string {
	f.t.Helper()
	for line := range strings.Lines(f.text[name]) {
		if strings.Contains(line, mark) {
			return line
		}
	}
	f.t.Fatalf("%s has no line with %q:\n%s", name, mark, f.text[name])
	return ""
}

func (f files) sub(name, old, by string) {
	f.t.Helper()
	if !strings.Contains(f.text[name], old) {
		f.t.Fatalf("%s has no %q:\n%s", name, old, f.text[name])
	}
	f.text[name] = strings.Replace(f.text[name], old, by, 1)
}

// all replaces in every Go file; somewhere there has to be something.
func (f files) all(old, by string) {
	f.t.Helper()
	found := false
	for name, text := range f.text {
		if path.Ext(name) == ".go" && strings.Contains(text, old) {
			f.text[name], found = strings.ReplaceAll(text, old, by), true
		}
	}
	if !found {
		f.t.Fatalf("no Go file has %q", old)
	}
}

func (f files) end(name, text string) { f.has(name); f.text[name] += text }

func (f files) begin(name, text string) { f.has(name); f.text[name] = text + f.text[name] }

func (f files) add(name, text string) { f.text[name] = text }

func (f files) remove(name string) { f.has(name); delete(f.text, name) }

func (f files) move(from, to string) {
	f.has(from)
	f.text[to] = f.text[from]
	delete(f.text, from)
}

func (f files) has(name string) {
	f.t.Helper()
	if _, ok := f.text[name]; !ok {
		f.t.Fatalf("there is no %s", name)
	}
}

// each changes every file that match selects.
func (f files) each(match func(name string) bool, change func(text string) string) {
	for _, name := range slices.Sorted(maps.Keys(f.text)) {
		if match(name) {
			f.text[name] = change(f.text[name])
		}
	}
}

const (
	router  = "internal/router/router.go"
	appFile = "internal/app/app.go"
	conf    = "internal/config/config.go"
	bookGo  = "internal/book/book.go"
	module  = "example.com/myapi"
)

// isOwnGo selects the Go files that no tool makes.
func isOwnGo(name string) bool { return path.Ext(name) == ".go" && name != "docs/docs.go" }

// edits are what owners do to a project between two calls of gen.
var edits = map[string]func(f files){
	"append a route":                func(f files) { f.twice(router, `"/version"`, "/version", "/about") },
	"append a route of a resource":  func(f files) { f.twice(router, "books.Get)", "/:id", "/:id/again") },
	"comment a route":               func(f files) { f.before(router, `"/healthz"`, "\t// Asked by Kubernetes.\n") },
	"remove a route":                func(f files) { f.sub(router, f.line(router, "books.Delete)"), "") },
	"reorder middleware":            func(f files) { swap(f, router, "middleware.RequestContext(", "middleware.AccessLog(") },
	"remove a middleware":           func(f files) { f.sub(router, f.line(router, "middleware.RequestContext("), "") },
	"explain the router":            func(f files) { f.sub(router, "shows on one page", "shows, on one page,") },
	"name the routes in groups":     func(f files) { f.before(router, "books := handler.NewBook", "\t// The library.\n") },
	"add a dependency of handlers":  ownDependency,
	"rename a handler and its uses": renameHandler,
	"rename a constructor":          func(f files) { f.all("NewBook(", "MakeBook("); f.all("// NewBook ", "// MakeBook ") },
	"rename a variable in app":      func(f files) { f.sub(appFile, "cfg, log :=", "cfg, logs :="); useLogs(f) },
	"add a health check":            ownCheck,
	"log at the start": func(f files) {
		f.after(appFile, "cfg, log := p.cfg", "\tlog.InfoContext(ctx, \"starting\", \"team\", \"books\")\n")
	},
	"start a worker":                                ownWorker,
	"explain app":                                   func(f files) { f.sub(appFile, "puts the program together", "wires the program together") },
	"add a field to the configuration":              func(f files) { f.after(conf, "Env    string", "\tRegion string\n") },
	"add a section to the end of the configuration": ownSection,
	"add a long field to the configuration": func(f files) {
		f.after(conf, "Env    string", "\tDeploymentRegionOfTheService string\n")
	},
	"add a method to a resource": func(f files) {
		f.end(bookGo, "\n// Heading is how a book is announced.\nfunc (b *Book) Heading() string { return \"Book: \" + b.Title }\n")
	},
	"add a field to a resource": func(f files) {
		f.after(bookGo, "Title     string ", "\tInternalRemark string `json:\"-\"`\n")
	},
	"add a rule to a resource": func(f files) {
		f.after(bookGo, "to.Title = *in.Title", "\tto.Title = strings.TrimSpace(to.Title)\n")
		f.after(bookGo, `"context"`, "\t\"strings\"\n")
	},
	"change a validation tag": func(f files) { f.sub(bookGo, "max=200", "max=150") },
	"explain a resource":      func(f files) { f.sub(bookGo, "// Store keeps books.", "// Store keeps the books of the library.") },
	"add a query to the store": func(f files) {
		f.add("internal/store/book_count.go", "package store\n\nimport \"context\"\n\n// Count counts the books.\nfunc (s *Books) Count(ctx context.Context) (n int64, err error) {\n\terr = s.db.QueryRowContext(ctx, \"SELECT COUNT(*) FROM books\").Scan(&n)\n\treturn n, err\n}\n")
	},
	"wrap a statement": func(f files) {
		f.sub("internal/store/book_sql.go", "DELETE FROM books\n\t\tWHERE id", "DELETE\n\t\tFROM books\n\t\tWHERE id")
	},
	"add a handler of one's own": ownHandler,
	"change a handler": func(f files) {
		f.sub("internal/handler/book.go", "Summary	Create a book", "Summary	Put a book on the shelf")
	},
	"split a file": func(f files) {
		f.move("internal/handler/book.go", "internal/handler/books.go")
	},
	"move a file":       func(f files) { f.move("internal/store/query.go", "internal/store/statement.go") },
	"move a package":    movePackage,
	"delete a test":     func(f files) { f.remove("internal/health/health_test.go") },
	"delete all tests":  func(f files) { deleteTests(f) },
	"delete CI":         func(f files) { f.remove(".github/workflows/ci.yml") },
	"delete Dockerfile": func(f files) { f.remove("Dockerfile"); f.remove(".dockerignore") },
	"delete compose":    func(f files) { f.remove("compose.yaml") },
	"delete README":     func(f files) { f.remove("README.md") },
	"delete the linter's rules": func(f files) {
		f.remove(".golangci.yml")
	},
	"license header": func(f files) {
		f.each(isOwnGo, func(text string) string { return "// Copyright Acme. MIT license.\n\n" + text })
	},
	"reformat a signature": func(f files) {
		f.sub(router, "func New(cfg Config, deps Deps)", "func New(\n\tcfg Config,\n\tdeps Deps,\n)")
	},
	"empty lines in app": func(f files) { f.before(appFile, "ready := health.New", "\n") },
	"alias an import": func(f files) {
		f.sub(appFile, `"`+module+`/internal/config"`, `conf "`+module+`/internal/config"`)
		aliasConfig(f)
	},
	"group imports otherwise": func(f files) {
		f.sub("internal/app/command.go", "\t\"io\"\n\t\"strings\"\n", "\t\"io\"\n\n\t\"strings\"\n")
	},
	"compose: another service": func(f files) {
		f.sub("compose.yaml", "\nvolumes:", "\n  mail:\n    image: axllent/mailpit:v1.27\n    restart: unless-stopped\n\nvolumes:")
	},
	"compose: another port": func(f files) { f.sub("compose.yaml", "8080:8080", "80:8080") },
	"compose: a variable":   func(f files) { f.after("compose.yaml", "APP_ENV: dev", "      LOG_LEVEL: debug\n") },
	"Makefile: a target": func(f files) {
		f.end("Makefile", "\n.PHONY: cover\ncover: ## measure coverage\n\tgo test -cover ./...\n")
	},
	"Makefile: a flag":          func(f files) { f.sub("Makefile", "go test -race ./...", "go test -race -shuffle=on ./...") },
	"Makefile: a variable":      func(f files) { f.begin("Makefile", "export CGO_ENABLED ?= 1\n\n") },
	"Makefile: no last newline": func(f files) { f.text["Makefile"] = strings.TrimSuffix(f.text["Makefile"], "\n") },
	"another Go":                func(f files) { f.sub("go.mod", "go 1.26.0", "go 1.26.3") },
	"a toolchain line":          func(f files) { f.after("go.mod", "go 1.26.0", "\ntoolchain go1.26.8\n") },
	"a requirement": func(f files) {
		f.end("go.mod", "\nrequire golang.org/x/sync v0.24.0\n")
		f.add("internal/jobs/jobs.go", "// Package jobs runs jobs.\npackage jobs\n\nimport \"golang.org/x/sync/errgroup\"\n\n// Run runs them.\nfunc Run(jobs ...func() error) error {\n\tvar g errgroup.Group\n\tfor _, job := range jobs {\n\t\tg.Go(job)\n\t}\n\treturn g.Wait()\n}\n")
	},
	"a replacement":            func(f files) { f.end("go.mod", "\nreplace example.com/other => ../other\n") },
	"a tool":                   func(f files) { f.end("go.mod", "\ntool golang.org/x/tools/cmd/stringer\n") },
	"README: another language": translate,
	"README: a section":        func(f files) { f.end("README.md", "\n## Who to ask\n\nThe library team.\n") },
	"README: an introduction":  func(f files) { f.sub("README.md", "An HTTP API in Go.", "The service of the town library.") },
	"README: a variable":       func(f files) { f.after("README.md", "| `APP_ENV`", "| `REGION` | | where it runs |\n") },
	"README: a section less":   func(f files) { cutSection(f, "README.md", "## Add a resource") },
	".env: a variable":         func(f files) { f.end(".env.example", "\n# Where it runs\nREGION=\n") },
	".env: another default":    func(f files) { f.sub(".env.example", "LOG_LEVEL=info", "LOG_LEVEL=debug") },
	".gitignore":               func(f files) { f.end(".gitignore", "/coverage.html\n") },
	"linter's rules":           func(f files) { f.end(".golangci.yml", "# Ours.\n") },
	"another base image":       func(f files) { f.sub("Dockerfile", "static-debian12:nonroot", "static-debian13:nonroot") },
	"a build argument":         func(f files) { f.after("Dockerfile", "AS build", "ARG VERSION\n") },
	"CI: a step": func(f files) {
		f.end(".github/workflows/ci.yml", "      - name: coverage\n        run: go test -cover ./...\n")
	},
	"CI: another Go":        func(f files) { f.sub(".github/workflows/ci.yml", "go-version: 1.26.x", "go-version: stable") },
	"settings":              func(f files) { f.end("configs/config.dev.yaml", "HTTP_PORT: 8081\n") },
	"a migration's comment": func(f files) { f.begin("migrations/000001_create_authors.up.sql", "-- Those who write.\n") },
	"gen.yaml: comments":    func(f files) { f.begin("gen.yaml", "# Change it with gen only.\n\n") },
	"CRLF everywhere":       func(f files) { f.each(isText, crlf) },
	"CRLF in one file":      func(f files) { f.text[router] = crlf(f.text[router]) },
	"a byte order mark":     func(f files) { f.begin("README.md", "\ufeff") },
	"files of one's own":    func(f files) { f.add("scripts/deploy.sh", "#!/bin/sh\n"); f.add("assets/logo.svg", "<svg/>\n") },
	"an error of one's own": func(f files) {
		f.end("internal/apperr/apperr.go", "\n// ErrClosed says that the library is closed.\nvar ErrClosed = errors.New(\"closed\")\n")
	},
	"a constant for the server": func(f files) {
		f.end("internal/server/config.go", "\n// Grace is how long a neighbour waits.\nconst Grace = 3 * time.Second\n")
	},
	"main says hello": func(f files) {
		f.sub("cmd/server/main.go", "func main() {\n", "func main() {\n\t// Nothing belongs here but the start.\n")
	},
}

func renameHandler(f files) {
	f.all("books.Replace", "books.Put")
	f.sub("internal/handler/book.go", ") Replace(", ") Put(")
	f.sub("internal/handler/book.go", "// Replace ", "// Put ")
}

func swap(f files, name, a, b string) {
	one, other := f.line(name, a), f.line(name, b)
	f.sub(name, one, "\x00")
	f.sub(name, other, one)
	f.sub(name, "\x00", other)
}

func ownDependency(f files) {
	f.after(router, "Swagger bool", "\tClock   func() time.Time\n")
	f.after(router, `"log/slog"`, "\t\"time\"\n")
	f.after(appFile, "Swagger:", "\t\tClock: time.Now,\n")
	f.after(appFile, `"context"`, "\t\"time\"\n")
}

func ownCheck(f files) {
	f.after(appFile, `Name: "database"`, "\t\thealth.Check{Name: \"shelves\", Run: func(context.Context) error { return nil }},\n")
}

func ownWorker(f files) {
	f.add("internal/worker/worker.go", "// Package worker works.\npackage worker\n\nimport \"context\"\n\n// Run works until ctx ends.\nfunc Run(ctx context.Context) { <-ctx.Done() }\n")
	f.before(appFile, "ready := health.New", "\tgo worker.Run(ctx)\n\n")
	f.after(appFile, `/internal/store"`, "\t\""+module+"/internal/worker\"\n")
}

func ownSection(f files) {
	f.add("internal/mailer/config.go", "// Package mailer sends mail.\npackage mailer\n\n// Config says how.\ntype Config struct {\n\tFrom string `env:\"MAIL_FROM\"`\n}\n\n// Validate finds nothing wrong.\nfunc (Config) Validate() error { return nil }\n")
	f.after(conf, "Store  store.Config", "\tMail   mailer.Config\n")
	f.after(conf, "&c.Store,", "\t\t&c.Mail,\n")
	f.after(conf, `/internal/logger"`, "\t\""+module+"/internal/mailer\"\n")
}

func ownHandler(f files) {
	f.add("internal/handler/hello.go", "package handler\n\n// Hello is said to everyone.\nconst Hello = \"hello\"\n")
	f.twice(router, `"/version"`, "/version", "/hello")
}

func useLogs(f files) {
	text := f.text[appFile]
	for _, use := range []string{"log.ErrorContext", "log.InfoContext", "log.WarnContext"} {
		text = strings.ReplaceAll(text, use, strings.Replace(use, "log", "logs", 1))
	}
	text = strings.ReplaceAll(text, "ready, log)", "ready, logs)")
	text = strings.ReplaceAll(text, "cfg.Server, log,", "cfg.Server, logs,")
	f.text[appFile] = regexp.MustCompile(`Log:( +)log,`).ReplaceAllString(text, "Log:${1}logs,")
}

func aliasConfig(f files) {
	f.text[appFile] = strings.NewReplacer("cfg config.Config", "cfg conf.Config", "config.Production", "conf.Production").Replace(f.text[appFile])
}

func movePackage(f files) {
	for _, name := range slices.Sorted(maps.Keys(f.text)) {
		if path.Dir(name) == "internal/page" {
			f.move(name, "internal/paging/"+path.Base(name))
		}
	}
	f.all(`/internal/page"`, `/internal/paging"`)
}

func deleteTests(f files) {
	for name := range f.text {
		if strings.HasSuffix(name, "_test.go") {
			delete(f.text, name)
		}
	}
}

func translate(f files) {
	german := strings.NewReplacer(
		"An HTTP API in Go.", "Eine HTTP-Schnittstelle in Go.", "## Run", "## Starten", "## API", "## Was sie antwortet",
		"## Layout", "## Wo was ist", "## Configuration", "## Einstellungen", "| Choice | |", "| Wahl | |",
		"| Request | |", "| Anfrage | |", "list books", "Bücher auflisten", "create a book", "ein Buch anlegen",
		"the program |", "das Programm |", "HTTP handlers |", "was auf jede Anfrage geantwortet wird |",
	)
	f.has("README.md")
	f.text["README.md"] = german.Replace(f.text["README.md"])
}

// cutSection removes a heading and what follows up to the next.
func cutSection(f files, name, heading string) {
	before, rest, ok := strings.Cut(f.text[name], heading+"\n")
	if !ok {
		f.t.Fatalf("%s has no %q", name, heading)
	}
	_, after, _ := strings.Cut(rest, "\n## ")
	if after != "" {
		after = "## " + after
	}
	f.text[name] = before + after
}

func isText(name string) bool { return !strings.HasPrefix(name, ".gen/") && path.Ext(name) != ".sum" }

func crlf(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }
