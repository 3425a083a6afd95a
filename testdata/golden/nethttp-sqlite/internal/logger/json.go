package logger

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"
)

// Request logs a request that has ended, unless it is one of those to skip.
// Strings and integers are formatted here, as slog takes four times as long.
func Request(ctx context.Context, log *slog.Logger, end time.Time, status int, attrs ...slog.Attr) {
	if !log.Enabled(ctx, slog.LevelInfo) {
		return
	}
	h, ok := log.Handler().(handler)
	if ok && status < http.StatusBadRequest && rand.Float64() < h.skip { //nolint:gosec // no secret
		return
	}
	if h.json {
		var (
			line [512]byte
			more [4]slog.Attr
		)
		record, plain := appendJSON(line[:0], end, attrs, fromContext(ctx, more[:0]))
		if plain {
			_, _ = h.out.Write(record) // a logger ignores the error, too
			return
		}
	}
	record := slog.NewRecord(end, slog.LevelInfo, "request", 0)
	record.AddAttrs(attrs...)
	_ = log.Handler().Handle(ctx, record)
}

// appendJSON appends what slog.JSONHandler writes for a request with two lists of
// attributes. It reports false if something is neither an integer nor a string
// without escapes.
func appendJSON(line []byte, end time.Time, attrs, more []slog.Attr) (record []byte, plain bool) {
	line = append(line, `{"time":"`...)
	line = end.AppendFormat(line, time.RFC3339Nano)
	line = append(line, `","level":"INFO","msg":"request"`...)
	if line, plain = appendAttrs(line, attrs); plain {
		line, plain = appendAttrs(line, more)
	}
	return append(line, "}\n"...), plain
}

// appendAttrs appends attributes as members of a JSON object.
func appendAttrs(line []byte, attrs []slog.Attr) (members []byte, plain bool) {
	for _, a := range attrs {
		if !isPlain(a.Key) {
			return line, false
		}
		line = append(line, `,"`...)
		line = append(line, a.Key...)
		line = append(line, `":`...)
		switch a.Value.Kind() {
		case slog.KindInt64:
			line = strconv.AppendInt(line, a.Value.Int64(), 10)
		case slog.KindString:
			value := a.Value.String()
			if !isPlain(value) {
				return line, false
			}
			line = append(line, '"')
			line = append(line, value...)
			line = append(line, '"')
		default:
			return line, false
		}
	}
	return line, true
}

// isPlain reports whether JSON has no escape for any byte of s.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
