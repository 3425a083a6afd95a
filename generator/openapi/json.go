package openapi

import (
	"encoding/json"
	"strings"
)

// printJSON encodes a value in the format of json.MarshalIndent.
func printJSON(value any) []byte {
	return appendJSON(nil, value, "\n")
}

// appendJSON appends a value. Newline is a newline with the indentation of the
// value.
func appendJSON(b []byte, value any, newline string) []byte {
	inner := newline + "    "
	switch v := value.(type) {
	case object:
		b = append(b, '{')
		for i, m := range v {
			b = appendSeparator(b, i, inner)
			b = append(appendString(b, m.name), ": "...)
			b = appendJSON(b, m.value, inner)
		}
		return appendEnd(b, len(v), newline, '}')
	case []any:
		b = append(b, '[')
		for i, element := range v {
			b = appendSeparator(b, i, inner)
			b = appendJSON(b, element, inner)
		}
		return appendEnd(b, len(v), newline, ']')
	case string:
		return appendString(b, v)
	}
	return append(b, basicJSON(value)...)
}

func appendSeparator(b []byte, i int, newline string) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return append(b, newline...)
}

func appendEnd(b []byte, n int, newline string, bracket byte) []byte {
	if n > 0 {
		b = append(b, newline...)
	}
	return append(b, bracket)
}

func appendString(b []byte, s string) []byte {
	if isPlainASCII(s) && !strings.ContainsAny(s, `"\<>&`) {
		return append(append(append(b, '"'), s...), '"')
	}
	return append(b, basicJSON(s)...)
}

func isPlainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// basicJSON encodes a string, number or boolean.
func basicJSON(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // NaN and infinities cannot be parsed from the sources
	}
	return text
}
