package store

import (
	"context"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apikey"
)

const (
	keysOfUser = allKeys + ` WHERE user_id = ? ORDER BY id`

	dropKeyOfUser = `
		DELETE FROM api_keys
		WHERE user_id = ? AND id = ?`
)

// OfUser implements apikey.Store.
func (s *APIKeys) OfUser(ctx context.Context, owner uuid.UUID) ([]apikey.Key, error) {
	return s.list(ctx, keysOfUser, owner)
}

// DeleteOfUser implements apikey.Store.
func (s *APIKeys) DeleteOfUser(ctx context.Context, owner, id uuid.UUID) error {
	return s.delete(ctx, dropKeyOfUser, owner, id)
}
