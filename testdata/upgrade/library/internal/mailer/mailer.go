// Package mailer sends the mail of the library by way of a spool directory,
// from which the relay of the town hall takes it.
package mailer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// ErrClosed is returned by Send after Close.
var ErrClosed = errors.New("mailer is closed")

// Config is read from the environment.
type Config struct {
	From  string `env:"MAIL_FROM" envDefault:"library@town.example"`
	Spool string `env:"MAIL_SPOOL" envDefault:"spool"`
}

// Validate reports settings that Open could not use.
func (c Config) Validate() error {
	if c.From == "" {
		return errors.New("MAIL_FROM: must not be empty")
	}
	return nil
}

// Mailer writes messages to the spool. It is safe for concurrent use.
type Mailer struct {
	cfg Config

	mu     sync.Mutex
	sent   int
	closed bool
}

// Open creates the spool directory if it does not exist.
func Open(cfg Config) (*Mailer, error) {
	if err := os.MkdirAll(cfg.Spool, 0o700); err != nil {
		return nil, fmt.Errorf("open mail spool: %w", err)
	}
	return &Mailer{cfg: cfg}, nil
}

// Send spools one message.
func (m *Mailer) Send(ctx context.Context, to, subject string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	m.sent++
	name := filepath.Join(m.cfg.Spool, fmt.Sprintf("%d-%06d.eml", os.Getpid(), m.sent))
	text := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: %s\r\n\r\n", m.cfg.From, to, subject)
	return os.WriteFile(name, []byte(text), 0o600)
}

// Close makes later calls of Send fail.
func (m *Mailer) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}
