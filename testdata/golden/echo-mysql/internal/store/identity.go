package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/oidc"
)

const (
	selectIdentity = `
		SELECT user_id
		FROM identities
		WHERE issuer = ? AND subject = ?`
	insertIdentity = `
		INSERT INTO identities (issuer, subject, user_id, created_at)
		VALUES (?, ?, ?, ?)`
	insertOIDCGrant = `
		INSERT INTO oidc_grants (state, code, challenge, user_id, created_at)
		VALUES (?, ?, ?, ?, ?)`
	deleteOIDCGrants = `
		DELETE FROM oidc_grants
		WHERE created_at < ?`
	useOIDCGrant = `
		UPDATE oidc_grants
		SET used_at = ?
		WHERE code = ? AND challenge = ? AND created_at >= ? AND used_at IS NULL`
	selectOIDCGrant = `
		SELECT user_id
		FROM oidc_grants
		WHERE code = ?`
)

// Identities implements oidc.Store.
type Identities struct {
	reads *gorm.DB
	db    *gorm.DB // for writes, and what has to see them
}

// NewIdentities returns a store that uses db.
func NewIdentities(db *ORM) *Identities {
	return &Identities{reads: db.Reads, db: db.Writes}
}

// UserOf implements oidc.Store.
func (s *Identities) UserOf(ctx context.Context, issuer, subject string) (id uuid.UUID, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err = within(ctx, s.reads).Statement.ConnPool.QueryRowContext(ctx, selectIdentity, issuer, subject).Scan(&id)
	return id, wrap(err, "get identity")
}

// Link implements oidc.Store.
func (s *Identities) Link(ctx context.Context, issuer, subject string, user uuid.UUID) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	_, err := within(ctx, s.db).Statement.ConnPool.ExecContext(ctx, insertIdentity, issuer, subject, user, time.Now().Unix())
	return wrap(err, "link identity")
}

// AddGrant implements oidc.Store.
func (s *Identities) AddGrant(ctx context.Context, g oidc.Grant, before time.Time) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	if _, err := within(ctx, s.db).Statement.ConnPool.ExecContext(ctx, deleteOIDCGrants, before.Unix()); err != nil {
		return wrap(err, "delete old grants")
	}
	_, err := within(ctx, s.db).Statement.ConnPool.ExecContext(ctx, insertOIDCGrant, g.State[:], g.Code[:], g.Challenge, g.User, g.CreatedAt.Unix())
	return wrap(err, "add grant")
}

// UseGrant implements oidc.Store. Of requests that come at the same time, one
// changes the row.
func (s *Identities) UseGrant(ctx context.Context, code oidc.Hash, challenge string, since time.Time) (id uuid.UUID, err error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	result, err := within(ctx, s.db).Statement.ConnPool.ExecContext(ctx, useOIDCGrant, time.Now().Unix(), code[:], challenge, since.Unix())
	if err != nil {
		return uuid.Nil, wrap(err, "use grant")
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return uuid.Nil, errors.Join(wrap(err, "use grant"), apperr.ErrNotFound)
	}
	err = within(ctx, s.db).Statement.ConnPool.QueryRowContext(ctx, selectOIDCGrant, code[:]).Scan(&id)
	return id, wrap(err, "get grant")
}
