package logger_test

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/acme/rooms/internal/logger"
	"github.com/acme/rooms/internal/requestid"
)

func TestNewAddsIDs(t *testing.T) {
	ctx := requestid.NewContext(t.Context(), requestid.IDs{Request: "r1", Trace: "t1"})
	for format, want := range map[string]string{
		"json": `"msg":"hello","part":"x","n":1,"request_id":"r1","trace_id":"t1"}`,
		"text": `msg=hello part=x n=1 request_id=r1 trace_id=t1`,
	} {
		var out strings.Builder
		log := logger.New(logger.Config{Format: format}, &out).With(slog.String("part", "x"))
		log.InfoContext(ctx, "hello", slog.Int("n", 1))
		log.DebugContext(ctx, "not at this level")
		if got := strings.TrimSpace(out.String()); !strings.HasSuffix(got, want) {
			t.Errorf("%s: got %s, want it to end with %s", format, got, want)
		}
	}
}

func TestValidate(t *testing.T) {
	for cfg, valid := range map[logger.Config]bool{
		{Format: "json"}:            true,
		{Format: "text", Flush: 1}:  true,
		{Format: ""}:                false,
		{Format: "xml"}:             false,
		{Format: "json", Flush: -1}: false,
	} {
		if err := cfg.Validate(); (err == nil) != valid {
			t.Errorf("%+v: %v", cfg, err)
		}
	}
}
