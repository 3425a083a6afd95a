// Package audit keeps an append-only trail of who moved money.
package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// Config is read from the environment.
type Config struct {
	File string `env:"AUDIT_FILE"`
}

// Validate accepts everything: without a file the trail goes nowhere.
func (Config) Validate() error { return nil }

// Entry is one line of the trail.
type Entry struct {
	Time   time.Time `json:"time"`
	Action string    `json:"action"`
	ID     int64     `json:"id"`
}

// Trail writes entries. It is safe for concurrent use.
type Trail struct {
	mu  sync.Mutex
	out io.WriteCloser
}

// Open opens the file for appending.
func Open(cfg Config) (*Trail, error) {
	if cfg.File == "" {
		return &Trail{out: discard{}}, nil
	}
	f, err := os.OpenFile(cfg.File, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open audit trail: %w", err)
	}
	return &Trail{out: f}, nil
}

// Record appends one entry.
func (t *Trail) Record(_ context.Context, action string, id int64) error {
	line, err := json.Marshal(Entry{Time: time.Now().UTC(), Action: action, ID: id})
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := t.out.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write audit trail: %w", err)
	}
	return nil
}

// Close closes the file. A closed trail cannot be closed again.
func (t *Trail) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.out == nil {
		return errors.New("audit trail is closed")
	}
	err := t.out.Close()
	t.out = nil
	return err
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }
