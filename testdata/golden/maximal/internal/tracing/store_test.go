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
	}{
		{nil, codes.Unset, ""},
		{apperr.ErrNotFound, codes.Unset, "not found"},
		{context.Canceled, codes.Unset, "the client closed the request"},
		{apperr.ErrUnavailable, codes.Error, ""},
		{errors.New("disk full"), codes.Error, ""},
	} {
		spans := within(t, func(ctx, _ context.Context) {
			_, end := StoreCall(ctx, "thing", "get")
			end(tc.err)
		})
		if len(spans) != 1 || spans[0].Name != "thing.get" || spans[0].Status.Code != tc.code || attributes(spans[0])["store.refusal"] != tc.refusal {
			t.Errorf("%v: %+v", tc.err, spans)
		}
	}
	_, end := StoreCall(t.Context(), "thing", "get") // in the background
	end(nil)
}
