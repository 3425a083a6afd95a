package store

import (
	"errors"
	"fmt"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/owner"
)

// ofNobody adds owner.ErrUnknown to the error of a new row if its owner does not
// exist: that is the one reference for which no field is known to be at fault.
func ofNobody(err error) error {
	if _, known := errors.AsType[*apperr.Violation](err); known || !errors.Is(err, apperr.ErrReference) {
		return err
	}
	return fmt.Errorf("%w: %w", owner.ErrUnknown, err)
}
