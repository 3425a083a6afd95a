package tracing

import (
	"context"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/codes"
)

func TestRedis(t *testing.T) {
	server := miniredis.RunT(t)
	client := redis.NewClient(&redis.Options{Addr: server.Addr(), MaxRetries: -1, PipelinePoolSize: -1})
	t.Cleanup(func() { _ = client.Close() })
	client.Ping(t.Context()) // connects
	client.AddHook(Redis{})
	spans := within(t, func(ctx, background context.Context) {
		client.Set(ctx, "key", "value", 0)
		client.Get(ctx, "nothing") // which is no error
		_, _ = client.Pipelined(ctx, func(p redis.Pipeliner) error {
			p.Get(ctx, "key")
			return nil
		})
		client.Do(ctx, "nonsense")
		client.Get(background, "key")
	})
	want := []string{"set", "get", "pipeline", "nonsense"}
	if len(spans) != len(want) {
		t.Fatalf("got %v", spans)
	}
	for i, name := range want {
		attrs := attributes(spans[i])
		if failed := spans[i].Status.Code == codes.Error; spans[i].Name != name || len(attrs) > 3 || failed != (name == "nonsense") {
			t.Errorf("%s: %v %v", spans[i].Name, spans[i].Status, attrs)
		}
	}
}
