package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"github.com/acme/rooms/internal/apikey"
	"github.com/acme/rooms/internal/apperr"
)

const (
	allKeys = `
		SELECT id, name, role, scope, hash, created_at, expires_at, last_used_at
		FROM api_keys`
	keyByID   = allKeys + ` WHERE id = $1`
	keysAfter = allKeys + ` WHERE id > $1 ORDER BY id LIMIT $2`

	createKey = `
		INSERT INTO api_keys (id, name, role, scope, hash, created_at, expires_at, last_used_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	touchKey = `
		UPDATE api_keys
		SET last_used_at = $1
		WHERE id = $2 AND last_used_at < $3`
	dropKey = `
		DELETE FROM api_keys
		WHERE id = $1`
)

// APIKeys implements apikey.Store and apikey.Registry.
type APIKeys struct {
	reads *sqlx.DB
	db    *sqlx.DB // for writes
}

// NewAPIKeys returns a store that uses db.
func NewAPIKeys(db *DBX) *APIKeys {
	return &APIKeys{reads: db.Reads, db: db.Writes}
}

// Create implements apikey.Store.
func (s *APIKeys) Create(ctx context.Context, k apikey.Key) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	_, err := s.db.ExecContext(ctx, createKey,
		k.ID, k.Name, k.Role, k.Scope, k.Hash[:], seconds(k.CreatedAt), seconds(k.ExpiresAt), seconds(k.LastUsedAt))
	return wrap(err, "create API key")
}

// ByID implements apikey.Store.
func (s *APIKeys) ByID(ctx context.Context, id uuid.UUID) (apikey.Key, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	k, err := scanKey(s.reads.QueryRowContext(ctx, keyByID, id))
	return k, wrap(err, "get API key")
}

// Touch implements apikey.Store.
func (s *APIKeys) Touch(ctx context.Context, id uuid.UUID, at time.Time) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	_, err := s.db.ExecContext(ctx, touchKey, seconds(at), id, seconds(at))
	return wrap(err, "touch API key")
}

// List implements apikey.Registry.
func (s *APIKeys) List(ctx context.Context, after uuid.UUID, limit int) ([]apikey.Key, error) {
	return s.list(ctx, keysAfter, after, limit)
}

func (s *APIKeys) list(ctx context.Context, query string, args ...any) (keys []apikey.Key, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	defer func() { err = wrap(err, "list API keys") }()
	rows, err := s.reads.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		k, err := scanKey(rows)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, rows.Err()
}

// Delete implements apikey.Registry.
func (s *APIKeys) Delete(ctx context.Context, id uuid.UUID) error {
	return s.delete(ctx, dropKey, id)
}

// delete runs a statement that deletes one key.
func (s *APIKeys) delete(ctx context.Context, statement string, args ...any) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	result, err := s.db.ExecContext(ctx, statement, args...)
	if err != nil {
		return wrap(err, "delete API key")
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		err = apperr.ErrNotFound
	}
	return wrap(err, "delete API key")
}

// scanKey reads a key from a row.
func scanKey(row interface{ Scan(into ...any) error }) (apikey.Key, error) {
	var k apikey.Key
	var hash []byte
	var created, expires, used int64
	err := row.Scan(&k.ID, &k.Name, &k.Role, &k.Scope, &hash, &created, &expires, &used)
	copy(k.Hash[:], hash)
	k.CreatedAt, k.ExpiresAt, k.LastUsedAt = moment(created), moment(expires), moment(used)
	return k, err
}

// seconds is how times are stored: in seconds since 1970, and 0 for none.
func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func moment(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
