package user

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/password"
	"github.com/acme/tracks/internal/principal"
)

// pageSize is how many users are read at a time.
const pageSize = 100

var errUsage = errors.New(`user: want one of
  create EMAIL [ROLE]  the role is user or admin
  list
  disable EMAIL
  enable EMAIL
  passwd EMAIL
  role EMAIL ROLE
and, for create and passwd, a password on standard input`)

// Console is what the subcommands of server user work with.
type Console struct {
	Users  Store
	Hasher *password.Hasher
	In     io.Reader // passwords
	Out    io.Writer
	// EndSessions logs a user out everywhere.
	EndSessions func(ctx context.Context, id uuid.UUID) error
}

// Action is what a subcommand does.
type Action func(ctx context.Context, c Console) error

// Command returns what the subcommand in args does.
func Command(args []string) (Action, error) {
	if len(args) == 1 && args[0] == "list" {
		return list, nil
	}
	if len(args) < 2 || len(args) > 3 {
		return nil, errUsage
	}
	email, err := NormalizeEmail(args[1])
	if err != nil {
		return nil, fmt.Errorf("user: %q is no email address", args[1])
	}
	if len(args) == 3 {
		return withRole(args[0], email, args[2])
	}
	switch args[0] {
	case "create":
		return create(email, principal.User), nil
	case "disable":
		return endSessions(email, update(email, "disabled", func(u *User) { u.Disabled = true })), nil
	case "enable":
		return update(email, "enabled", func(u *User) { u.Disabled = false }), nil
	case "passwd":
		return endSessions(email, passwd(email)), nil
	}
	return nil, errUsage
}

// withRole returns what a subcommand with a role does.
func withRole(name, email, role string) (Action, error) {
	switch {
	case name != "create" && name != "role":
		return nil, errUsage
	case !ValidRole(role):
		return nil, fmt.Errorf("user: %q is neither %s nor %s", role, principal.User, principal.Admin)
	case name == "create":
		return create(email, role), nil
	}
	return update(email, "role "+role, func(u *User) { u.Role = role }), nil
}

// create stores a user with a password that it asks for.
func create(email, role string) Action {
	return func(ctx context.Context, c Console) error {
		hash, err := c.newHash(ctx)
		if err != nil {
			return err
		}
		_, err = c.Users.Create(ctx, User{Email: email, PasswordHash: hash, Role: role})
		if errors.Is(err, apperr.ErrConflict) {
			return fmt.Errorf("there is a user %s already", email)
		}
		if err != nil {
			return err
		}
		return c.report(email, "created, role "+role)
	}
}

// passwd gives a user a password that it asks for.
func passwd(email string) Action {
	return func(ctx context.Context, c Console) error {
		if _, err := c.find(ctx, email); err != nil {
			return err
		}
		hash, err := c.newHash(ctx)
		if err != nil {
			return err
		}
		return update(email, "password changed", func(u *User) { u.PasswordHash = hash })(ctx, c)
	}
}

// update changes a user, and reports what has been done.
func update(email, done string, apply func(*User)) Action {
	return func(ctx context.Context, c Console) error {
		u, err := c.find(ctx, email)
		if err != nil {
			return err
		}
		_, err = c.Users.Update(ctx, u.ID, func(u *User) error {
			apply(u)
			return nil
		})
		if err != nil {
			return err
		}
		return c.report(email, done)
	}
}

// endSessions does what an action does to a user, who is then logged out everywhere:
// somebody else may have been logged in.
func endSessions(email string, do Action) Action {
	return func(ctx context.Context, c Console) error {
		if err := do(ctx, c); err != nil {
			return err
		}
		u, err := c.find(ctx, email)
		if err != nil {
			return err
		}
		return c.EndSessions(ctx, u.ID)
	}
}

// list prints all users.
func list(ctx context.Context, c Console) error {
	table := tabwriter.NewWriter(c.Out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "ID\tEMAIL\tROLE\tSTATE\tCREATED") // Flush returns the error
	for after := uuid.Nil; ; {
		users, err := c.Users.List(ctx, after, pageSize)
		if err != nil {
			return err
		}
		for _, u := range users {
			state := "enabled"
			if u.Disabled {
				state = "disabled"
			}
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", u.ID, u.Email, u.Role, state, u.CreatedAt.UTC().Format(time.DateTime))
			after = u.ID
		}
		if len(users) < pageSize {
			return table.Flush()
		}
	}
}

// find returns the user with an email.
func (c Console) find(ctx context.Context, email string) (User, error) {
	u, err := c.Users.ByEmail(ctx, email)
	if errors.Is(err, apperr.ErrNotFound) {
		return User{}, fmt.Errorf("there is no user %s", email)
	}
	return u, err
}

// newHash returns the hash of a new password.
func (c Console) newHash(ctx context.Context) (string, error) {
	chosen, err := password.Read(ctx, c.In, c.Out)
	if err != nil {
		return "", err
	}
	if err := password.Check(chosen); err != nil {
		return "", err
	}
	return c.Hasher.Hash(ctx, chosen)
}

func (c Console) report(email, done string) error {
	_, err := fmt.Fprintf(c.Out, "%s: %s\n", email, done)
	return err
}
