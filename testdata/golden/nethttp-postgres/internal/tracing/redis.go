package tracing

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// Redis is a hook of the client of Redis, with a span for each command or pipeline
// within another span. It has names of commands, and neither keys nor values.
type Redis struct{}

// DialHook leaves connections as they are.
func (Redis) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessHook is called for each command.
func (Redis) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		ctx, span := startRedis(ctx, cmd.Name())
		err := next(ctx, cmd)
		endRedis(span, err)
		return err
	}
}

// ProcessPipelineHook is called for each pipeline.
func (Redis) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		ctx, span := startRedis(ctx, "pipeline")
		err := next(ctx, cmds)
		endRedis(span, err)
		return err
	}
}

func startRedis(ctx context.Context, operation string) (context.Context, trace.Span) {
	ctx, span := startWithin(ctx, operation, trace.SpanKindClient)
	if span.IsRecording() {
		span.SetAttributes(attribute.String(databaseSystem, "redis"), attribute.String(databaseOperation, operation))
	}
	return ctx, span
}

func endRedis(span trace.Span, err error) {
	if err != nil && !errors.Is(err, redis.Nil) {
		span.SetStatus(codes.Error, "")
		span.SetAttributes(attribute.String(errorType, fmt.Sprintf("%T", err)))
	}
	span.End()
}
