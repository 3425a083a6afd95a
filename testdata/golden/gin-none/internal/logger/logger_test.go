package logger_test

import (
	"log/slog"
	"math"
	"strings"
	"testing"

	"github.com/acme/empty/v2/internal/logger"
	"github.com/acme/empty/v2/internal/requestid"
)

func TestNewAddsIDs(t *testing.T) {
	ctx := requestid.NewContext(t.Context(), requestid.IDs{Request: "r1", Trace: "t1"})
	for _, tc := range []struct {
		format string
		own    []any // attributes of the logger
		want   string
	}{
		{"json", nil, `"msg":"hello","n":1,"request_id":"r1","trace_id":"t1"}`},
		{"json", []any{slog.String("part", "x")}, `"msg":"hello","part":"x","n":1,"request_id":"r1","trace_id":"t1"}`},
		{"text", []any{slog.String("part", "x")}, `msg=hello part=x n=1 request_id=r1 trace_id=t1`},
	} {
		var out strings.Builder
		log := logger.New(logger.Config{Format: tc.format}, &out).With(tc.own...)
		log.InfoContext(ctx, "hello", slog.Int("n", 1))
		log.DebugContext(ctx, "not at this level")
		if got := strings.TrimSpace(out.String()); !strings.HasSuffix(got, tc.want) {
			t.Errorf("got %s, want it to end with %s", got, tc.want)
		}
	}
}

func TestLevelCanChange(t *testing.T) {
	var out strings.Builder
	log := logger.New(logger.Config{Format: "json"}, &out)
	for _, log := range []*slog.Logger{log, log.With(slog.String("part", "x")), log.WithGroup("g")} {
		logger.Level(log).Set(slog.LevelDebug)
		log.DebugContext(t.Context(), "hello")
		logger.Level(log).Set(slog.LevelInfo)
		log.DebugContext(t.Context(), "not at this level")
	}
	if got := out.String(); strings.Count(got, "hello") != 3 || strings.Contains(got, "not at this level") {
		t.Error(got)
	}
	logger.Level(slog.New(slog.DiscardHandler)).Set(slog.LevelError) // of another logger: nothing happens
}

func TestValidate(t *testing.T) {
	for cfg, valid := range map[logger.Config]bool{
		{Format: "json"}:                     true,
		{Format: "text", Flush: 1}:           true,
		{Format: ""}:                         false,
		{Format: "xml"}:                      false,
		{Format: "json", Flush: -1}:          false,
		{Format: "json", Skip: 1}:            true,
		{Format: "json", Skip: 1.1}:          false,
		{Format: "json", Skip: math.Inf(-1)}: false,
	} {
		if err := cfg.Validate(); (err == nil) != valid {
			t.Errorf("%+v: %v", cfg, err)
		}
	}
}
