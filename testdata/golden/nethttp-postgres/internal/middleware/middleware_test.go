package middleware_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/acme/shop/internal/logger"
	"github.com/acme/shop/internal/requestid"
)

const (
	timeout   = 20 * time.Millisecond
	bodyLimit = 10
)

// serve answers r with h inside of every middleware, and returns the log, too.
func serve(t *testing.T, r *http.Request, h http.HandlerFunc) (rec *httptest.ResponseRecorder, records []map[string]any) {
	t.Helper()
	rec = httptest.NewRecorder()
	var out bytes.Buffer
	surround(logger.New(logger.Config{Format: "json"}, &out), h).ServeHTTP(rec, r)
	for decoder := json.NewDecoder(&out); decoder.More(); {
		var record map[string]any
		if err := decoder.Decode(&record); err != nil {
			t.Fatal(err)
		}
		records = append(records, record)
	}
	return rec, records
}

func request(t *testing.T, body string) *http.Request {
	t.Helper()
	return httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/path/1?secret=x", strings.NewReader(body))
}

func TestRequestIDAndAccessLog(t *testing.T) {
	r := request(t, "")
	r.Header.Set("X-Request-Id", "given")
	var ids requestid.IDs
	rec, records := serve(t, r, func(w http.ResponseWriter, r *http.Request) {
		ids, _ = requestid.FromContext(r.Context())
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, "12345")
	})
	if got := rec.Header().Get("X-Request-Id"); got != "given" || ids.Request != "given" || ids.Trace == "" {
		t.Errorf("answered with %q, the context has %+v", got, ids)
	}
	if len(records) != 1 {
		t.Fatalf("%d records", len(records))
	}
	delete(records[0], "time")
	delete(records[0], "duration_us")
	got, err := json.Marshal(records[0])
	if err != nil {
		t.Fatal(err)
	}
	want := `{"bytes":5,"level":"INFO","method":"POST","msg":"request","path":"/path/1","remote":"192.0.2.1:1234",` +
		`"request_id":"given","route":"` + route + `","status":201,"trace_id":"` + ids.Trace + `"}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestTimeout(t *testing.T) {
	var err error
	serve(t, request(t, ""), func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		err = r.Context().Err()
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestBodyLimit(t *testing.T) {
	for body, tooLarge := range map[string]bool{strings.Repeat("x", bodyLimit): false, strings.Repeat("x", bodyLimit+1): true} {
		var err error
		serve(t, request(t, body), func(_ http.ResponseWriter, r *http.Request) {
			_, err = io.ReadAll(r.Body)
		})
		if _, got := errors.AsType[*http.MaxBytesError](err); got != tooLarge {
			t.Errorf("%d bytes: %v", len(body), err)
		}
	}
}

func TestRecover(t *testing.T) {
	rec, records := serve(t, request(t, ""), func(http.ResponseWriter, *http.Request) {
		panic("password=hunter2")
	})
	if got := rec.Body.String(); rec.Code != http.StatusInternalServerError || got != `{"code":1000,"message":"internal error"}` {
		t.Errorf("answered %d %s", rec.Code, got)
	}
	if len(records) != 2 || records[1]["status"] != 500.0 {
		t.Fatalf("records: %v", records)
	}
	stack, _ := records[0]["stack"].(string)
	if records[0]["error"] != "panic: password=hunter2" || !strings.Contains(stack, "TestRecover") {
		t.Errorf("record: %v", records[0])
	}
}

func TestRecoverCutsTheConnection(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"half an answer": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "half")
			panic("no more")
		},
		"asked for": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		func() {
			defer func() {
				if cause := recover(); cause != http.ErrAbortHandler { //nolint:errorlint // the very value counts
					t.Errorf("%s: panicked with %v", name, cause)
				}
			}()
			serve(t, request(t, ""), h)
		}()
	}
}
