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
		Version:   "0.1.0",
		GoVersion: "1.26.0",
	}
}

// layers are in the order in which their fragments stand.
var layers = []layer.Layer{
	base,
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
		Sections: []layer.Section{{Field: "Store", Package: "store"}},
		Settings: []layer.Group{{Title: "SQLite", Settings: []layer.Setting{
			{
				Name: "SQLITE_DSN", Default: "file:<name>.db", Test: "file:<name>-test.db", Image: "file:/data/<name>.db",
				About: "Database file, as `file:PATH`, with SQLite's URI parameters if any.",
			},
			{Name: "SQLITE_MAX_CONNS", Default: "8", About: "Maximum number of connections."},
			{Name: "SQLITE_BUSY_TIMEOUT", Default: "5s", About: "How long a write waits for its turn."},
		}}},
		Volume: "data:/data",
	},
	{
		Category: "database", Name: "postgres", Dir: "database/postgres",
		Summary: "PostgreSQL, driver pgx",
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
		Sections: []layer.Section{{Field: "Store", Package: "store"}},
		Settings: []layer.Group{{Title: "PostgreSQL", Settings: []layer.Setting{
			{
				Name: "POSTGRES_DSN", Required: true, Secret: true, Dev: "postgres://<name>:<name>@<db>/<name>?sslmode=disable",
				About: "Connection string, `postgres://USER:PASSWORD@HOST:PORT/DATABASE`.",
			},
			{Name: "POSTGRES_MAX_CONNS", Default: "10", About: "Maximum number of connections."},
			{Name: "POSTGRES_CONN_MAX_LIFETIME", Default: "30m", About: "Maximum age of a connection."},
			{Name: "POSTGRES_CONN_MAX_IDLE_TIME", Default: "5m", About: "How long an idle connection is kept."},
			{Name: "POSTGRES_CONNECT_TIMEOUT", Default: "5s", About: "Time allowed to establish a connection."},
		}}},
		Services: []layer.Service{{
			Name: "db", Title: "PostgreSQL", Image: "postgres:18.1-bookworm", Port: 5432,
			Env: []layer.Var{
				{Name: "POSTGRES_USER", Value: "<name>"},
				{Name: "POSTGRES_PASSWORD", Value: "<name>"},
				{Name: "POSTGRES_DB", Value: "<name>"},
			},
			Volume: "data:/var/lib/postgresql",
			// By address: during its initialization the server listens on a socket only.
			Health: []string{"pg_isready", "--host=127.0.0.1", "--username=<name>"},
			Test:   layer.Var{Name: "TEST_POSTGRES_DSN", Value: "postgres://<name>:<name>@<db>/<name>?sslmode=disable"},
		}},
	},
	{
		Category: "database", Name: "mysql", Dir: "database/mysql",
		Summary: "MySQL or MariaDB, driver go-sql-driver/mysql",
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
		Sections: []layer.Section{{Field: "Store", Package: "store"}},
		Settings: []layer.Group{{Title: "MySQL", Settings: []layer.Setting{
			{
				Name: "MYSQL_DSN", Required: true, Secret: true, Dev: "api:<name>@tcp(<db>)/<name>",
				About: "Connection string, `USER:PASSWORD@tcp(HOST:PORT)/DATABASE`, followed by `?tls=true` on a network that is not private.",
			},
			{Name: "MYSQL_MAX_CONNS", Default: "10", About: "Maximum number of connections."},
			{Name: "MYSQL_CONN_MAX_LIFETIME", Default: "3m", About: "Maximum age of a connection."},
			{Name: "MYSQL_CONN_MAX_IDLE_TIME", Default: "1m", About: "How long an idle connection is kept."},
			{Name: "MYSQL_CONNECT_TIMEOUT", Default: "5s", About: "Time allowed to establish a connection."},
		}}},
		Services: []layer.Service{{
			Name: "db", Title: "MySQL", Image: "mysql:8.4.11", Port: 3306,
			Env: []layer.Var{
				{Name: "MYSQL_USER", Value: "api"},
				{Name: "MYSQL_PASSWORD", Value: "<name>"},
				{Name: "MYSQL_DATABASE", Value: "<name>"},
				{Name: "MYSQL_ROOT_PASSWORD", Value: "<name>"},
			},
			Volume: "data:/var/lib/mysql",
			// By address: during its initialization the server listens on a socket only.
			Health: []string{"mysqladmin", "ping", "--host=127.0.0.1", "--silent"},
			Test:   layer.Var{Name: "TEST_MYSQL_DSN", Value: "root:<name>@tcp(<db>)/"},
		}},
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
	{
		Name: "migrate", Dir: "migrate", When: []string{"!database.none", "migrations"},
		Commands: []layer.Command{
			{Name: "migrate up", About: "apply the pending migrations"},
			{Name: "migrate down", About: "roll back the last migration, and lose its data"},
			{Name: "migrate version", About: "print the last migration that was applied"},
		},
	},
	{Name: "resource", Dir: "resource", When: []string{"resources"}},
	{
		Category: "example", Name: "bank", Dir: "example/bank",
		Needs:      []layer.Need{{Condition: "!database.none", Reason: "bank needs a database, in whose transactions it transfers money"}},
		Summary:    "accounts and transfers: business rules in a transaction",
		Migrations: 2,
		Names:      []string{"account", "accounts", "bank", "banking", "transfer", "transfers"},
		// 409 where the state of the accounts is in the way, 422 where the request
		// is (RFC 9110).
		Codes: []layer.Code{
			{
				Number: 3100, Name: "InsufficientFunds", Status: "http.StatusConflict", Error: "apperr.ErrInsufficientFunds",
				Message: "insufficient funds", About: "the sender's balance is too low",
			},
			{
				Number: 3101, Name: "BalanceLimit", Status: "http.StatusConflict", Error: "apperr.ErrBalanceLimit",
				Message: "the receiving account cannot hold that much", About: "the recipient's balance would be too high",
			},
			{
				Number: 3102, Name: "SameAccount", Status: "http.StatusUnprocessableEntity", Error: "apperr.ErrSameAccount",
				Message: "from and to are the same account", About: "a transfer needs two accounts",
			},
			{
				Number: 3103, Name: "KeyReused", Status: "http.StatusUnprocessableEntity", Error: "apperr.ErrKeyReused",
				Message: "the idempotency key was used for another transfer", About: "each transfer needs a key of its own",
			},
		},
	},
	// The outermost comes first; docs/layers.md says why they are in this order.
	{
		Category: "middleware", Name: "secure", Dir: "middleware/secure",
		Summary:  "security headers: HSTS, CSP, nosniff, frame options",
		Names:    []string{"secure"},
		Sections: []layer.Section{{Field: "Secure", Package: "secure"}},
		Settings: []layer.Group{{Title: "Security headers", Settings: []layer.Setting{
			{
				Name: "SECURE_HSTS_MAX_AGE", Default: "0s",
				About: "How long browsers use HTTPS only (HSTS), such as `8760h` where every client can; `0s` sends no such header.",
			},
		}}},
	},
	{
		Category: "middleware", Name: "cors", Dir: "middleware/cors",
		Summary:  "CORS for browser clients on other origins",
		Names:    []string{"cors"},
		Sections: []layer.Section{{Field: "CORS", Package: "cors"}},
		Settings: []layer.Group{{Title: "CORS", Settings: []layer.Setting{
			{
				Name: "CORS_ORIGINS", Dev: "http://localhost:3000,http://localhost:5173",
				About: "Origins that may call the API from a browser, such as `https://app.example.com,https://example.com`; `*` for all.",
			},
			{Name: "CORS_METHODS", Default: "GET,HEAD,POST,PUT,PATCH,DELETE", About: "Methods that cross-origin requests may use."},
			{
				Name: "CORS_HEADERS", Default: "Authorization,Content-Type,Idempotency-Key,X-Request-ID",
				About: "Headers that cross-origin requests may have.",
			},
			{
				Name:    "CORS_EXPOSED_HEADERS",
				Default: "Idempotency-Replayed,Location,RateLimit,RateLimit-Policy,Retry-After,X-Request-ID",
				About:   "Response headers that scripts may read.",
			},
			{Name: "CORS_CREDENTIALS", Default: "false", About: "Whether browsers may send cookies."},
			{Name: "CORS_MAX_AGE", Default: "10m", About: "How long browsers cache the response to a preflight request."},
		}}},
	},
	{
		Category: "middleware", Name: "ratelimit", Dir: "middleware/ratelimit",
		Summary:  "rate limit per client (token bucket)",
		Names:    []string{"limiter", "ratelimit"},
		Sections: []layer.Section{{Field: "RateLimit", Package: "ratelimit"}},
		Settings: []layer.Group{{Title: "Rate limit", Settings: []layer.Setting{
			{
				Name: "RATELIMIT_DEFAULT", Default: "600/1m",
				About: "Limit of each client: `600/1m` is a burst of 600 requests, refilled at 600 a minute.",
			},
			{
				Name:  "RATELIMIT_ROUTES",
				About: "Limits of single routes, such as `POST /api/v1/books 10/1m,* /api/v1/*/* 5/1s`; the first match counts.",
			},
			{Name: "RATELIMIT_EXEMPT", Default: "/healthz,/readyz", About: "Paths without a limit."},
			{
				Name:  "RATELIMIT_TRUSTED_PROXIES",
				About: "Networks of the proxies whose `X-Forwarded-For` is trusted, such as `10.0.0.0/8,2001:db8::/32`.",
			},
			{Name: "RATELIMIT_CLIENTS", Default: "65536", About: "Maximum number of clients that are tracked."},
		}}},
		Codes: []layer.Code{{
			Number: 1100, Name: "TooManyRequests", Status: "http.StatusTooManyRequests", Error: "apperr.ErrTooManyRequests",
			Message: "too many requests", About: "the rate limit of the client is used up; see Retry-After",
		}},
	},
	{
		Category: "middleware", Name: "compress", Dir: "middleware/compress",
		Summary:  "gzip compression of responses",
		Names:    []string{"compress"},
		Sections: []layer.Section{{Field: "Compress", Package: "compress"}},
		Settings: []layer.Group{{Title: "Compression", Settings: []layer.Setting{
			{Name: "COMPRESS_MIN_SIZE", Default: "1024", About: "Minimum size of a response that is compressed, in bytes."},
			{Name: "COMPRESS_LEVEL", Default: "5", About: "Compression level, from 1 (fastest) to 9 (smallest)."},
		}}},
	},
	{
		Category: "middleware", Name: "idempotency", Dir: "middleware/idempotency",
		Summary:  "safe retries with Idempotency-Key",
		Names:    []string{"idempotency"},
		Sections: []layer.Section{{Field: "Idempotency", Package: "idempotency"}},
		Settings: []layer.Group{{Title: "Idempotency", Settings: []layer.Setting{
			{
				Name: "IDEMPOTENCY_TTL", Default: "24h",
				About: "How long a request with the same `Idempotency-Key` gets the same response.",
			},
			{Name: "IDEMPOTENCY_ANSWER_LIMIT", Default: "65536", About: "Maximum size of a response that is kept, in bytes."},
			{
				Name: "IDEMPOTENCY_MEMORY", Default: "67108864",
				About: "Memory for all kept responses, in bytes; the oldest make room for new ones.",
			},
		}}},
		Codes: []layer.Code{
			{
				Number: 2100, Name: "IdempotencyInProgress", Status: "http.StatusConflict", Error: "apperr.ErrIdempotencyInProgress",
				Message: "a request with this idempotency key is being served", About: "retry later",
			},
			{
				Number: 2101, Name: "IdempotencyMismatch", Status: "http.StatusUnprocessableEntity", Error: "apperr.ErrIdempotencyMismatch",
				Message: "the idempotency key was used for another request", About: "each request needs a key of its own",
			},
			{
				Number: 2102, Name: "IdempotencyLost", Status: "http.StatusConflict", Error: "apperr.ErrIdempotencyLost",
				Message: "the request was served, and its answer was too large to be repeated", About: "the response exceeded IDEMPOTENCY_ANSWER_LIMIT",
			},
		},
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
	{Name: "make.targets", File: "Makefile", About: "a target with its ## comment"},
	{Name: "dockerignore", File: ".dockerignore", About: "what the image is not built from", Sorted: true},
	{Name: "gitignore", File: ".gitignore", About: "what is not committed", Sorted: true},
	{Name: "router.deps", File: "internal/router/router.go", About: "a field of Deps that is not a resource's"},
	{Name: "router.middleware", File: "internal/router/router.go", About: "what surrounds the handlers, inside of what every project has"},
	{Name: "router.input", File: "internal/router/router.go", About: "what the routes of all that takes input share"},
	{Name: "router.routes", File: "internal/router/router.go", About: "the handlers and routes of what is not a resource"},
	{Name: "migrate.config", File: "internal/migrate/migrate.go", About: "what the pool that changes the schema has and the service's has not"},
	{Name: "store.notfound", File: "internal/store/errors.go", About: "a case for the error of a row that is not there"},
	{Name: "strictjson.forms", File: "internal/strictjson/strictjson.go", About: "a case that tells what a type that decodes itself looks like in JSON"},
	{Name: "validate.rules", File: "internal/validate/validate.go", About: "rules for the types of the project's own"},
	{Name: "readme.try", File: "README.md", About: "a request that shows what the service is for"},
	{Name: "readme.answers", File: "README.md", About: "when another answer than 504 comes late"},
	{Name: "readme.requests", File: "README.md", About: "rows of the table of requests", Rows: true},
	{Name: "readme.paths", File: "README.md", About: "rows of the table of folders", Rows: true},
	{Name: "readme.deploy", File: "README.md", About: "sections on how a version gets into production"},
	{Name: "readme.resource", File: "README.md", About: "the step that stores a new resource"},
}
