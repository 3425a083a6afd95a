package handler_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// bodyLimit is the size of a body that is not too large yet.
const bodyLimit = 1 << 20

// wantAnswer checks the status of an answer, and that its body contains a text.
func wantAnswer(t *testing.T, w *httptest.ResponseRecorder, status int, text string) {
	t.Helper()
	if w.Code != status || !strings.Contains(w.Body.String(), text) {
		t.Errorf("answer %d %s, want %d with %s", w.Code, w.Body, status, text)
	}
	if w.Code != http.StatusNoContent && w.Header().Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("Content-Type is %q", w.Header().Get("Content-Type"))
	}
}
