package logger

import (
	"context"
	"log/slog"
	"strconv"
	"time"
	"unicode/utf8"
)

// Request logs a request. Strings and integers are formatted here, as slog takes
// four times as long.
func Request(ctx context.Context, log *slog.Logger, attrs ...slog.Attr) {
	if h, ok := log.Handler().(handler); ok && h.json && h.Enabled(ctx, slog.LevelInfo) {
		var (
			line [512]byte
			all  [12]slog.Attr
		)
		record, plain := appendJSON(line[:0], time.Now(), fromContext(ctx, append(all[:0], attrs...)))
		if plain {
			_, _ = h.out.Write(record) // a logger ignores the error, too
			return
		}
	}
	log.LogAttrs(ctx, slog.LevelInfo, "request", attrs...)
}

// appendJSON appends what slog.JSONHandler writes for a request. It reports false
// if something is neither an integer nor a string without escapes.
func appendJSON(line []byte, at time.Time, attrs []slog.Attr) (record []byte, plain bool) {
	line = append(line, `{"time":"`...)
	line = at.AppendFormat(line, time.RFC3339Nano)
	line = append(line, `","level":"INFO","msg":"request"`...)
	plain = true
	for _, a := range attrs {
		line = append(line, `,"`...)
		line = append(line, a.Key...)
		line = append(line, `":`...)
		plain = plain && isPlain(a.Key)
		if a.Value.Kind() == slog.KindInt64 {
			line = strconv.AppendInt(line, a.Value.Int64(), 10)
			continue
		}
		line = append(line, '"')
		line = append(line, a.Value.String()...)
		line = append(line, '"')
		plain = plain && a.Value.Kind() == slog.KindString && isPlain(a.Value.String())
	}
	return append(line, "}\n"...), plain
}

// isPlain reports whether JSON has no escape for any byte of s.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
