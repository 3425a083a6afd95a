package tracing

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/XSAM/otelsql"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// OpenDB is sql.OpenDB, with a span for each statement within another span. It has
// the text with placeholders, and neither values nor the errors of the driver,
// which may name some.
func OpenDB(connector driver.Connector) *sql.DB {
	if !on() {
		return sql.OpenDB(connector)
	}
	return otelsql.OpenDB(connector,
		otelsql.WithAttributes(attribute.String(databaseSystem, "sqlite")),
		otelsql.WithSpanNameFormatter(statementName),
		otelsql.WithAttributesGetter(statementText),
		otelsql.WithSpanErrorAttributesGetter(statementError),
		otelsql.WithSpanOptions(otelsql.SpanOptions{
			DisableQuery:         true, // statementText has it
			RecordError:          func(error) bool { return false },
			OmitConnResetSession: true,
			OmitConnPrepare:      true,
			OmitRows:             true,
			OmitConnectorConnect: true,
			SpanFilter:           isTraced,
		}),
	)
}

// isTraced reports whether a statement belongs to a trace, which those of tasks in
// the background do not.
func isTraced(ctx context.Context, _ otelsql.Method, _ string, _ []driver.NamedValue) bool {
	return trace.SpanFromContext(ctx).IsRecording()
}

// statementName returns the name of a span: the first word of a statement, or else
// what is done.
func statementName(_ context.Context, method otelsql.Method, query string) string {
	if words := strings.Fields(query); len(words) > 0 {
		return words[0]
	}
	return strings.ToUpper(string(method[strings.LastIndex(string(method), ".")+1:])) // such as COMMIT
}

// statementText returns a statement on a single line.
func statementText(_ context.Context, _ otelsql.Method, query string, _ []driver.NamedValue) []attribute.KeyValue {
	if query == "" {
		return nil
	}
	return []attribute.KeyValue{attribute.String(databaseQuery, strings.Join(strings.Fields(query), " "))}
}

func statementError(err error) []attribute.KeyValue {
	if errors.Is(err, driver.ErrSkip) { // the driver does it in another way
		return nil
	}
	return []attribute.KeyValue{attribute.String(errorType, fmt.Sprintf("%T", err))}
}
