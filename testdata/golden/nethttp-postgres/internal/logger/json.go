package logger

import (
	"log/slog"
	"strconv"
	"time"
	"unicode/utf8"
)

// appendJSON appends what slog.JSONHandler writes for a record with attrs. It
// reports false if they are not all strings and integers, as those of requests
// are.
func appendJSON(line []byte, record slog.Record, attrs []slog.Attr) (_ []byte, ok bool) {
	line = append(line, `{"time":"`...)
	line = record.Time.AppendFormat(line, time.RFC3339Nano)
	line = append(line, `","level":"`...)
	line = append(line, record.Level.String()...)
	line = append(line, '"')
	line, ok = appendAttr(line, slog.String(slog.MessageKey, record.Message))
	add := func(a slog.Attr) bool {
		if ok {
			line, ok = appendAttr(line, a)
		}
		return ok
	}
	record.Attrs(add)
	for _, a := range attrs {
		add(a)
	}
	return append(line, "}\n"...), ok && !record.Time.IsZero()
}

func appendAttr(line []byte, a slog.Attr) (_ []byte, ok bool) {
	line = append(line, `,"`...)
	line = append(line, a.Key...)
	line = append(line, `":`...)
	if a.Value.Kind() == slog.KindInt64 {
		return strconv.AppendInt(line, a.Value.Int64(), 10), isPlain(a.Key)
	}
	value := a.Value.String()
	line = append(line, '"')
	line = append(line, value...)
	line = append(line, '"')
	return line, a.Value.Kind() == slog.KindString && isPlain(a.Key) && isPlain(value)
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
