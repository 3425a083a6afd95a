package apikey

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/principal"
)

const (
	// pageSize is how many keys are read at a time.
	pageSize = 100

	maxDays = 3650
)

var errUsage = errors.New(`apikey: want one of
  create [--scopes read,write] [--days N] [--role admin] NAME
  list
  revoke ID`)

// Registry has all keys, for those who manage them.
type Registry interface {
	Store
	// List returns up to limit keys in the order of their IDs, those after one.
	List(ctx context.Context, after uuid.UUID, limit int) ([]Key, error)
	// Delete deletes a key, or returns apperr.ErrNotFound.
	Delete(ctx context.Context, id uuid.UUID) error
}

// Console is what the subcommands of server apikey work with.
type Console struct {
	Registry Registry
	Out      io.Writer
}

// Action is what a subcommand does.
type Action func(ctx context.Context, c Console) error

// Command returns what the subcommand in args does.
func Command(args []string) (Action, error) {
	switch {
	case len(args) > 1 && args[0] == "create":
		return create(args[1:])
	case len(args) == 1 && args[0] == "list":
		return list, nil
	case len(args) == 2 && args[0] == "revoke":
		id, err := uuid.Parse(args[1])
		if err != nil {
			return nil, fmt.Errorf("apikey: %q is not the ID of a key", args[1])
		}
		return revoke(id), nil
	}
	return nil, errUsage
}

// create returns what issues a key.
func create(args []string) (Action, error) {
	flags := flag.NewFlagSet("create", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	scopes := flags.String("scopes", "read", "")
	days := flags.Int("days", 0, "")
	role := flags.String("role", principal.User, "")
	if err := flags.Parse(args); err != nil || flags.NArg() != 1 || *days < 0 || *days > maxDays {
		return nil, errUsage
	}
	scope, err := ParseScopes(strings.Split(*scopes, ","))
	if err != nil {
		return nil, fmt.Errorf("apikey: --scopes %s", strings.TrimPrefix(err.Error(), "invalid: scopes "))
	}
	if err := checkOwner(*role); err != nil {
		return nil, err
	}
	from := Key{Name: flags.Arg(0), Role: *role, Scope: scope}
	if *days > 0 {
		from.ExpiresAt = time.Now().UTC().Truncate(time.Second).AddDate(0, 0, *days)
	}
	return issue(from), nil
}

// checkOwner checks whom a new key is for.
func checkOwner(role string) error {
	if role != principal.User && role != principal.Admin {
		return fmt.Errorf("apikey: --role must be %s or %s", principal.User, principal.Admin)
	}
	return nil
}

// issue issues a key and prints it.
func issue(from Key) Action {
	return func(ctx context.Context, c Console) error {
		_, key, err := New(c.Registry).Issue(ctx, from)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.Out, "%s\nNobody can see this key again.\n", key)
		return err
	}
}

// list prints all keys.
func list(ctx context.Context, c Console) error {
	table := tabwriter.NewWriter(c.Out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "ID\tNAME\tFOR\tSCOPES\tCREATED\tEXPIRES\tLAST USED") // Flush returns the error
	for after := uuid.Nil; ; {
		keys, err := c.Registry.List(ctx, after, pageSize)
		if err != nil {
			return err
		}
		for i := range keys {
			k := &keys[i]
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Name, ownerOf(k), k.Scope, date(k.CreatedAt), date(k.ExpiresAt), date(k.LastUsedAt))
			after = k.ID
		}
		if len(keys) < pageSize {
			return table.Flush()
		}
	}
}

// revoke deletes a key.
func revoke(id uuid.UUID) Action {
	return func(ctx context.Context, c Console) error {
		err := c.Registry.Delete(ctx, id)
		if errors.Is(err, apperr.ErrNotFound) {
			return fmt.Errorf("there is no key %s", id)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.Out, "%s: revoked\n", id)
		return err
	}
}

// ownerOf names who a key acts for.
func ownerOf(k *Key) string { return k.Role }

// date is a time in a list.
func date(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.DateTime)
}
