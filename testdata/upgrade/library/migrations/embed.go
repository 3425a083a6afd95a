// Package migrations holds the steps that build the database schema. The
// number in a file name gives the order; a step that has run anywhere that
// matters is never edited, it is followed by another one.
package migrations

import "embed"

// Files are the steps: NUMBER_NAME.up.sql, and the way back in .down.sql.
//
//go:embed *.sql
var Files embed.FS
