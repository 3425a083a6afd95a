package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/user"
)

const (
	selectUser = `
		SELECT email, password_hash, role, disabled, created_at, updated_at, id
		FROM users`
	userByID    = selectUser + ` WHERE id = $1`
	userByEmail = selectUser + ` WHERE email = $1`
	usersAfter  = selectUser + ` WHERE id > $1 ORDER BY id LIMIT $2`

	insertUser = `
		INSERT INTO users (email, password_hash, role, disabled, created_at, updated_at, id)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`
	updateUser = `
		UPDATE users
		SET email = $1, password_hash = $2, role = $3, disabled = $4, created_at = $5, updated_at = $6
		WHERE id = $7`
)

// Users implements user.Store.
type Users struct {
	reads *sql.DB
	db    *sql.DB // for writes, and the queries of their transactions
}

// NewUsers returns a store that uses db.
func NewUsers(db *DB) *Users {
	return &Users{reads: db.Reads, db: db.Writes}
}

// Create implements user.Store.
func (s *Users) Create(ctx context.Context, u user.User) (user.User, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	u.ID = uuid.Must(uuid.NewV7())
	u.CreatedAt = userTime()
	u.UpdatedAt = u.CreatedAt
	if _, err := within(ctx, s.db).ExecContext(ctx, insertUser, userArgs(&u)...); err != nil {
		return user.User{}, emailTaken(wrap(err, "create user"))
	}
	return u, nil
}

// ByID implements user.Store.
func (s *Users) ByID(ctx context.Context, id uuid.UUID) (user.User, error) {
	return s.one(ctx, userByID, id)
}

// ByEmail implements user.Store.
func (s *Users) ByEmail(ctx context.Context, email string) (user.User, error) {
	return s.one(ctx, userByEmail, email)
}

func (s *Users) one(ctx context.Context, query string, arg any) (user.User, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var u user.User
	if err := within(ctx, s.reads).QueryRowContext(ctx, query, arg).Scan(userColumns(&u)...); err != nil {
		return user.User{}, wrap(err, "get user")
	}
	return u, nil
}

// Update implements user.Store.
func (s *Users) Update(ctx context.Context, id uuid.UUID, change func(*user.User) error) (user.User, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed user.User
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, userByID+" FOR UPDATE", id).Scan(userColumns(&changed)...); err != nil {
			return err
		}
		created := changed.CreatedAt
		if err := change(&changed); err != nil {
			return err
		}
		changed.ID, changed.CreatedAt, changed.UpdatedAt = id, created, userTime()
		_, err := tx.ExecContext(ctx, updateUser, userArgs(&changed)...)
		return err
	})
	if err != nil {
		return user.User{}, emailTaken(wrap(err, "update user"))
	}
	return changed, nil
}

// List implements user.Store.
func (s *Users) List(ctx context.Context, after uuid.UUID, limit int) (users []user.User, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	defer func() { err = wrap(err, "list users") }()
	rows, err := within(ctx, s.reads).QueryContext(ctx, usersAfter, after, limit)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var u user.User
		if err := rows.Scan(userColumns(&u)...); err != nil {
			return nil, err
		}
		users = append(users, u)
	}
	return users, rows.Err()
}

// userTime is the current time as every database can store it.
func userTime() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// emailTaken adds to a conflict the field that it is about: the email is all that
// two users cannot have in common.
func emailTaken(err error) error {
	if !errors.Is(err, apperr.ErrConflict) {
		return err
	}
	return &apperr.Violation{Err: err, Fields: []apperr.FieldError{apperr.Taken("email")}}
}

// userArgs are the columns of u as arguments, in the order of the statements.
func userArgs(u *user.User) []any {
	return []any{u.Email, u.PasswordHash, u.Role, u.Disabled, u.CreatedAt, u.UpdatedAt, u.ID}
}

// userColumns are the destinations of the columns, in the order of the statements.
func userColumns(u *user.User) []any {
	return []any{&u.Email, &u.PasswordHash, &u.Role, &u.Disabled, &u.CreatedAt, &u.UpdatedAt, &u.ID}
}
