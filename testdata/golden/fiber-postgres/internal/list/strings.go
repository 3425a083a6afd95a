// Package list has lists as values of columns.
package list

import (
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"
)

// Strings is a list of strings, in the database an array.
type Strings []string

// Value implements driver.Valuer.
func (l Strings) Value() (driver.Value, error) {
	if l == nil {
		l = Strings{}
	}
	text, err := pgtype.NewMap().Encode(pgtype.TextArrayOID, pgtype.TextFormatCode, []string(l), nil)
	return string(text), err
}

// Scan implements sql.Scanner.
func (l *Strings) Scan(src any) error {
	if src == nil {
		return errors.New("scan a list: it is null")
	}
	if err := pgtype.NewMap().SQLScanner((*[]string)(l)).Scan(src); err != nil {
		return fmt.Errorf("scan a list: %w", err)
	}
	return nil
}
