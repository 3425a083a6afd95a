package store_test

import (
	"bytes"
	"encoding/json"
	"testing"
)

// parse makes a T of JSON.
func parse[T any](tb testing.TB, text string) T {
	tb.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		tb.Fatal(err)
	}
	return v
}

// equal compares values as clients see them.
func equal(tb testing.TB, got, want any) {
	tb.Helper()
	gotJSON, err := json.Marshal(got)
	if err != nil {
		tb.Fatal(err)
	}
	wantJSON, err := json.Marshal(want)
	if err != nil {
		tb.Fatal(err)
	}
	if !bytes.Equal(gotJSON, wantJSON) {
		tb.Errorf("got  %s\nwant %s", gotJSON, wantJSON)
	}
}
