package logger

import (
	"bytes"
	"errors"
	"log/slog"
	"testing"
	"time"
)

// TestJSONIsThatOfSlog formats records both ways.
func TestJSONIsThatOfSlog(t *testing.T) {
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
	var never time.Time
	for _, at := range []time.Time{never, time.Now(), time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)} {
		for _, level := range []slog.Level{slog.LevelInfo, slog.LevelError + 1} {
			for i := range attrs {
				record := slog.NewRecord(at, level, "m", 0)
				record.AddAttrs(attrs[:i+1]...) // together
				checkJSON(t, record)
				record = slog.NewRecord(at, level, attrs[i].Value.String(), 0)
				record.AddAttrs(attrs[i]) // and alone
				checkJSON(t, record)
			}
		}
	}
}

func checkJSON(t *testing.T, record slog.Record) {
	t.Helper()
	var want, got bytes.Buffer
	slogs := slog.Handler(slog.NewJSONHandler(&want, nil))
	ours := New(Config{Format: "json"}, &got).Handler()
	for _, of := range []func(slog.Handler) slog.Handler{
		func(h slog.Handler) slog.Handler { return h },
		func(h slog.Handler) slog.Handler { return h.WithAttrs([]slog.Attr{slog.Int("own", 1)}) },
		func(h slog.Handler) slog.Handler { return h.WithGroup("g") },
	} {
		if err := errors.Join(of(slogs).Handle(t.Context(), record), of(ours).Handle(t.Context(), record)); err != nil {
			t.Error(err)
		}
	}
	if got.String() != want.String() {
		t.Errorf("got  %s\nwant %s", got.String(), want.String())
	}
}
