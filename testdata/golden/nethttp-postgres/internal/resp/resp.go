// Package resp defines the response envelope, {code, message, data}, and maps
// errors to responses.
package resp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/acme/shop/internal/apperr"
)

// Codes are part of the API: 0 is success, 1xxx a failure of the system, 2xxx a
// request that cannot be served as it is, 3xxx one that breaks a business rule.
const (
	CodeOK = 0

	CodeInternal        = 1000 // any other error; its text is logged, not sent
	CodeUnavailable     = 1001 // a dependency is down
	CodeTimeout         = 1002 // the deadline of the request passed
	CodeCanceled        = 1003 // only seen in logs
	CodeOverloaded      = 1004 // HTTP_MAX_IN_FLIGHT requests are being handled; see Retry-After
	CodeUpstream        = 1200 // its response is an error, or of no use
	CodeUpstreamDown    = 1201 // it says so, its circuit breaker is open, or too many calls are in flight
	CodeUpstreamTimeout = 1202 // the deadline of a call passed

	CodeBadRequest           = 2000 // malformed path, query or body
	CodeInvalid              = 2001 // fields that break validation rules
	CodeRouteNotFound        = 2002 // no route has this path
	CodeMethodNotAllowed     = 2003 // the route has other methods, listed in Allow
	CodeMediaType            = 2004 // the body is not JSON in UTF-8
	CodeTooLarge             = 2005 // the body exceeds HTTP_BODY_LIMIT
	CodeSlowRequest          = 2006 // the body did not arrive within HTTP_READ_TIMEOUT
	CodePreconditionFailed   = 2007 // If-Match or If-None-Match does not hold: read the resource again
	CodePreconditionRequired = 2008 // HTTP_REQUIRE_IF_MATCH is true

	CodeNotFound  = 3000 // no record has this id
	CodeConflict  = 3001 // a unique value is taken
	CodeReference = 3002 // a record that the input refers to does not exist
	CodeInUse     = 3003 // other records refer to this one
)

// statusClientClosed is the status that nginx logs when the client closed the
// connection. No client sees it; in logs it is not an error of the server.
const statusClientClosed = 499

// RetryAfter is the value of Retry-After in responses with status 503, in seconds.
const RetryAfter = "1"

// Body is the body of every JSON response.
type Body struct {
	Code    int    `json:"code" example:"0"`
	Message string `json:"message" example:"ok"`
	Data    any    `json:"data,omitempty"`
}

// Problems is the data of a response to a request whose fields are at fault.
type Problems struct {
	Fields []apperr.FieldError `json:"fields"`
}

// OK is the body of a success.
func OK(data any) Body {
	return Body{Code: CodeOK, Message: "ok", Data: data}
}

// Of returns the status and body of the response to err, which may be nil.
// Errors without an entry map to 500; their text is logged, never sent.
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
		{apperr.ErrUnavailable, http.StatusServiceUnavailable, CodeUnavailable, "service unavailable"},
		{context.DeadlineExceeded, http.StatusGatewayTimeout, CodeTimeout, "the request took too long"},
		{context.Canceled, statusClientClosed, CodeCanceled, "the client closed the request"},
		{apperr.ErrOverloaded, http.StatusServiceUnavailable, CodeOverloaded, "too many requests at the moment"},
		{apperr.ErrUpstream, http.StatusBadGateway, CodeUpstream, "a service that this one needs has failed"},
		{apperr.ErrUpstreamDown, http.StatusServiceUnavailable, CodeUpstreamDown, "a service that this one needs is unavailable"},
		{apperr.ErrUpstreamTimeout, http.StatusGatewayTimeout, CodeUpstreamTimeout, "a service that this one needs took too long"},
		{apperr.ErrRouteNotFound, http.StatusNotFound, CodeRouteNotFound, "no such path"},
		{apperr.ErrMethodNotAllowed, http.StatusMethodNotAllowed, CodeMethodNotAllowed, "method not allowed"},
		{apperr.ErrMediaType, http.StatusUnsupportedMediaType, CodeMediaType, "unsupported media type"},
		{apperr.ErrTooLarge, http.StatusRequestEntityTooLarge, CodeTooLarge, "body too large"},
		{apperr.ErrSlowRequest, http.StatusRequestTimeout, CodeSlowRequest, "request did not arrive in time"},
		{apperr.ErrPreconditionFailed, http.StatusPreconditionFailed, CodePreconditionFailed, "precondition failed"},
		{apperr.ErrPreconditionRequired, http.StatusPreconditionRequired, CodePreconditionRequired, "If-Match is required"},
		{apperr.ErrNotFound, http.StatusNotFound, CodeNotFound, "not found"},
		{apperr.ErrConflict, http.StatusConflict, CodeConflict, "already exists"},
		{apperr.ErrReference, http.StatusUnprocessableEntity, CodeReference, "refers to what does not exist"},
		{apperr.ErrInUse, http.StatusConflict, CodeInUse, "is in use"},
	} {
		if errors.Is(err, row.err) {
			return row.status, Body{row.code, row.message, problems(err)}
		}
	}
	return http.StatusInternalServerError, Body{Code: CodeInternal, Message: "internal error"}
}

// problems returns the fields that violate a rule, nil if none are known.
func problems(err error) any {
	if violation, ok := errors.AsType[*apperr.Violation](err); ok {
		return Problems{violation.Fields}
	}
	return nil
}

// Write sends body as JSON. It fails, with nothing sent, when body cannot be
// encoded.
func Write(w http.ResponseWriter, status int, body Body) error {
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode response: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", RetryAfter)
	}
	w.WriteHeader(status)
	_, _ = w.Write(data) // fails only if the client has left
	return nil
}
