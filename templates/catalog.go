// Package templates is what gen generates: one folder for each layer, laid
// out as its files land in a project, and one catalogue entry for each.
// docs/layers.md tells how to add one.
package templates

import (
	"embed"

	"github.com/gen-go/gen/generator/layer"
)

//go:embed all:base all:framework all:database all:access all:migrate all:resource all:example all:middleware
var files embed.FS

//go:generate go run ../generator/modules/atlasgen -deps ../internal/deps -out atlas.bin
//go:embed atlas.bin
var atlas string

// Catalog returns everything gen can generate.
func Catalog() *layer.Catalog {
	return &layer.Catalog{
		Categories: []layer.Category{
			{Name: "framework", Summary: "HTTP framework", Question: "HTTP framework?", Default: "nethttp"},
			{Name: "database", Summary: "database", Question: "Database?", Default: "sqlite"},
			{
				Name: "access", Summary: "database access", Question: "Database access?", Default: "sql",
				Needs: []layer.Need{{Condition: "!database.none", Reason: "there is no database to access"}},
			},
			{Name: "example", Summary: "example code to read and take apart", Optional: true},
			{Name: "middleware", Summary: "HTTP middleware", Many: true},
		},
		Layers:    layers,
		Slots:     slots,
		Presets:   presets,
		Files:     files,
		Atlas:     atlas,
		Version:   "0.2.0",
		GoVersion: "1.26.0",
	}
}

