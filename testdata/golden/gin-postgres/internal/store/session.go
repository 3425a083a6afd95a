package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/session"
)

const (
	sessionColumns = `sessions.id, sessions.user_id, sessions.client, sessions.created_at, sessions.refreshed_at, sessions.expires_at`

	insertSession = `
		INSERT INTO sessions (id, user_id, client, created_at, refreshed_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6)`
	recordRotation = `
		INSERT INTO refresh_tokens (hash, session_id, expires_at)
		VALUES ($1, $2, $3)`
	selectSession = `
		SELECT ` + sessionColumns + `, refresh_tokens.expires_at
		FROM refresh_tokens JOIN sessions ON sessions.id = refresh_tokens.session_id
		WHERE refresh_tokens.hash = $1`
	updateSession = `
		UPDATE sessions
		SET refreshed_at = $1, expires_at = $2
		WHERE id = $3`
	useRefresh = `
		UPDATE refresh_tokens
		SET used_at = $1
		WHERE hash = $2 AND used_at IS NULL`
	selectSessions = `
		SELECT ` + sessionColumns + `
		FROM sessions
		WHERE user_id = $1 AND expires_at > $2
		ORDER BY refreshed_at DESC, id DESC
		LIMIT $3`
	deleteSession = `
		DELETE FROM sessions
		WHERE id = $1 AND user_id = $2`
	deleteOtherSessions = `
		DELETE FROM sessions
		WHERE user_id = $1 AND id <> $2`
	purgeSessions = `
		DELETE FROM sessions
		WHERE expires_at <= $1`
	purgeRefreshes = `
		DELETE FROM refresh_tokens
		WHERE expires_at <= $1`
)

// Sessions implements session.Store. Statements that change both lock a session
// before its tokens, so that they cannot wait for each other.
type Sessions struct {
	reads *sql.DB
	db    *sql.DB // for writes, and the queries of their transactions
}

// NewSessions returns a store that uses db.
func NewSessions(db *DB) *Sessions {
	return &Sessions{reads: db.Reads, db: db.Writes}
}

// Create implements session.Store.
func (s *Sessions) Create(ctx context.Context, created session.Session, first session.Hash) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, insertSession, created.ID, created.UserID, created.Client,
			created.CreatedAt.Unix(), created.RefreshedAt.Unix(), created.ExpiresAt.Unix())
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, recordRotation, first[:], created.ID, created.ExpiresAt.Unix())
		return err
	})
	return wrap(err, "create session")
}

// Find implements session.Store.
func (s *Sessions) Find(ctx context.Context, token session.Hash) (found session.Session, expires time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var seconds int64
	found, err = scanSession(within(ctx, s.reads).QueryRowContext(ctx, selectSession, token[:]), &seconds)
	if errors.Is(err, sql.ErrNoRows) {
		return session.Session{}, time.Time{}, session.ErrInvalid
	}
	return found, time.Unix(seconds, 0), wrap(err, "get session")
}

// Rotate implements session.Store.
func (s *Sessions) Rotate(ctx context.Context, current session.Session, used, next session.Hash) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		at, until := current.RefreshedAt.Unix(), current.ExpiresAt.Unix()
		if _, err := tx.ExecContext(ctx, updateSession, at, until, current.ID); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, useRefresh, at, used[:])
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(session.ErrReused, err)
		}
		_, err = tx.ExecContext(ctx, recordRotation, next[:], current.ID, until)
		return err
	})
	return wrap(err, "refresh session")
}

// List implements session.Store.
func (s *Sessions) List(ctx context.Context, user uuid.UUID, now time.Time) (all []session.Session, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	rows, err := within(ctx, s.reads).QueryContext(ctx, selectSessions, user, now.Unix(), session.MaxListed)
	if err != nil {
		return nil, wrap(err, "list sessions")
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		one, err := scanSession(rows)
		if err != nil {
			return nil, wrap(err, "list sessions")
		}
		all = append(all, one)
	}
	return all, wrap(rows.Err(), "list sessions")
}

// Delete implements session.Store.
func (s *Sessions) Delete(ctx context.Context, user, id uuid.UUID) (bool, error) {
	n, err := s.delete(ctx, deleteSession, id, user)
	return n > 0, wrap(err, "delete session")
}

// DeleteOthers implements session.Store.
func (s *Sessions) DeleteOthers(ctx context.Context, user, kept uuid.UUID) error {
	_, err := s.delete(ctx, deleteOtherSessions, user, kept)
	return wrap(err, "delete sessions")
}

// Purge implements session.Store.
func (s *Sessions) Purge(ctx context.Context, now time.Time) error {
	if _, err := s.delete(ctx, purgeSessions, now.Unix()); err != nil {
		return wrap(err, "delete expired sessions")
	}
	_, err := s.delete(ctx, purgeRefreshes, now.Unix())
	return wrap(err, "delete expired refresh tokens")
}

// delete runs a statement, and returns how many rows it has deleted.
func (s *Sessions) delete(ctx context.Context, statement string, args ...any) (int64, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	result, err := within(ctx, s.db).ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// scanSession reads a session from a row that begins with its columns.
func scanSession(row interface{ Scan(into ...any) error }, more ...any) (session.Session, error) {
	var s session.Session
	var created, refreshed, expires int64
	err := row.Scan(append([]any{&s.ID, &s.UserID, &s.Client, &created, &refreshed, &expires}, more...)...)
	s.CreatedAt, s.RefreshedAt, s.ExpiresAt = time.Unix(created, 0).UTC(), time.Unix(refreshed, 0).UTC(), time.Unix(expires, 0).UTC()
	return s, err
}
