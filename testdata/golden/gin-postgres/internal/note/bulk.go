package note

import "github.com/acme/notes/internal/validate"

// Batch is the request body for notes that are created together.
type Batch struct {
	Items []Input `json:"items" validate:"required,min=1,max=100"`
}

// Rows validates the items and returns the notes with their values.
func (b Batch) Rows(validator *validate.Validator) ([]Note, error) {
	if err := validator.Struct(b); err != nil {
		return nil, err
	}
	return validate.Items(validator, b.Items, Input.ApplyTo)
}

// Selection is the request body for notes that are deleted together.
type Selection struct {
	IDs []int64 `json:"ids" validate:"required,min=1,max=100,dive,min=1"`
}
