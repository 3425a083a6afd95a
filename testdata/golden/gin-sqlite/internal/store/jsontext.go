package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// jsonText is a column that keeps as text the JSON that field points to: a
// *json.RawMessage, or a **json.RawMessage where null is allowed. As bytes, of
// which it is made, SQLite would take it for a blob.
type jsonText struct {
	field any
}

// Value gives the JSON to the database.
func (j jsonText) Value() (driver.Value, error) {
	switch field := j.field.(type) {
	case *json.RawMessage:
		return string(*field), nil
	case **json.RawMessage:
		if *field == nil {
			return nil, nil
		}
		return string(**field), nil
	}
	return nil, fmt.Errorf("no JSON: %T", j.field)
}

// Scan takes the JSON from the database.
func (j jsonText) Scan(src any) error {
	text, ok := src.(string)
	switch field := j.field.(type) {
	case *json.RawMessage:
		if ok {
			*field = json.RawMessage(text)
			return nil
		}
	case **json.RawMessage:
		*field = nil
		if ok {
			*field = new(json.RawMessage(text))
		}
		if ok || src == nil {
			return nil
		}
	}
	return fmt.Errorf("no JSON: %T into %T", src, j.field)
}
