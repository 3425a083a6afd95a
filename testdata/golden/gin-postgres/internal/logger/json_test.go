package logger

import (
	"bytes"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/acme/notes/internal/requestid"
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
				Request(ctx, with(ours), end, given...)
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
		Request(t.Context(), New(Config{Format: format, Level: slog.LevelWarn}, &out), time.Now())
		if out.Len() > 0 {
			t.Errorf("%s: logged %s", format, &out)
		}
	}
}
