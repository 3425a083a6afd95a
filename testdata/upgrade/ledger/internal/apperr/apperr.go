// Package apperr holds the errors that cross package borders. Stores and
// services return them, wrapped or not; package resp turns them into answers.
package apperr

import (
	"errors"
	"strings"
)

// Errors of the business kind, told apart with errors.Is.
var (
	ErrNotFound    = errors.New("not found")
	ErrConflict    = errors.New("conflict")
	ErrReference   = errors.New("refers to what does not exist")
	ErrUnavailable = errors.New("service unavailable")

	ErrInsufficientFunds = errors.New("insufficient funds")
	ErrBalanceLimit      = errors.New("balance too large")
	ErrSameAccount       = errors.New("transfer to the same account")
	ErrTransferLimit     = errors.New("transfer above the limit")
	ErrKeyReused         = errors.New("idempotency key used for another transfer")
)

// ErrOpsToken says that a request for /ops lacks the token.
var ErrOpsToken = errors.New("wrong or no token")

// Errors that a request meets before any handler looks at it.
var (
	ErrRouteNotFound    = errors.New("no such path")
	ErrMethodNotAllowed = errors.New("method not allowed")
	ErrMediaType        = errors.New("unsupported media type")
	ErrTooLarge         = errors.New("body too large")
	ErrSlowRequest      = errors.New("request did not arrive in time")

	ErrTooManyRequests = errors.New("too many requests")

	ErrIdempotencyInProgress = errors.New("idempotency key of a request that is being served")
	ErrIdempotencyMismatch   = errors.New("idempotency key used for another request")
	ErrIdempotencyLost       = errors.New("idempotency key of a request whose answer is not kept")
)

// BadRequest is a request that cannot be understood. Its message is shown to
// the client.
type BadRequest struct {
	Message string
}

func (e *BadRequest) Error() string { return e.Message }

// FieldError is one field that breaks one rule.
type FieldError struct {
	Field   string `json:"field" example:"title"`
	Rule    string `json:"rule" example:"required"`
	Message string `json:"message" example:"is required"`
}

// Invalid is input that is well formed and breaks the rules. It lists every
// broken rule, so that a client can show them all at once.
type Invalid struct {
	Fields []FieldError
}

func (e *Invalid) Error() string {
	problems := make([]string, 0, len(e.Fields))
	for _, f := range e.Fields {
		problems = append(problems, f.Field+" "+f.Message)
	}
	return "invalid: " + strings.Join(problems, ", ")
}
