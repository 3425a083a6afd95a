package templates

import "github.com/gen-go/gen/generator/layer"

var databases = []layer.Layer{
	{
		Category: "database", Name: "sqlite", Dir: "database/sqlite",
		Summary: "SQLite in a file, driver in pure Go",
		SQL: &layer.Dialect{
			Columns: map[string]string{
				"string": "TEXT", "text": "TEXT", "int": "INTEGER", "bigint": "INTEGER", "float": "REAL", "decimal": "TEXT",
				"bool": "INTEGER", "time": "TEXT", "date": "TEXT", "uuid": "TEXT", "enum": "TEXT", "json": "TEXT", "list": "TEXT", "bytes": "BLOB",
				"ref": "INTEGER",
			},
			Checks: map[string]string{
				"enum": "<column> IN (<values>)", "bool": "<column> IN (FALSE, TRUE)", "json": "json_valid(<column>)",
			},
			Defaults: map[string]string{"bytes": "x<value>"},
			Sorts:    map[string]string{"decimal": "<column> COLLATE decimal"},
			// Text with an exponent, which only SQL of the owner writes, stays.
			Cut:       "rtrim(substr(<column>, 1, instr(<column> || '.', '.') + <digits>), '.')",
			Fits:      "rtrim(substr(<column>, instr(<column> || '.', '.') + <digits> + 1), '0') = '' OR <column> GLOB '*[eE]*'",
			Fold:      "lower(<column>)", // of A to Z alone
			Scanners:  map[string]string{"time": "timeText", "json": "jsonText", "bytes": "blob"},
			IDs:       map[string]string{"int": "INTEGER PRIMARY KEY AUTOINCREMENT", "uuid": "TEXT NOT NULL PRIMARY KEY"},
			IndexEnds: map[string]string{"uuid": ", id"},
			EmptyList: "[]",
			Epoch:     "1970-01-01T00:00:00.000000Z",
			Now:       "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')",
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
				"decimal": "numeric(<precision>, <scale>)", "bool": "boolean", "time": "timestamptz", "date": "date", "uuid": "uuid",
				"enum": `text COLLATE "C"`, "json": "jsonb", "list": "text[]", "bytes": "bytea", "ref": "bigint",
			},
			Checks: map[string]string{"enum": "<column> IN (<values>)"},
			Cut:    "trunc(<column>, <digits>)",
			Fits:   "<column> = trunc(<column>, <digits>)",
			Using:  " USING <value>",
			// Unlike LIKE, the collation of the database knows letters beyond ASCII.
			Search:    &layer.SearchIndex{Method: "gin", On: `<column> COLLATE "default" gin_trgm_ops`, Extension: "pg_trgm"},
			Fold:      "lower(<column>)", // of A to Z alone, in the collation "C"
			Names:     63,
			IDs:       map[string]string{"int": "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "uuid": "uuid PRIMARY KEY"},
			EmptyList: "{}",
			Epoch:     "1970-01-01 00:00:00+00",
			Now:       "now()",
			Driver:    "pgx",
			Quote:     `"`,
			Mark:      "$<n>",
			Returning: "RETURNING id",
			ForUpdate: "FOR UPDATE",
			ForShare:  "FOR SHARE",
			// Null is the lowest value, like in the other databases.
			NullsFirst: " NULLS FIRST",
			IndexEnds:  map[string]string{"int": ", id", "uuid": ", id"},
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
				"decimal": "decimal(<precision>, <scale>)", "bool": "boolean", "time": "datetime(6)", "date": "date",
				"uuid": "char(36) CHARACTER SET ascii COLLATE ascii_bin", "enum": "varchar(64)", "json": "longtext", "list": "longtext", "bytes": "longblob",
				"ref": "bigint",
			},
			Checks:   map[string]string{"enum": "<column> IN (<values>)", "bool": "<column> IN (FALSE, TRUE)"},
			Defaults: map[string]string{"text": "(<value>)", "json": "(<value>)", "list": "(<value>)", "bytes": "(<value>)"},
			Fold:     "CAST(lower(CONVERT(CAST(<column> AS BINARY) USING tis620)) AS BINARY)",
			Folded:   "varbinary(<bytes>)",
			Cut:      "truncate(<column>, <digits>)",
			Fits:     "<column> = truncate(<column>, <digits>)",
			// A key can have 768 characters of 4 bytes, and a row 65535 bytes,
			// of which the rest is for other columns. Strings of 64 and more
			// characters can be stored outside of the page of their row, which
			// has 8126 bytes.
			Limits: &layer.Limits{Short: 64, Long: 768, Row: 10_000, Keys: 63},
			Names:  64,
			IDs: map[string]string{
				"int": "bigint AUTO_INCREMENT PRIMARY KEY", "uuid": "char(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY",
			},
			EmptyList: "[]",
			Epoch:     "1970-01-01 00:00:00",
			Now:       "UTC_TIMESTAMP(6)",
			Driver:    "mysql",
			Quote:     "`",
			Mark:      "?",
			Backslash: true,
			ForUpdate: "FOR UPDATE",
			ForShare:  "LOCK IN SHARE MODE", // which MariaDB knows as well
			Latest:    "LOCK IN SHARE MODE",
			Living:    "tinyint AS (CASE WHEN deleted_at IS NULL THEN 1 END)",
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
