// Package apperr defines the errors that stores, services and handlers return,
// wrapped or not. Package resp maps them to responses.
package apperr

import (
	"errors"
	"strings"
)

// Errors of the system, of requests and of business rules, to be tested for
// with errors.Is. Package resp documents their codes.
var (
	ErrUnavailable     = errors.New("service unavailable")
	ErrOverloaded      = errors.New("too many requests at the moment")
	ErrUpstream        = errors.New("a service that this one needs has failed")
	ErrUpstreamDown    = errors.New("a service that this one needs is unavailable")
	ErrUpstreamTimeout = errors.New("a service that this one needs took too long")

	ErrRouteNotFound        = errors.New("no such path")
	ErrMethodNotAllowed     = errors.New("method not allowed")
	ErrMediaType            = errors.New("unsupported media type")
	ErrTooLarge             = errors.New("body too large")
	ErrSlowRequest          = errors.New("request did not arrive in time")
	ErrPreconditionFailed   = errors.New("precondition failed")
	ErrPreconditionRequired = errors.New("If-Match is required")

	ErrNotFound  = errors.New("not found")
	ErrConflict  = errors.New("already exists")
	ErrReference = errors.New("refers to what does not exist")
	ErrInUse     = errors.New("is in use")
)

// BadRequest is a malformed request. Its message is sent to the client.
type BadRequest struct { //nolint:errname // apperr.BadRequest is an error
	Message string
}

func (e *BadRequest) Error() string { return e.Message }

// FieldError is a rule that a field breaks.
type FieldError struct {
	// Resource has the field, unless it is a field of the input.
	Resource string `json:"resource,omitempty" example:"reviews"`
	Field    string `json:"field" example:"title"`
	Rule     string `json:"rule" example:"required"`
	Message  string `json:"message" example:"is required"`
}

// Taken is the error of a field whose value another record has.
func Taken(field string) FieldError {
	return FieldError{Field: field, Rule: "unique", Message: "is taken"}
}

// Missing is the error of a field that refers to what does not exist.
func Missing(field string) FieldError {
	return FieldError{Field: field, Rule: "exists", Message: "does not exist"}
}

// Invalid is well-formed input that fails validation. It lists every field
// error, so that clients can show them all at once.
type Invalid struct { //nolint:errname // apperr.Invalid is an error
	Fields []FieldError
}

func (e *Invalid) Error() string {
	problems := make([]string, 0, len(e.Fields))
	for _, f := range e.Fields {
		problems = append(problems, f.Field+" "+f.Message)
	}
	return "invalid: " + strings.Join(problems, ", ")
}

// Violation is an error that other records cause, such as ErrConflict, with the
// fields at fault.
type Violation struct { //nolint:errname // apperr.Violation is an error
	Err    error
	Fields []FieldError
}

func (e *Violation) Error() string { return e.Err.Error() }

func (e *Violation) Unwrap() error { return e.Err }
