package logger

import (
	"context"
	"log/slog"
	"strconv"
	"time"
	"unicode/utf8"
)

// Info is log.LogAttrs for what is logged with every request: strings and
// integers are formatted here, as slog takes five times as long.
func Info(ctx context.Context, log *slog.Logger, msg string, attrs ...slog.Attr) {
	if h, ok := log.Handler().(handler); ok && h.json && h.Enabled(ctx, slog.LevelInfo) {
		var (
			line [512]byte
			all  [12]slog.Attr
		)
		record, plain := appendJSON(line[:0], time.Now(), msg, fromContext(ctx, append(all[:0], attrs...)))
		if plain {
			_, _ = h.out.Write(record) // a logger ignores the error, too
			return
		}
	}
	log.LogAttrs(ctx, slog.LevelInfo, msg, attrs...)
}

// appendJSON appends what slog.JSONHandler writes at LevelInfo. It reports false
// if something is neither an integer nor a string without escapes.
func appendJSON(line []byte, at time.Time, msg string, attrs []slog.Attr) (record []byte, plain bool) {
	line = append(line, `{"time":"`...)
	line = at.AppendFormat(line, time.RFC3339Nano)
	line = append(line, `","level":"INFO","msg":"`...)
	line = append(line, msg...)
	line = append(line, '"')
	plain = isPlain(msg)
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
