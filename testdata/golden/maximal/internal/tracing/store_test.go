package tracing

import (
	"context"
	"errors"
	"testing"

	"go.opentelemetry.io/otel/codes"

	"github.com/acme/everything/internal/apperr"
)

func TestStoreCall(t *testing.T) {
	for _, tc := range []struct {
		err     error
		code    codes.Code
		refusal string
		rows    string
	}{
		{nil, codes.Unset, "", "20"},
		{apperr.ErrNotFound, codes.Unset, "not found", ""},
		{context.Canceled, codes.Unset, "the client closed the request", ""},
		{apperr.ErrUnavailable, codes.Error, "", ""},
		{errors.New("disk full"), codes.Error, "", ""},
	} {
		spans := within(t, func(ctx, _ context.Context) {
			_, end := StoreCall(ctx, "thing", "list")
			end(20, tc.err)
		})
		if len(spans) != 1 || spans[0].Name != "thing.list" || spans[0].Status.Code != tc.code {
			t.Fatalf("%v: %+v", tc.err, spans)
		}
		if attrs := attributes(spans[0]); attrs["store.refusal"] != tc.refusal || attrs["store.rows"] != tc.rows {
			t.Errorf("%v: %v", tc.err, attrs)
		}
	}
	_, end := StoreCall(t.Context(), "thing", "get") // in the background
	end(1, nil)
}
