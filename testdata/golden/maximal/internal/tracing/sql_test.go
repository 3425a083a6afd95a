package tracing

import (
	"context"
	"database/sql/driver"
	"errors"
	"maps"
	"testing"
)

// database stands in for one. It knows no query.
type database struct{ driver.Conn }

func (d database) Connect(context.Context) (driver.Conn, error) { return d, nil }

func (d database) Driver() driver.Driver { return d }

func (d database) Open(string) (driver.Conn, error) { return d, nil }

func (database) Close() error { return nil }

func (database) BeginTx(context.Context, driver.TxOptions) (driver.Tx, error) { return database{}, nil }

func (database) Commit() error { return nil }

func (database) Rollback() error { return nil }

func (database) ExecContext(context.Context, string, []driver.NamedValue) (driver.Result, error) {
	return driver.RowsAffected(1), nil
}

func (database) QueryContext(context.Context, string, []driver.NamedValue) (driver.Rows, error) {
	return nil, errors.New("duplicate key: secret")
}

func TestOpenDB(t *testing.T) {
	spans := within(t, func(ctx, background context.Context) {
		db := OpenDB(database{})
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(ctx, "\n\tUPDATE t\n\tSET a = ?", "secret"); err != nil {
			t.Error(err)
		}
		if err := tx.Commit(); err != nil {
			t.Error(err)
		}
		var n int
		if db.QueryRowContext(ctx, "SELECT a FROM t WHERE b = ?", "secret").Scan(&n) == nil {
			t.Error("no error")
		}
		if _, err := db.ExecContext(background, "DELETE FROM t"); err != nil {
			t.Error(err)
		}
	})
	const system = "sqlite"
	want := []struct {
		name  string
		attrs map[string]string
	}{
		{"BEGIN_TX", map[string]string{"db.system.name": system}},
		{"UPDATE", map[string]string{"db.system.name": system, "db.query.text": "UPDATE t SET a = ?"}},
		{"COMMIT", map[string]string{"db.system.name": system}},
		{"SELECT", map[string]string{
			"db.system.name": system, "db.query.text": "SELECT a FROM t WHERE b = ?", "error.type": "*errors.errorString",
		}},
	}
	if len(spans) != len(want) {
		t.Fatalf("got %v", spans)
	}
	for i, w := range want {
		if got := attributes(spans[i]); spans[i].Name != w.name || !maps.Equal(got, w.attrs) || len(spans[i].Events) > 0 {
			t.Errorf("%s: %v %v", spans[i].Name, got, spans[i].Events)
		}
	}
}

// TestOpenDBOff has no collector.
func TestOpenDBOff(t *testing.T) {
	if _, ok := OpenDB(database{}).Driver().(database); !ok {
		t.Error("the driver is wrapped")
	}
}
