package secret_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/acme/shelf/internal/secret"
)

func TestText(t *testing.T) {
	t.Parallel()
	type config struct {
		Key secret.Text `json:"key"`
	}
	for value, want := range map[secret.Text]string{"": "", "opensesame": "[hidden]"} {
		cfg := config{value}
		data, err := json.Marshal(cfg)
		if err != nil {
			t.Fatal(err)
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).InfoContext(t.Context(), "test", slog.Any("key", value), slog.Any("config", cfg))
		all := fmt.Sprintf("%s %v %#v %+v %#v %s %s", value, value, value, cfg, cfg, data, log.String())
		if strings.Contains(all, "opensesame") || strings.Contains(all, "hidden") != (want != "") {
			t.Errorf("printed %s", all)
		}
		if got := value.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
