package templates

import "github.com/gen-go/gen/generator/layer"

var slots = []layer.Slot{
	{Name: "open.functions", File: "internal/app/open.go", About: "a method of program that opens a dependency and registers its closing"},
	{Name: "app.open", File: "internal/app/app.go", About: "opens what the service uses, in start-up order"},
	{Name: "app.checks", File: "internal/app/app.go", About: "a health.Check for each dependency of the service"},
	{Name: "app.deps", File: "internal/app/app.go", About: "a field of router.Deps"},
	{Name: "app.wrap", File: "internal/app/app.go", About: "wraps stores in deps", Seat: true},
	{Name: "app.admin", File: "internal/app/app.go", About: "adds routes to the admin listener", Seat: true},
	{Name: "app.background", File: "internal/app/app.go", About: "a server.Stage that stops after the public listener, the last to stop first", Seat: true},
	{Name: "app.listeners", File: "internal/app/app.go", About: "a server.Part that stops together with the public listener", Seat: true},
	{Name: "app.registration", File: "internal/app/app.go", About: "a server.Stage that starts after the listeners, and drains before they close", Seat: true},
	{Name: "app.test", File: "internal/app/app_test.go", About: "environment variables of the test that starts the whole program"},
	{Name: "app.commands", File: "internal/app/command.go", About: "a case for each subcommand"},
	{Name: "make.targets", File: "Makefile", About: "a target with its ## comment"},
	{Name: "dockerignore", File: ".dockerignore", About: "files left out of the build context", Sorted: true},
	{Name: "gitignore", File: ".gitignore", About: "files left out of the repository", Sorted: true},
	{Name: "router.deps", File: "internal/router/router.go", About: "a field of Deps that does not belong to a resource"},
	{Name: "router.middleware", File: "internal/router/router.go", About: "optional middleware, the outermost first"},
	{Name: "router.input", File: "internal/router/router.go", About: "variables shared by the routes that take input"},
	{Name: "router.routes", File: "internal/router/router.go", About: "handlers and routes that do not belong to a resource"},
	{Name: "migrate.config", File: "internal/migrate/migrate.go", About: "how the connections for migrations differ from those of the service"},
	{Name: "store.notfound", File: "internal/store/errors.go", About: "a case for the error that means no row was found"},
	{Name: "strictjson.types", File: "internal/strictjson/types.go", About: "how a type is decoded from a string"},
	{Name: "validate.rules", File: "internal/validate/validate.go", About: "validation rules for the project's own types"},
	{Name: "readme.try", File: "README.md", About: "a request to try the service with"},
	{Name: "readme.answers", File: "README.md", About: "when a late response has another status than 504"},
	{Name: "readme.requests", File: "README.md", About: "rows of the table of requests", Rows: true},
	{Name: "readme.paths", File: "README.md", About: "rows of the table of folders", Rows: true},
	{Name: "readme.deploy", File: "README.md", About: "sections on deployment"},
	{Name: "readme.resource", File: "README.md", About: "the step that stores a new resource"},
}
