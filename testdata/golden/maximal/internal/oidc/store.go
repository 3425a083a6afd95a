package oidc

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/google/uuid"
)

// codeTime is how long an app may take to exchange a code.
const codeTime = time.Minute

// Hash is what is stored of a random text. It is fast, as nobody can guess those.
type Hash [sha256.Size]byte

func hash(text string) Hash { return sha256.Sum256([]byte(text)) }

// Grant is a login that has succeeded. It stays as long as its state may come
// again, which works once.
type Grant struct {
	State     Hash
	Code      Hash   // which an app exchanges for tokens
	Challenge string // of the app that has started the login
	User      uuid.UUID
	CreatedAt time.Time
}

// Store stores who has which identities, and grants.
type Store interface {
	// UserOf returns the ID of the user with an identity, or apperr.ErrNotFound.
	UserOf(ctx context.Context, issuer, subject string) (uuid.UUID, error)
	// Link gives a user an identity: apperr.ErrConflict if somebody has it.
	Link(ctx context.Context, issuer, subject string, user uuid.UUID) error
	// AddGrant stores a grant: apperr.ErrConflict if there is one with its state.
	// It deletes those that were created before a time.
	AddGrant(ctx context.Context, g Grant, before time.Time) error
	// UseGrant returns the user of a grant that was created since a time, and has
	// the code and the challenge: once, and apperr.ErrNotFound otherwise.
	UseGrant(ctx context.Context, code Hash, challenge string, since time.Time) (uuid.UUID, error)
}
