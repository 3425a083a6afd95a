package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// jsonText is JSON that the database keeps as text. As bytes, of which it is
// made, SQLite would take it for a blob.
type jsonText json.RawMessage

// Value gives the JSON to the database.
func (j jsonText) Value() (driver.Value, error) {
	return string(j), nil
}

// Scan takes the JSON from the database.
func (j *jsonText) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("no JSON: %T", src)
	}
	*j = jsonText(text)
	return nil
}
