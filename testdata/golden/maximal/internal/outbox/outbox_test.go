package outbox

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"slices"
	"testing"

	"github.com/acme/everything/internal/broker"
	"github.com/acme/everything/internal/cloudevent"
	"github.com/acme/everything/internal/requestid"
)

// fakeTransactions runs functions in transactions of a list of subjects.
type fakeTransactions struct {
	committed []string
	attempts  int // of each transaction; the last one counts
}

// fakeTx is such a transaction.
type fakeTx struct{ subjects []string }

func (tx *fakeTx) ExecContext(_ context.Context, _ string, args ...any) (sql.Result, error) {
	subject, ok := args[3].(string)
	if !ok || args[2] != broker.PartOf(subject) {
		return nil, errors.New("not a message")
	}
	tx.subjects = append(tx.subjects, subject)
	return nil, nil //nolint:nilnil // nobody looks at it
}

func (f *fakeTransactions) Do(ctx context.Context, fn func(ctx context.Context, tx Executor) error) error {
	tx := &fakeTx{}
	for range max(f.attempts, 1) {
		tx = &fakeTx{}
		if err := fn(ctx, tx); err != nil {
			return err
		}
	}
	f.committed = append(f.committed, tx.subjects...)
	return nil
}

func TestDo(t *testing.T) {
	t.Parallel()
	db := &fakeTransactions{attempts: 3}
	o := New(db)
	add := func(subjects ...string) func(context.Context, *Events) error {
		return func(_ context.Context, events *Events) error {
			for _, subject := range subjects {
				if err := events.Add("book", "created", subject, nil); err != nil {
					return err
				}
			}
			return nil
		}
	}
	told := func() bool {
		select {
		case <-o.committed:
			return true
		default:
			return false
		}
	}
	refused := errors.New("refused")
	err := o.Do(t.Context(), func(ctx context.Context, events *Events) error {
		return errors.Join(add("books/1")(ctx, events), refused)
	})
	if !errors.Is(err, refused) || len(db.committed) > 0 || told() {
		t.Errorf("refused: %v, committed %v", err, db.committed)
	}
	if err := o.Do(t.Context(), add("books/2", "books/3")); err != nil || !told() {
		t.Errorf("error = %v, and the relay has to be told", err)
	}
	if err := errors.Join(o.Do(t.Context(), add("books/4")), o.Do(t.Context(), add("books/5"))); err != nil || !told() || told() {
		t.Errorf("error = %v, and the relay has to be told once", err)
	}
	if want := []string{"books/2", "books/3", "books/4", "books/5"}; !slices.Equal(db.committed, want) {
		t.Errorf("committed %v, want %v", db.committed, want)
	}
}

// An event is a part of the trace of its request.
func TestAdd_trace(t *testing.T) {
	t.Parallel()
	const trace = "0af7651916cd43dd8448eb211c80319c"
	for _, tt := range []struct {
		ctx  context.Context //nolint:containedctx // what is tested
		want string
	}{
		{requestid.NewContext(t.Context(), requestid.IDs{Trace: trace}), "^00-" + trace + "-[0-9a-f]{16}-01$"},
		{t.Context(), "^$"},
	} {
		events := Events{trace: traceOf(tt.ctx)}
		if err := events.Add("book", "created", "books/1", nil); err != nil {
			t.Fatal(err)
		}
		if got := events.messages[0].Trace; !regexp.MustCompile(tt.want).MatchString(got) {
			t.Errorf("trace = %q, want %s", got, tt.want)
		}
	}
}

func TestAdd_refused(t *testing.T) {
	t.Parallel()
	var events Events
	for _, data := range []any{func() {}, make([]byte, cloudevent.MaxSize)} {
		if err := events.Add("book", "created", "books/1", data); err == nil || len(events.messages) > 0 {
			t.Errorf("added %d messages, %v", len(events.messages), err)
		}
	}
}
