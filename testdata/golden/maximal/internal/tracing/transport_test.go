package tracing

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/codes"

	"github.com/acme/everything/internal/requestid"
)

// service is another service. It keeps the traceparent of the last request.
func service(t *testing.T, status int) (url string, parent *string) {
	t.Helper()
	parent = new(string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*parent = r.Header.Get(requestid.TraceHeader)
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	return server.URL, parent
}

// send sends a request, and returns what became of it.
func send(ctx context.Context, t *testing.T, via http.RoundTripper, url string) error {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/things/1?key=x", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := via.RoundTrip(r)
	if err != nil {
		return err
	}
	if r.Header.Get(requestid.TraceHeader) != "" {
		t.Error("the request was changed")
	}
	return response.Body.Close()
}

func TestTransport(t *testing.T) {
	for status, code := range map[int]codes.Code{http.StatusOK: codes.Unset, http.StatusNotFound: codes.Error} {
		url, parent := service(t, status)
		spans := within(t, func(ctx, _ context.Context) {
			if err := send(ctx, t, Transport(http.DefaultTransport, "shop"), url); err != nil {
				t.Error(err)
			}
		})
		if len(spans) != 1 || spans[0].Name != "GET shop" || spans[0].Status.Code != code {
			t.Fatalf("got %+v", spans)
		}
		if want := "00-" + traceID + "-" + spans[0].SpanContext.SpanID().String() + "-01"; *parent != want {
			t.Errorf("traceparent: %s, want %s", *parent, want)
		}
		if attrs := attributes(spans[0]); attrs["url.path"] != "/things/1" || attrs["peer.service"] != "shop" || attrs["server.address"] != "127.0.0.1" {
			t.Errorf("got %v", attrs)
		}
	}
	spans := within(t, func(ctx, _ context.Context) {
		if send(ctx, t, Transport(http.DefaultTransport, "shop"), "http://127.0.0.1:1") == nil {
			t.Error("no error")
		}
	})
	if len(spans) != 1 || spans[0].Status.Code != codes.Error {
		t.Errorf("got %+v", spans)
	}
}

// TestTransportResends sends the request of a call three times, and then that of
// another one.
func TestTransportResends(t *testing.T) {
	url, _ := service(t, http.StatusServiceUnavailable)
	spans := within(t, func(ctx, _ context.Context) {
		via := Transport(http.DefaultTransport, "shop")
		call := CountSends(ctx)
		for _, ctx := range []context.Context{call, call, call, CountSends(ctx)} {
			if err := send(ctx, t, via, url); err != nil {
				t.Error(err)
			}
		}
	})
	var got []string
	for _, span := range spans {
		got = append(got, attributes(span)["http.request.resend_count"])
	}
	if want := []string{"", "1", "2", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTransportOfOthers has a trace that is not recorded, and none at all.
func TestTransportOfOthers(t *testing.T) {
	url, parent := service(t, http.StatusOK)
	if Transport(http.DefaultTransport, "shop") != http.DefaultTransport {
		t.Error("there are spans without a collector")
	}
	traces, spans := record(t)
	makeGlobal(t, traces)
	ctx, _ := traces.Server(identified(t), Request{Parent: "00-" + traceID + "-" + callers + "-00"})
	if err := send(ctx, t, Transport(http.DefaultTransport, "shop"), url); err != nil || !strings.HasPrefix(*parent, "00-"+traceID+"-") || !strings.HasSuffix(*parent, "-00") {
		t.Errorf("%v, traceparent: %s", err, *parent)
	}
	if err := send(t.Context(), t, Transport(http.DefaultTransport, "shop"), url); err != nil || *parent != "" || len(spans.GetSpans()) > 0 {
		t.Errorf("%v, traceparent: %s, spans %v", err, *parent, spans.GetSpans())
	}
}
