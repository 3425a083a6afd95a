package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/idempotency"
)

const (
	selectIdempotencyKey = `
		SELECT fingerprint, answer
		FROM idempotency_keys
		WHERE id = ?`
	insertIdempotencyKey = `
		INSERT INTO idempotency_keys (id, fingerprint, answer, expires_at)
		VALUES (?, ?, ?, ?)`
	updateIdempotencyKey = `
		UPDATE idempotency_keys
		SET answer = ?
		WHERE id = ?`
	deleteIdempotencyKeys = `
		DELETE FROM idempotency_keys
		WHERE expires_at <= ?`
)

var (
	errKeyTaken      = errors.New("idempotency key is taken")
	errRolledBack    = errors.New("the transaction was rolled back")
	errRequestFailed = errors.New("the request failed")
)

// Idempotency implements idempotency.Store. It writes a key in the transaction of
// what the request does, so that the database has both or neither.
type Idempotency struct {
	db  *ORM
	ttl time.Duration
}

// NewIdempotency returns a store that uses db and keeps each key for ttl.
func NewIdempotency(db *ORM, ttl time.Duration) *Idempotency {
	return &Idempotency{db: db, ttl: ttl}
}

// Do implements idempotency.Store. While another process handles the request, the
// database makes this one wait.
func (s *Idempotency) Do(ctx context.Context, id idempotency.ID, fingerprint idempotency.Fingerprint, handle idempotency.Handler) (idempotency.Entry, error) {
	entry := idempotency.Entry{Fingerprint: fingerprint}
	writing, cancel := writeContext(ctx)
	defer cancel()
	err := Transact(writing, s.db, func(ctx context.Context) (err error) {
		tx := within(ctx, s.db.Writes).Statement.ConnPool
		if err := s.claim(ctx, tx, id, fingerprint); err != nil {
			return err
		}
		if entry.Answer, err = handle(ctx); err != nil {
			return err
		}
		if !entry.Answer.Succeeded() {
			return errRequestFailed
		}
		return s.keep(ctx, tx, id, entry.Answer)
	})
	switch {
	case errors.Is(err, errKeyTaken):
		return s.find(ctx, id)
	case errors.Is(err, errRequestFailed):
		return entry, nil
	}
	return entry, err
}

// claim inserts the key.
func (s *Idempotency) claim(ctx context.Context, tx gorm.ConnPool, id idempotency.ID, fingerprint idempotency.Fingerprint) error {
	_, err := tx.ExecContext(ctx, insertIdempotencyKey, id[:], fingerprint[:], []byte{}, time.Now().Add(s.ttl).Unix())

	err = wrap(err, "insert idempotency key")
	if errors.Is(err, apperr.ErrConflict) {
		return errKeyTaken
	}
	return err
}

// keep adds the response to the key.
func (s *Idempotency) keep(ctx context.Context, tx gorm.ConnPool, id idempotency.ID, answer idempotency.Answer) error {
	data, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("encode response: %w", err)
	}
	result, err := tx.ExecContext(ctx, updateIdempotencyKey, data, id[:])
	if err != nil {
		return wrap(err, "store response")
	}
	// After the database has rolled back on its own, as in a deadlock, statements
	// run outside of the transaction.
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return fmt.Errorf("store response: %w", errors.Join(err, errRolledBack))
	}
	return nil
}

// find returns the entry of a key that is taken.
func (s *Idempotency) find(ctx context.Context, id idempotency.ID) (entry idempotency.Entry, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var fingerprint, answer []byte
	err = s.db.Reads.ConnPool.QueryRowContext(ctx, selectIdempotencyKey, id[:]).Scan(&fingerprint, &answer)
	if errors.Is(err, sql.ErrNoRows) { // it has been purged in between
		return entry, apperr.ErrIdempotencyInProgress
	}
	if err != nil {
		return entry, wrap(err, "get idempotency key")
	}
	copy(entry.Fingerprint[:], fingerprint)
	if err := json.Unmarshal(answer, &entry.Answer); err != nil {
		return entry, fmt.Errorf("decode response: %w", err)
	}
	return entry, nil
}

// Purge deletes the keys that have expired.
func (s *Idempotency) Purge(ctx context.Context) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	_, err := s.db.Writes.ConnPool.ExecContext(ctx, deleteIdempotencyKeys, time.Now().Unix())
	return wrap(err, "delete expired idempotency keys")
}
