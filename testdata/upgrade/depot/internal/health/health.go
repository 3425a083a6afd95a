// Package health knows whether the process should be sent requests.
package health

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/acme/depot/internal/apperr"
)

// checkTimeout bounds all checks of one probe, well inside the usual timeout of
// a prober.
const checkTimeout = 2 * time.Second

// Check is one thing the service cannot work without.
type Check struct {
	Name string
	Run  func(ctx context.Context) error
}

// State is the readiness of the process.
type State struct {
	checks   []Check
	draining atomic.Bool
}

// New returns a State that is ready while every check passes.
func New(checks ...Check) *State {
	return &State{checks: checks}
}

// Drain makes the process not ready for good, so that load balancers turn away
// before the listeners close.
func (s *State) Drain() {
	s.draining.Store(true)
}

// Draining reports whether Drain was called.
func (s *State) Draining() bool {
	return s.draining.Load()
}

// Ready returns nil, or an apperr.ErrUnavailable that names what is down.
func (s *State) Ready(ctx context.Context) error {
	if s.Draining() {
		return fmt.Errorf("%w: shutting down", apperr.ErrUnavailable)
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	var down []error
	for _, check := range s.checks {
		if err := check.Run(ctx); err != nil {
			down = append(down, fmt.Errorf("%s: %w", check.Name, err))
		}
	}
	if err := errors.Join(down...); err != nil {
		return fmt.Errorf("%w: %w", apperr.ErrUnavailable, err)
	}
	return nil
}
