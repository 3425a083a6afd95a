package resp_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/resp"
)

func TestOf(t *testing.T) {
	secret := errors.New("dial tcp 10.0.0.7:5432: password rejected")
	fields := []apperr.FieldError{{Field: "title", Rule: "required", Message: "is required"}}
	for _, tc := range []struct {
		err    error
		status int
		body   string
	}{
		{nil, 200, `{"code":0,"message":"ok"}`},
		{secret, 500, `{"code":1000,"message":"internal error"}`},
		{fmt.Errorf("get book: %w: %w", apperr.ErrUnavailable, secret), 503, `{"code":1001,"message":"service unavailable"}`},
		{fmt.Errorf("get book: %w", context.DeadlineExceeded), 504, `{"code":1002,"message":"the request took too long"}`},
		{context.Canceled, 499, `{"code":1003,"message":"the client closed the request"}`},
		{&apperr.BadRequest{Message: "id is not a number"}, 400, `{"code":2000,"message":"id is not a number"}`},
		{&apperr.Invalid{Fields: fields}, 422, `{"code":2001,"message":"some fields are invalid","data":{"fields":[{"field":"title","rule":"required","message":"is required"}]}}`},
		{apperr.ErrRouteNotFound, 404, `{"code":2002,"message":"no such path"}`},
		{apperr.ErrMethodNotAllowed, 405, `{"code":2003,"message":"method not allowed"}`},
		{apperr.ErrMediaType, 415, `{"code":2004,"message":"unsupported media type"}`},
		{apperr.ErrTooLarge, 413, `{"code":2005,"message":"body too large"}`},
		{apperr.ErrSlowRequest, 408, `{"code":2006,"message":"request did not arrive in time"}`},
		{fmt.Errorf("get book: %w", apperr.ErrNotFound), 404, `{"code":3000,"message":"not found"}`},
		{fmt.Errorf("create book: %w: %w", apperr.ErrReference, secret), 422, `{"code":3002,"message":"refers to what does not exist"}`},
		{fmt.Errorf("create book: %w: %w", apperr.ErrConflict, secret), 409, `{"code":3001,"message":"already exists"}`},
		{
			fmt.Errorf("create book: %w", &apperr.Violation{Err: apperr.ErrConflict, Fields: []apperr.FieldError{apperr.Taken("isbn")}}),
			409, `{"code":3001,"message":"already exists","data":{"fields":[{"field":"isbn","rule":"unique","message":"is taken"}]}}`,
		},
		{
			&apperr.Violation{Err: apperr.ErrReference, Fields: []apperr.FieldError{apperr.Missing("book_id")}},
			422, `{"code":3002,"message":"refers to what does not exist","data":{"fields":[{"field":"book_id","rule":"exists","message":"does not exist"}]}}`,
		},
		{
			&apperr.Violation{
				Err:    fmt.Errorf("delete book: %w: %w", apperr.ErrInUse, secret),
				Fields: []apperr.FieldError{{Resource: "reviews", Field: "book_id", Rule: "in_use", Message: "refers to it"}},
			},
			409, `{"code":3003,"message":"is in use","data":{"fields":[{"resource":"reviews","field":"book_id","rule":"in_use","message":"refers to it"}]}}`,
		},
		{fmt.Errorf("%w: %w", apperr.ErrUnavailable, context.DeadlineExceeded), 503, `{"code":1001,"message":"service unavailable"}`},
	} {
		status, body := resp.Of(tc.err)
		got, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		if status != tc.status || string(got) != tc.body {
			t.Errorf("%v\ngot  %d %s\nwant %d %s", tc.err, status, got, tc.status, tc.body)
		}
	}
}

func TestWriteSendsNothingThatCannotBeEncoded(t *testing.T) {
	rec := httptest.NewRecorder()
	if err := resp.Write(rec, http.StatusOK, resp.OK(math.NaN())); err == nil {
		t.Error("no error")
	}
	if len(rec.Header()) != 0 || rec.Body.Len() != 0 {
		t.Errorf("sent %v %q", rec.Header(), rec.Body)
	}
}