// layers are in the order in which their fragments stand.
var layers = []layer.Layer{
	{Name: "base", Dir: "base", Tools: []string{"github.com/swaggo/swag/cmd/swag"}},
	{
		Category: "framework", Name: "nethttp", Dir: "framework/nethttp",
		Summary: "net/http with the ServeMux of the standard library",
	},
	{
		Category: "framework", Name: "gin", Dir: "framework/gin",
		Summary: "Gin, the most popular web framework",
	},
	{
		Category: "framework", Name: "echo", Dir: "framework/echo",
		Summary: "Echo v5, whose handlers return errors",
	},
	{
		Category: "framework", Name: "chi", Dir: "framework/chi",
		Summary: "chi, a lightweight router for net/http",
	},
	{
		Category: "framework", Name: "fiber", Dir: "framework/fiber",
		Summary: "Fiber v3, built on fasthttp",
	},
	{
		Category: "database", Name: "sqlite", Dir: "database/sqlite",
		Summary: "SQLite in a file, driver in pure Go",
		SQL: &layer.Dialect{
			Columns: map[string]string{
				"string": "TEXT", "text": "TEXT", "int": "INTEGER", "bigint": "INTEGER", "float": "REAL", "decimal": "TEXT",
				"bool": "INTEGER", "time": "TEXT", "date": "TEXT", "uuid": "TEXT", "enum": "TEXT", "json": "TEXT",
				"ref": "INTEGER",
			},
			Checks: map[string]string{
				"enum": "<column> IN (<values>)", "bool": "<column> IN (FALSE, TRUE)", "json": "json_valid(<column>)",
			},
			Sorts:     map[string]string{"decimal": "CAST(<column> AS REAL)"},
			Scanners:  map[string]string{"time": "timeText", "json": "jsonText"},
			Epoch:     "1970-01-01T00:00:00.000000Z",
			Driver:    "sqlite",
			Quote:     `"`,
			Mark:      "?",
			Returning: "RETURNING id",
		},
	},
	{
		Category: "database", Name: "postgres", Dir: "database/postgres",
		Summary: "PostgreSQL, driver pgx",
		First:   []string{"make db"},
		SQL: &layer.Dialect{
			// The collation "C" orders texts by their bytes, as Go does, wherever the
			// database was made.
			Columns: map[string]string{
				"string": `text COLLATE "C"`, "text": "text", "int": "integer", "bigint": "bigint", "float": "double precision",
				"decimal": "numeric(38, 18)", "bool": "boolean", "time": "timestamptz", "date": "date", "uuid": "uuid",
				"enum": `text COLLATE "C"`, "json": "jsonb", "ref": "bigint",
			},
			Checks:    map[string]string{"enum": "<column> IN (<values>)"},
			Epoch:     "1970-01-01 00:00:00+00",
			Driver:    "pgx",
			Quote:     `"`,
			Mark:      "$<n>",
			Returning: "RETURNING id",
			ForUpdate: "FOR UPDATE",
		},
	},
	{
		Category: "database", Name: "mysql", Dir: "database/mysql",
		Summary: "MySQL or MariaDB, driver go-sql-driver/mysql",
		First:   []string{"make db"},
		SQL: &layer.Dialect{
			// Texts have the collation of their table. JSON is text: as json, MySQL
			// would round its numbers and MariaDB refuse some of its levels.
			Columns: map[string]string{
				"string": "varchar(<max>)", "text": "longtext", "int": "int", "bigint": "bigint", "float": "double",
				"decimal": "decimal(38, 18)", "bool": "boolean", "time": "datetime(6)", "date": "date",
				"uuid": "char(36) CHARACTER SET ascii COLLATE ascii_bin", "enum": "varchar(64)", "json": "longtext",
				"ref": "bigint",
			},
			Checks:   map[string]string{"enum": "<column> IN (<values>)", "bool": "<column> IN (FALSE, TRUE)"},
			Defaults: map[string]string{"text": "(<value>)", "json": "(<value>)"},
			// A key has room for 768 characters of 4 bytes, a row for 65535 bytes; the
			// rest of them is for what is not string. Strings of 64 characters and more
			// can move out of the page of their row, which has 8126 bytes.
			Limits:    &layer.Limits{Short: 64, Long: 768, Row: 10_000, Keys: 63, Name: 64},
			Epoch:     "1970-01-01 00:00:00",
			Driver:    "mysql",
			Quote:     "`",
			Mark:      "?",
			ForUpdate: "FOR UPDATE",
		},
	},
	{
		Category: "database", Name: "none", Dir: "database/none",
		Summary: "no database; data lives in memory until the process exits",
	},
	{
		Category: "access", Name: "sql", Dir: "access/sql",
		Summary: "database/sql with handwritten SQL",
	},
	{
		Category: "access", Name: "sqlx", Dir: "access/sqlx",
		Summary: "sqlx: handwritten SQL, scanned into structs",
	},
	{
		Category: "access", Name: "gorm", Dir: "access/gorm",
		Summary: "GORM, the most popular ORM",
	},
	{Name: "migrate", Dir: "migrate", When: []string{"!database.none", "migrations"}},
	{Name: "resource", Dir: "resource", When: []string{"resources"}},
	{
		Category: "example", Name: "bank", Dir: "example/bank",
		Needs:      []layer.Need{{Condition: "!database.none", Reason: "bank needs a database, in whose transactions it transfers money"}},
		Summary:    "accounts and transfers: business rules in a transaction",
		Migrations: 2,
		Tables:     []string{"accounts", "transfers"},
	},
	// The outermost comes first; docs/layers.md says why they are in this order.
	{
		Category: "middleware", Name: "secure", Dir: "middleware/secure",
		Summary: "security headers: HSTS, CSP, nosniff, frame options",
	},
	{
		Category: "middleware", Name: "cors", Dir: "middleware/cors",
		Summary: "CORS for browser clients on other origins",
	},
	{
		Category: "middleware", Name: "ratelimit", Dir: "middleware/ratelimit",
		Summary: "rate limit per client (token bucket)",
	},
	{
		Category: "middleware", Name: "compress", Dir: "middleware/compress",
		Summary: "gzip compression of responses",
	},
	{
		Category: "middleware", Name: "idempotency", Dir: "middleware/idempotency",
		Summary: "safe retries with Idempotency-Key",
	},
}

// presets leave the framework, and what else has a question of its own, open
// unless they name it.
var presets = []layer.Preset{
	{Name: "minimal", Summary: "no options beyond framework and database"},
	{
		Name: "api", Summary: "JSON API for browsers and other clients",
		Options: layer.Choices{"middleware": {"secure", "cors", "ratelimit", "compress"}},
	},
	{
		Name: "production", Summary: "public service on PostgreSQL, with every protection",
		Options: layer.Choices{
			"database":   {"postgres"},
			"middleware": {"secure", "cors", "ratelimit", "compress", "idempotency"},
		},
	},
}

