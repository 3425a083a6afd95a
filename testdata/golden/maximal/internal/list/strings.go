// Package list has lists as values of columns.
package list

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// Strings is a list of strings, in the database a text in JSON.
type Strings []string

// Value implements driver.Valuer.
func (l Strings) Value() (driver.Value, error) {
	if l == nil {
		l = Strings{}
	}
	text, err := json.Marshal([]string(l))
	return string(text), err
}

// Scan implements sql.Scanner.
func (l *Strings) Scan(src any) error {
	text, isText := src.(string)
	if data, ok := src.([]byte); ok {
		text, isText = string(data), true
	}
	if !isText {
		return fmt.Errorf("scan a list: %T instead of a text", src)
	}
	*l = nil
	if err := json.Unmarshal([]byte(text), l); err != nil || *l == nil {
		return fmt.Errorf("scan a list: %.64q is no JSON array of strings", text)
	}
	return nil
}
