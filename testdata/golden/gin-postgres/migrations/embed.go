// Package migrations holds the migrations of the database schema, which run in
// the order of the number in the file name. Never edit one that has run outside
// of development: add another.
package migrations

import "embed"

// Files holds NUMBER_NAME.up.sql and NUMBER_NAME.down.sql for each migration.
//
//go:embed *.sql
var Files embed.FS
