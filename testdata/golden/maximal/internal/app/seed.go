package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/acme/everything/internal/config"
	"github.com/acme/everything/internal/migrate"
	"github.com/acme/everything/internal/outbox"
	"github.com/acme/everything/internal/published"
	"github.com/acme/everything/internal/seed"
	"github.com/acme/everything/internal/store"
	"github.com/acme/everything/seeds"
)

// seed stores the rows in seeds/ that are not in the database, all or none. In
// production it has to be forced to.
func (p *program) seed(ctx context.Context, args []string) error {
	force := slices.Equal(args, []string{"--force-production"})
	switch {
	case len(args) > 0 && !force:
		return errors.New("usage: server seed [--force-production]")
	case p.cfg.Env == config.Production && !force:
		return errors.New("APP_ENV is production, where only server seed --force-production stores sample rows")
	}
	db, err := p.openDatabase(ctx)
	if err != nil {
		return err
	}
	orm, err := store.NewORM(db)
	if err != nil {
		return err
	}
	if p.cfg.Env != config.Production {
		if err := migrate.Up(ctx, p.cfg.Store); err != nil {
			return err
		}
	}
	into := seed.Stores{
		Authors:    store.NewAuthors(orm),
		Categories: store.NewCategories(orm),
		Books:      store.NewBooks(orm),
	}
	into.Authors = published.NewAuthors(store.NewAuthors(orm), outbox.New(store.NewTransactions(orm)))
	into.Categories = published.NewCategories(store.NewCategories(orm), outbox.New(store.NewTransactions(orm)))
	into.Books = published.NewBooks(store.NewBooks(orm), outbox.New(store.NewTransactions(orm)))
	stored := 0
	err = store.Transact(ctx, orm, func(ctx context.Context) (err error) {
		stored, err = seed.Run(ctx, seeds.Files, into)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "%d rows stored\n", stored)
	return err
}
