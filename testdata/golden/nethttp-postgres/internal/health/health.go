// Package health reports whether the service should be sent requests, and which
// of the things it uses are down.
package health

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/acme/shop/internal/apperr"
)

// checkTimeout bounds the checks, well inside the usual timeout of a prober.
const checkTimeout = 2 * time.Second

// Check tests one thing that the service uses.
type Check struct {
	Name string
	Run  func(ctx context.Context) error
	// Optional says that the service works without it. When it fails, the
	// service is degraded, and still ready.
	Optional bool
}

// State is the health of the service.
type State struct {
	checks   []Check
	required []Check // those that are not optional
	serving  atomic.Bool
}

// New returns a State that is ready while the service is serving and every
// check passes that is not optional.
func New(checks ...Check) *State {
	s := &State{checks: checks}
	for _, c := range checks {
		if !c.Optional {
			s.required = append(s.required, c)
		}
	}
	return s
}

// SetServing sets whether the service takes requests: from the end of its start
// to the beginning of its stop, when load balancers have to turn away before
// the listeners close.
func (s *State) SetServing(serving bool) {
	s.serving.Store(serving)
}

// Serving reports whether the service takes requests.
func (s *State) Serving() bool {
	return s.serving.Load()
}

// Ready returns nil, or an apperr.ErrUnavailable that names what is down.
func (s *State) Ready(ctx context.Context) error {
	if !s.Serving() {
		return fmt.Errorf("%w: not serving", apperr.ErrUnavailable)
	}
	var down []error
	for i, err := range run(ctx, s.required) {
		if err != nil {
			down = append(down, fmt.Errorf("%s: %w", s.required[i].Name, err))
		}
	}
	if err := errors.Join(down...); err != nil {
		return fmt.Errorf("%w: %w", apperr.ErrUnavailable, err)
	}
	return nil
}

// Result is what a Check has found.
type Result struct {
	Name   string `json:"name"`
	Status string `json:"status"` // up, down, or degraded where the check is optional
	Error  string `json:"error,omitempty"`
	// Optional is that of the check.
	Optional bool `json:"optional,omitempty"`
}

// Report returns the result of every check.
func (s *State) Report(ctx context.Context) []Result {
	results := make([]Result, len(s.checks))
	for i, err := range run(ctx, s.checks) {
		r := Result{Name: s.checks[i].Name, Status: "up", Optional: s.checks[i].Optional}
		if err != nil {
			r.Status, r.Error = "down", err.Error()
			if s.checks[i].Optional {
				r.Status = "degraded"
			}
		}
		results[i] = r
	}
	return results
}

// run runs all checks at the same time and returns their errors in order.
func run(ctx context.Context, checks []Check) []error {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	errs := make([]error, len(checks))
	var group sync.WaitGroup
	for i, c := range checks {
		group.Go(func() { errs[i] = c.Run(ctx) })
	}
	group.Wait()
	return errs
}
