package templates

import "github.com/gen-go/gen/generator/layer"

var databases = []layer.Layer{
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
			Sorts:     map[string]string{"decimal": "<column> COLLATE decimal"},
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
			{Name: "SQLITE_MAX_CONNS", Default: "8", About: "Maximum number of connections: one for readiness, one for writes, the others for reads."},
			{Name: "SQLITE_BUSY_TIMEOUT", Default: "5s", About: "How long a write waits for its turn."},
		}}},
		Volume: "data:/data",
	},
	{
		Category: "database", Name: "postgres", Dir: "database/postgres",
		Summary: "PostgreSQL, driver pgx",
		SQL: &layer.Dialect{
			// Collation "C" compares strings by their bytes, like Go,
			// regardless of the collation of the database.
			Columns: map[string]string{
				"string": `text COLLATE "C"`, "text": "text", "int": "integer", "bigint": "bigint", "float": "double precision",
				"decimal": "numeric(38, 18)", "bool": "boolean", "time": "timestamptz", "date": "date", "uuid": "uuid",
				"enum": `text COLLATE "C"`, "json": "jsonb", "ref": "bigint",
			},
			Checks:    map[string]string{"enum": "<column> IN (<values>)"},
			Names:     63,
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
			{Name: "POSTGRES_MAX_CONNS", Default: "10", About: "Maximum number of connections: one for readiness, half of the others for reads, half for writes."},
			{Name: "POSTGRES_CONN_MAX_LIFETIME", Default: "30m", About: "Maximum age of a connection."},
			{Name: "POSTGRES_CONN_MAX_IDLE_TIME", Default: "5m", About: "How long an idle connection is kept."},
			{Name: "POSTGRES_CONNECT_TIMEOUT", Default: "5s", About: "Time allowed to establish a connection."},
			{Name: "POSTGRES_LOCK_TIMEOUT", Default: "3s", About: "How long a statement waits for what another transaction has locked."},
		}}},
		Services: []layer.Service{{
			Name: "db", Title: "PostgreSQL", Image: "postgres:18.1-bookworm", Port: 5432,
			Env: []layer.Var{
				{Name: "POSTGRES_USER", Value: "<name>"},
				{Name: "POSTGRES_PASSWORD", Value: "<name>"},
				{Name: "POSTGRES_DB", Value: "<name>"},
			},
			Volume: "data:/var/lib/postgresql",
			// By address, because the server only listens on a socket while it initializes.
			Health: []string{"pg_isready", "--host=127.0.0.1", "--username=<name>"},
			Test:   layer.Var{Name: "TEST_POSTGRES_DSN", Value: "postgres://<name>:<name>@<db>/<name>?sslmode=disable"},
		}},
	},
	{
		Category: "database", Name: "mysql", Dir: "database/mysql",
		Summary: "MySQL or MariaDB, driver go-sql-driver/mysql",
		SQL: &layer.Dialect{
			// Strings have the collation of their table. JSON is stored as
			// text: in json columns MySQL would round numbers and MariaDB
			// limits the nesting.
			Columns: map[string]string{
				"string": "varchar(<max>)", "text": "longtext", "int": "int", "bigint": "bigint", "float": "double",
				"decimal": "decimal(38, 18)", "bool": "boolean", "time": "datetime(6)", "date": "date",
				"uuid": "char(36) CHARACTER SET ascii COLLATE ascii_bin", "enum": "varchar(64)", "json": "longtext",
				"ref": "bigint",
			},
			Checks:   map[string]string{"enum": "<column> IN (<values>)", "bool": "<column> IN (FALSE, TRUE)"},
			Defaults: map[string]string{"text": "(<value>)", "json": "(<value>)"},
			// A key can have 768 characters of 4 bytes, and a row 65535 bytes,
			// of which the rest is for other columns. Strings of 64 and more
			// characters can be stored outside of the page of their row, which
			// has 8126 bytes.
			Limits:    &layer.Limits{Short: 64, Long: 768, Row: 10_000, Keys: 63},
			Names:     64,
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
			{Name: "MYSQL_MAX_CONNS", Default: "10", About: "Maximum number of connections: one for readiness, half of the others for reads, half for writes."},
			{Name: "MYSQL_CONN_MAX_LIFETIME", Default: "3m", About: "Maximum age of a connection."},
			{Name: "MYSQL_CONN_MAX_IDLE_TIME", Default: "1m", About: "How long an idle connection is kept."},
			{Name: "MYSQL_CONNECT_TIMEOUT", Default: "5s", About: "Time allowed to establish a connection."},
			{Name: "MYSQL_LOCK_TIMEOUT", Default: "3s", About: "How long a statement waits for what another transaction has locked."},
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
			// By address, because the server only listens on a socket while it initializes.
			Health: []string{"mysqladmin", "ping", "--host=127.0.0.1", "--silent"},
			Test:   layer.Var{Name: "TEST_MYSQL_DSN", Value: "root:<name>@tcp(<db>)/"},
		}},
	},
	{
		Category: "database", Name: "none", Dir: "database/none",
		Summary: "no database; data lives in memory until the process exits",
	},
}
