package handler

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/guard"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/principal"
)

// ofNobody returns the error for a request to create a row whose owner does not
// exist: users who are gone are told to log in again, and programs that act for
// nobody that they may not. Other errors stay as they are.
func ofNobody(ctx context.Context, err error, set func(name, value string)) error {
	if !errors.Is(err, owner.ErrUnknown) {
		return err
	}
	if p, _ := principal.FromContext(ctx); p.Session == uuid.Nil {
		return apperr.ErrForbidden
	}
	set(guard.Header, guard.Challenge+`, error="invalid_token"`)
	return apperr.ErrInvalidCredentials
}
