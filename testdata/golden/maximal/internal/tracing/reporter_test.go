package tracing

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestReporter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		r := newReporter(slog.New(slog.NewTextHandler(&log, nil)))
		for range 120 {
			r.Handle(errors.New("connection refused"))
			time.Sleep(time.Second)
		}
		lines := strings.Split(strings.TrimSpace(log.String()), "\n")
		if len(lines) != 2 || !strings.Contains(lines[0], "errors_omitted=0") || !strings.Contains(lines[1], "errors_omitted=59") {
			t.Errorf("logged\n%s", &log)
		}
	})
}
