package store

import (
	"errors"
	"fmt"

	"github.com/acme/library/internal/apperr"
)

// wrapDelete is wrap for a DELETE, where a broken reference means that another
// row still refers to the one that should go.
func wrapDelete(err error, doing string) error {
	err = wrap(err, doing)
	if errors.Is(err, apperr.ErrReference) {
		return fmt.Errorf("%w: %w", apperr.ErrConflict, err)
	}
	return err
}