var slots = []layer.Slot{
	{Name: "app.open", File: "internal/app/app.go", About: "open what the service depends on and see to its closing, in start-up order"},
	{Name: "app.migrate", File: "internal/app/app.go", About: "bring the schema up to date where that happens at start"},
	{Name: "app.stores", File: "internal/app/app.go", About: "make the store of each resource"},
	{Name: "app.checks", File: "internal/app/app.go", About: "a health.Check for each thing the service cannot work without"},
	{Name: "app.deps", File: "internal/app/app.go", About: "a field of router.Deps that is not a resource's"},
	{Name: "app.test", File: "internal/app/app_test.go", About: "environment of the test that starts the whole program"},
	{Name: "app.commands", File: "internal/app/command.go", About: "a case for each command of the program"},
	{Name: "app.usage", File: "internal/app/command.go", About: "a line for each command of the program"},
	{Name: "config.fields", File: "internal/config/config.go", About: "a field of Config for the Config of a package"},
	{Name: "config.sections", File: "internal/config/config.go", About: "the address of that field"},
	{Name: "config.required", File: "internal/config/config_test.go", About: "a setting that has no default, for the tests of the others"},
	{Name: "config.dev", File: "configs/config.dev.yaml", About: "settings for a developer's machine"},
	{Name: "config.test", File: "configs/config.test.yaml", About: "settings for tests of the whole program"},
	{Name: "env.example", File: ".env.example", About: "environment variables with their defaults and a comment on each group"},
	{Name: "make.targets", File: "Makefile", About: "a target with its ## comment"},
	{Name: "make.test", File: "Makefile", About: "what comes before the tests"},
	{Name: "make.test.variables", File: "Makefile", About: "variables of the tests"},
	{Name: "docker.build", File: "Dockerfile", About: "instructions after the binary is built, in the build stage"},
	{Name: "docker.image", File: "Dockerfile", About: "instructions of the final image"},
	{Name: "dockerignore", File: ".dockerignore", About: "what the image is not built from", Sorted: true},
	{Name: "ci.job", File: ".github/workflows/ci.yml", About: "keys of the job: service containers and their addresses"},
	{Name: "compose.environment", File: "compose.yaml", About: "environment variables of the service"},
	{Name: "compose.service", File: "compose.yaml", About: "keys of the service"},
	{Name: "compose.services", File: "compose.yaml", About: "what else is started"},
	{Name: "compose.end", File: "compose.yaml", About: "top-level keys"},
	{Name: "gitignore", File: ".gitignore", About: "what is not committed", Sorted: true},
	{Name: "apperr.request", File: "internal/apperr/apperr.go", About: "errors that a middleware answers with"},
	{Name: "apperr.business", File: "internal/apperr/apperr.go", About: "errors of a rule of the business"},
	{Name: "resp.codes.system", File: "internal/resp/resp.go", About: "codes of the system, 1100 and above"},
	{Name: "resp.codes.request", File: "internal/resp/resp.go", About: "codes of the request, 2100 and above"},
	{Name: "resp.codes", File: "internal/resp/resp.go", About: "codes of a rule of the business, 3100 and above"},
	{Name: "resp.rows", File: "internal/resp/resp.go", About: "rows of the table that turns errors into answers"},
	{Name: "router.deps", File: "internal/router/router.go", About: "a field of Deps that is not a resource's"},
	{Name: "router.middleware", File: "internal/router/router.go", About: "what surrounds the handlers, inside of what every project has"},
	{Name: "router.input", File: "internal/router/router.go", About: "what the routes of all that takes input share"},
	{Name: "router.routes", File: "internal/router/router.go", About: "the handlers and routes of what is not a resource"},
	{Name: "migrate.config", File: "internal/migrate/migrate.go", About: "what the pool that changes the schema has and the service's has not"},
	{Name: "store.notfound", File: "internal/store/errors.go", About: "a case for the error of a row that is not there"},
	{Name: "strictjson.types", File: "internal/strictjson/types.go", About: "how a type is decoded from a string"},
	{Name: "validate.rules", File: "internal/validate/validate.go", About: "rules for the types of the project's own"},
	{Name: "readme.try", File: "README.md", About: "a request that shows what the service is for"},
	{Name: "readme.server", File: "README.md", About: "how the database is one that was there before"},
	{Name: "readme.answers", File: "README.md", About: "when another answer than 504 comes late"},
	{Name: "readme.requests", File: "README.md", About: "rows of the table of requests", Rows: true},
	{Name: "readme.commands", File: "README.md", About: "rows of the table of commands", Rows: true},
	{Name: "readme.paths", File: "README.md", About: "rows of the table of folders", Rows: true},
	{Name: "readme.config", File: "README.md", About: "rows of the table of environment variables", Rows: true},
	{Name: "readme.run", File: "README.md", About: "what is called before the service is started for the first time"},
	{Name: "readme.deploy", File: "README.md", About: "sections on how a version gets into production"},
	{Name: "readme.resource", File: "README.md", About: "the step that stores a new resource"},
}
