package logger

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/acme/library/internal/requestid"
)

// TestRequestIsThatOfSlog logs the same with and without Request.
func TestRequestIsThatOfSlog(t *testing.T) {
	ctx, end := requestid.NewContext(t.Context(), requestid.IDs{Request: "r1", Trace: "t1"}), time.Now()
	attrs := []slog.Attr{
		slog.String("method", "GET"),
		slog.String("", ""),
		slog.Int("status", 200),
		slog.Int64("bytes", -1<<63),
		slog.String("path", `/a b/<>&'~`+"\x7f"),
		slog.String("path", `"\`),
		slog.String("path", "\n\x00"),
		slog.String("path", "/für/\u2028/\xff"),
		slog.String(`"`, ""),
		slog.Bool("ok", true),
		slog.Duration("took", time.Second),
		slog.Any("error", errors.New("e")),
		slog.Group("g", slog.Int("n", 1)),
		{},
	}
	for i, a := range attrs {
		for _, given := range [][]slog.Attr{attrs[:i+1], {a}} { // together and alone
			var want, got bytes.Buffer
			slogs, ours := slog.New(slog.NewJSONHandler(&want, nil)), New(Config{Format: "json"}, &got)
			for _, with := range []func(*slog.Logger) *slog.Logger{
				func(log *slog.Logger) *slog.Logger { return log },
				func(log *slog.Logger) *slog.Logger { return log.With(slog.Int("own", 1)) },
				func(log *slog.Logger) *slog.Logger { return log.WithGroup("g") },
			} {
				record := slog.NewRecord(end, slog.LevelInfo, "request", 0)
				record.AddAttrs(given...)
				record.AddAttrs(slog.String("request_id", "r1"), slog.String("trace_id", "t1"))
				_ = with(slogs).Handler().Handle(ctx, record) // a buffer takes everything
				Request(ctx, with(ours), end, http.StatusOK, given...)
			}
			if got.String() != want.String() {
				t.Errorf("got\n%swant\n%s", &got, &want)
			}
		}
	}
}

func TestRequestKeepsToLevel(t *testing.T) {
	for _, format := range []string{"json", "text"} {
		var out bytes.Buffer
		Request(t.Context(), New(Config{Format: format, Level: slog.LevelWarn}, &out), time.Now(), http.StatusOK)
		if out.Len() > 0 {
			t.Errorf("%s: logged %s", format, &out)
		}
	}
}

func TestRequestSkipsSuccesses(t *testing.T) {
	const requests = 1000
	for _, tc := range []struct {
		skip     float64
		status   int
		min, max int
	}{
		{0, http.StatusOK, requests, requests},
		{0.5, http.StatusOK, 400, 600}, // further off once in 10 billion runs
		{1, http.StatusNotModified, 0, 0},
		{1, http.StatusNotFound, requests, requests},
	} {
		var out bytes.Buffer
		log := New(Config{Format: "json", Skip: tc.skip}, &out)
		for range requests {
			Request(t.Context(), log, time.Now(), tc.status)
		}
		if n := bytes.Count(out.Bytes(), []byte("\n")); n < tc.min || n > tc.max {
			t.Errorf("skipping %v, %d of %d requests with status %d are logged", tc.skip, n, requests, tc.status)
		}
	}
}
