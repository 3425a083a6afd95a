package logger

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// TestRequestIsThatOfSlog logs the same with and without Request.
func TestRequestIsThatOfSlog(t *testing.T) {
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
				with(slogs).LogAttrs(t.Context(), slog.LevelInfo, "request", given...)
				Request(t.Context(), with(ours), given...)
			}
			if got, want := withoutTime(t, got.String()), withoutTime(t, want.String()); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		}
	}
}

// withoutTime returns records without the time, which must be in the usual form.
func withoutTime(t *testing.T, log string) string {
	t.Helper()
	var rest strings.Builder
	for line := range strings.Lines(log) {
		at, more, _ := strings.Cut(strings.TrimPrefix(line, `{"time":"`), `"`)
		if _, err := time.Parse(time.RFC3339Nano, at); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		rest.WriteString(more)
	}
	return rest.String()
}
