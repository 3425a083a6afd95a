package layer

import (
	"crypto/sha256"
	"encoding/hex"
)

// The kinds of names that a column can have besides its own, as their ends.
const (
	UniqueName     = "_key"
	IndexName      = "_idx"
	SearchName     = "_search"
	ForeignKeyName = "_fkey"
	CheckName      = "_check"
	RuleName       = "_rule"
)

// NameOf returns the name of an index or constraint of a column: its table, the
// column and the kind, as in books_isbn_key. A name that is too long for the
// database is cut and gets a hash of the whole, so that it differs from others
// that begin alike: the database would cut both to the same name, or reject
// them.
func (d Dialect) NameOf(table, column, kind string) string { return d.KeyOf(table+"_"+column, kind) }

// KeyOf returns the name of an index in a database in which each table has its
// own, without the table: isbn_key.
func (d Dialect) KeyOf(name, kind string) string {
	if d.Names == 0 || len(name)+len(kind) <= d.Names {
		return name + kind
	}
	const digits = 8
	sum := sha256.Sum256([]byte(name))
	return name[:d.Names-len(kind)-digits-1] + "_" + hex.EncodeToString(sum[:])[:digits] + kind
}

// CutNameOf returns the name that PostgreSQL gives to a constraint without one:
// if it is too long, it cuts the longer one of table and column.
func (d Dialect) CutNameOf(table, column, kind string) string {
	for d.Names > 0 && len(table)+1+len(column)+len(kind) > d.Names {
		if len(table) > len(column) {
			table = table[:len(table)-1]
		} else {
			column = column[:len(column)-1]
		}
	}
	return table + "_" + column + kind
}
