package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// jsonText stores JSON as text; SQLite would take its bytes for a blob. The
// field is a *json.RawMessage, or a **json.RawMessage if it may be null.
type jsonText struct {
	field any
}

// Value implements driver.Valuer.
func (j jsonText) Value() (driver.Value, error) {
	switch field := j.field.(type) {
	case *json.RawMessage:
		return string(*field), nil
	case **json.RawMessage:
		if *field != nil {
			return string(**field), nil
		}
	}
	return nil, nil
}

// Scan implements sql.Scanner.
func (j jsonText) Scan(src any) error {
	text, ok := src.(string)
	if !ok && src != nil {
		return fmt.Errorf("no JSON: %T", src)
	}
	switch field := j.field.(type) {
	case *json.RawMessage:
		*field = json.RawMessage(text)
	case **json.RawMessage:
		*field = nil
		if ok {
			*field = new(json.RawMessage(text))
		}
	}
	return nil
}
