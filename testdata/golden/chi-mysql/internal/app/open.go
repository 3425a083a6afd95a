package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"github.com/acme/payments/internal/broker"
	"github.com/acme/payments/internal/config"
	"github.com/acme/payments/internal/logger"
	"github.com/acme/payments/internal/store"
)

// program is what every command works with. What a command opens is closed when
// it has ended, the last opened first.
type program struct {
	cfg    config.Config
	out    io.Writer
	log    *slog.Logger
	opened []closer
}

// closer closes something that was opened.
type closer struct {
	name  string
	close func() error
}

func newProgram(cfg config.Config, out io.Writer) *program {
	return &program{cfg: cfg, out: out, log: logger.New(cfg.Log, out)}
}

// openDatabase opens the connections to the database.
func (p *program) openDatabase(ctx context.Context) (*store.DB, error) {
	db, err := store.Open(ctx, p.cfg.Store)
	if err != nil {
		return nil, err
	}
	p.opened = append(p.opened, closer{"database", db.Close})
	return db, nil
}

// openBroker makes the client of the broker, whether or not that can be reached.
func (p *program) openBroker() (*broker.Broker, error) {
	b, err := broker.Open(p.cfg.Broker, p.log)
	if err != nil {
		return nil, err
	}
	p.opened = append(p.opened, closer{"broker", b.Close})
	return b, nil
}

// close closes what is open, and last of all writes the rest of the log.
func (p *program) close() error {
	defer logger.Flush(p.log)
	var problems []error
	for _, c := range slices.Backward(p.opened) {
		if err := c.close(); err != nil {
			problems = append(problems, fmt.Errorf("close %s: %w", c.name, err))
		}
	}
	return errors.Join(problems...)
}
