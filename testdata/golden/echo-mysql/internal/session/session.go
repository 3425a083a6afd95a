// Package session keeps the sessions of users. A session is a family of refresh
// tokens: each is used once, for the next one. That one is used twice shows that
// somebody has a copy, and ends the session.
package session

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

var (
	// ErrInvalid is the error of a refresh token that is unknown, has expired or
	// belongs to a session that has ended.
	ErrInvalid = errors.New("refresh token is invalid")
	// ErrReused is the error of a refresh token that has been used before.
	ErrReused = errors.New("refresh token is used again")
)

const (
	tokenSize = 32  // bytes of a refresh token
	maxClient = 200 // characters
	// MaxListed is how many sessions of a user are listed.
	MaxListed = 100
)

// Session is one login of a user, on one device as a rule.
type Session struct {
	ID          uuid.UUID
	UserID      uuid.UUID
	Client      string // User-Agent that has logged in
	CreatedAt   time.Time
	RefreshedAt time.Time
	ExpiresAt   time.Time // unless it is refreshed
}

// Hash is what is stored of a refresh token. The token has 256 random bits, so a
// fast hash is enough.
type Hash [sha256.Size]byte

// Store stores sessions and the hashes of their refresh tokens.
type Store interface {
	// Create stores a session with its first token.
	Create(ctx context.Context, s Session, first Hash) error
	// Find returns the session of a token, used or not, and when the token expires:
	// ErrInvalid if there is none.
	Find(ctx context.Context, token Hash) (Session, time.Time, error)
	// Rotate stores that a token of s is used, the next one and the times of s, or
	// nothing: ErrReused unless the token is there, and not used yet. Of several
	// calls with the same token, one succeeds.
	Rotate(ctx context.Context, s Session, used, next Hash) error
	// List returns the sessions of a user that have not expired, the last used first.
	List(ctx context.Context, user uuid.UUID, now time.Time) ([]Session, error)
	// Delete deletes a session of a user, and reports whether there was one.
	Delete(ctx context.Context, user, id uuid.UUID) (bool, error)
	// DeleteOthers deletes the sessions of a user but one, which may be uuid.Nil.
	DeleteOthers(ctx context.Context, user, kept uuid.UUID) error
	// Purge deletes what has expired.
	Purge(ctx context.Context, now time.Time) error
}

// Sessions starts, refreshes and ends sessions.
type Sessions struct {
	Store
	cfg Config
}

// New returns the sessions in a store.
func New(cfg Config, store Store) *Sessions {
	return &Sessions{Store: store, cfg: cfg}
}

// Start starts a session of a user and returns its first refresh token.
func (s *Sessions) Start(ctx context.Context, user uuid.UUID, client string) (started Session, token string, err error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Session{}, "", fmt.Errorf("start session: %w", err)
	}
	now := time.Now().UTC().Truncate(time.Second)
	started = Session{ID: id, UserID: user, Client: printable(client), CreatedAt: now}
	s.extend(&started, now)
	token, hash := newToken()
	return started, token, s.Create(ctx, started, hash)
}

// Of returns the session of a refresh token that has not expired. The token may
// have been used; Refresh finds that out.
func (s *Sessions) Of(ctx context.Context, token string) (Session, error) {
	found, expires, err := s.Find(ctx, sha256.Sum256([]byte(token)))
	if err == nil && !time.Now().Before(expires) {
		err = ErrInvalid
	}
	return found, err
}

// Refresh uses a token of the session up and returns the next one. If it has been
// used before, the session ends, and the error is ErrReused.
func (s *Sessions) Refresh(ctx context.Context, current Session, token string) (refreshed Session, next string, err error) {
	s.extend(&current, time.Now().UTC().Truncate(time.Second))
	next, hash := newToken()
	err = s.Rotate(ctx, current, sha256.Sum256([]byte(token)), hash)
	if errors.Is(err, ErrReused) {
		var ended bool
		if ended, err = s.Delete(ctx, current.UserID, current.ID); err == nil {
			err = reuse(ended)
		}
	}
	if err != nil {
		return Session{}, "", err
	}
	return current, next, nil
}

// reuse returns ErrReused for the request that has ended the session. Others that
// come at the same time find none.
func reuse(ended bool) error {
	if ended {
		return ErrReused
	}
	return ErrInvalid
}

// extend makes a session, and the token that is made now, last for the TTL.
func (s *Sessions) extend(current *Session, now time.Time) {
	current.RefreshedAt, current.ExpiresAt = now, now.Add(s.cfg.TTL)
	if end := current.CreatedAt.Add(s.cfg.MaxAge); end.Before(current.ExpiresAt) {
		current.ExpiresAt = end
	}
}

func newToken() (string, Hash) {
	var secret [tokenSize]byte
	_, _ = rand.Read(secret[:]) // never fails
	token := base64.RawURLEncoding.EncodeToString(secret[:])
	return token, sha256.Sum256([]byte(token))
}

// printable returns what may be stored and shown of a User-Agent.
func printable(client string) string {
	client = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, client)
	return client[:min(len(client), maxClient)]
}
