package middleware_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/acme/notes/internal/requestid"
)

const (
	timeout   = 20 * time.Millisecond
	bodyLimit = 10
)

// readLog returns the records of a log.
func readLog(t *testing.T, log io.Reader) (records []map[string]any) {
	t.Helper()
	for decoder := json.NewDecoder(log); decoder.More(); {
		var record map[string]any
		if err := decoder.Decode(&record); err != nil {
			t.Fatal(err)
		}
		records = append(records, record)
	}
	return records
}

func request(t *testing.T, body string) *http.Request {
	t.Helper()
	return httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/path/1?secret=x", strings.NewReader(body))
}

func TestRequestIDAndAccessLog(t *testing.T) {
	r := request(t, "")
	r.Header.Set("X-Request-ID", "given")
	var ids requestid.IDs
	rec, records := serve(t, r, func(ctx context.Context) (int, string) {
		ids, _ = requestid.FromContext(ctx)
		return http.StatusCreated, "12345"
	})
	if got := rec.Header().Get("X-Request-ID"); got != "given" || ids.Request != "given" || ids.Trace == "" {
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
	want := `{"bytes":5,"level":"INFO","method":"POST","msg":"request","path":"/path/1","remote":"` + remote + `",` +
		`"request_id":"given","route":"` + route + `","status":201,"trace_id":"` + ids.Trace + `"}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestTimeout(t *testing.T) {
	var err error
	serve(t, request(t, ""), func(ctx context.Context) (int, string) {
		<-ctx.Done()
		err = ctx.Err()
		return http.StatusOK, ""
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestRecover(t *testing.T) {
	rec, records := serve(t, request(t, ""), func(context.Context) (int, string) {
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
