// Package resp defines the one shape of every answer, {code, message, data},
// and the one table from errors to answers.
package resp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/acme/depot/internal/apperr"
)

// Codes that clients can rely on: 0 is success, 1xxx the system, 2xxx the
// request, 3xxx the business rules.
const (
	CodeOK = 0

	CodeInternal    = 1000
	CodeUnavailable = 1001
	CodeTimeout     = 1002
	CodeCanceled    = 1003

	CodeBadRequest       = 2000
	CodeInvalid          = 2001
	CodeRouteNotFound    = 2002
	CodeMethodNotAllowed = 2003
	CodeMediaType        = 2004
	CodeTooLarge         = 2005
	CodeSlowRequest      = 2006

	CodeNotFound  = 3000
	CodeConflict  = 3001
	CodeReference = 3002
)

// statusClientClosed is what nginx logs for a client that left. Nobody reads
// the answer; the number keeps such requests apart from failures of the server.
const statusClientClosed = 499

// Body is every JSON answer.
type Body struct {
	Code    int    `json:"code" example:"0"`
	Message string `json:"message" example:"ok"`
	Data    any    `json:"data,omitempty"`
}

// Problems is the data of an answer with CodeInvalid.
type Problems struct {
	Fields []apperr.FieldError `json:"fields"`
}

// OK is the body of a success.
func OK(data any) Body {
	return Body{Code: CodeOK, Message: "ok", Data: data}
}

// Of returns the status and body that answer err, which may be nil. What is not
// in the table is an internal error, whose text stays in the log.
func Of(err error) (status int, body Body) {
	if err == nil {
		return http.StatusOK, OK(nil)
	}
	if invalid, ok := errors.AsType[*apperr.Invalid](err); ok {
		return http.StatusUnprocessableEntity, Body{CodeInvalid, "some fields are invalid", Problems{invalid.Fields}}
	}
	if bad, ok := errors.AsType[*apperr.BadRequest](err); ok {
		return http.StatusBadRequest, Body{Code: CodeBadRequest, Message: bad.Message}
	}
	for _, row := range []struct {
		err          error
		status, code int
		message      string
	}{
		{apperr.ErrNotFound, http.StatusNotFound, CodeNotFound, "not found"},
		{apperr.ErrConflict, http.StatusConflict, CodeConflict, "already exists or is in use"},
		{apperr.ErrReference, http.StatusUnprocessableEntity, CodeReference, "refers to what does not exist"},
		{apperr.ErrUnavailable, http.StatusServiceUnavailable, CodeUnavailable, "service unavailable"},
		{apperr.ErrRouteNotFound, http.StatusNotFound, CodeRouteNotFound, "no such path"},
		{apperr.ErrMethodNotAllowed, http.StatusMethodNotAllowed, CodeMethodNotAllowed, "method not allowed"},
		{apperr.ErrMediaType, http.StatusUnsupportedMediaType, CodeMediaType, "unsupported media type"},
		{apperr.ErrTooLarge, http.StatusRequestEntityTooLarge, CodeTooLarge, "body too large"},
		{apperr.ErrSlowRequest, http.StatusRequestTimeout, CodeSlowRequest, "request did not arrive in time"},
		{context.DeadlineExceeded, http.StatusGatewayTimeout, CodeTimeout, "the request took too long"},
		{context.Canceled, statusClientClosed, CodeCanceled, "the client closed the request"},
	} {
		if errors.Is(err, row.err) {
			return row.status, Body{Code: row.code, Message: row.message}
		}
	}
	return http.StatusInternalServerError, Body{Code: CodeInternal, Message: "internal error"}
}

// Write sends body as JSON. It fails, with nothing sent, when body cannot be
// encoded.
func Write(w http.ResponseWriter, status int, body Body) error {
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(data) // fails only when the client is gone: nobody to tell
	return nil
}
