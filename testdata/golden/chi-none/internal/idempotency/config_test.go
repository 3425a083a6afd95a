package idempotency_test

import (
	"strings"
	"testing"
	"time"

	"github.com/acme/shelf/internal/idempotency"
)

func TestValidate(t *testing.T) {
	valid := idempotency.Config{TTL: time.Second, AnswerLimit: 1}
	for _, tc := range []struct {
		cfg  idempotency.Config
		want string // "" for no error
	}{
		{valid, ""},
		{idempotency.Config{AnswerLimit: 1}, "IDEMPOTENCY_TTL"},
		{idempotency.Config{TTL: 1}, "IDEMPOTENCY_ANSWER_LIMIT"},
	} {
		err := tc.cfg.Validate()
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%+v: %v", tc.cfg, err)
		}
	}
}
