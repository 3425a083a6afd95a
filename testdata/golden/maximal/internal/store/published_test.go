package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/broker"
	"github.com/acme/everything/internal/cloudevent"
	"github.com/acme/everything/internal/outbox"
	"github.com/acme/everything/internal/store"
)

// testEvents checks that each change which is committed has one event, in the order of the
// versions, and that others have none. The subjects begin with path.
func (s resourceSuite[T]) testEvents(t *testing.T, db *store.ORM, to *outbox.Outbox, rows resourceStore[T], path string) {
	t.Helper()
	ctx, refused := t.Context(), errors.New("refused")
	refuse := func(*T) error { return refused }
	err := to.Do(ctx, func(ctx context.Context, _ *outbox.Events) error {
		_, err := rows.Create(ctx, s.numbered(t, 1))
		return errors.Join(err, refused)
	})
	if n := number(t, db, "SELECT COUNT(*) FROM outbox"); !errors.Is(err, refused) || n != 0 {
		t.Errorf("created and rolled back: error = %v, %d events", err, n)
	}

	_, id := s.create(t, rows, s.numbered(t, 1))
	_, errUpdate := rows.Update(ctx, id, refuse)
	for _, err := range []error{errUpdate, rows.Delete(ctx, id, refuse)} {
		if !errors.Is(err, refused) {
			t.Errorf("error of a change that is refused = %v", err)
		}
	}
	var writers sync.WaitGroup
	for range 4 {
		writers.Go(func() {
			for range 3 {
				if _, err := rows.Update(ctx, id, always[T]); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	if err := rows.Delete(ctx, id, always[T]); err != nil {
		t.Error(err)
	}
	_, errUpdate = rows.Update(ctx, id, always[T])
	for _, err := range []error{errUpdate, rows.Delete(ctx, id, always[T])} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error of a change of nothing = %v", err)
		}
	}

	want := []string{"created 1"}
	for version := range 12 {
		want = append(want, fmt.Sprintf("updated %d", version+2))
	}
	want = append(want, "deleted 13")
	if got := s.eventsOf(t, db, fmt.Sprintf("%s%v", path, id)); !slices.Equal(got, want) {
		t.Errorf("events are %q, want %q", got, want)
	}
	if n := number(t, db, "SELECT COUNT(*) FROM outbox"); n != len(want) {
		t.Errorf("%d events, want %d", n, len(want))
	}
}

// eventsOf returns what has happened to a subject, each time with the version that it had
// then.
func (s resourceSuite[T]) eventsOf(t *testing.T, db *store.ORM, subject string) (all []string) {
	t.Helper()
	found, err := tableOf(t, db).Unsent(t.Context(), broker.PartOf(subject), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range found {
		var event cloudevent.Event
		if err := json.Unmarshal(row.Message.Body, &event); err != nil {
			t.Fatal(err)
		}
		if event.Subject != subject {
			continue
		}
		happened := strings.Split(event.Type, ".")
		all = append(all, fmt.Sprintf("%s %d", happened[len(happened)-2], stampsOf(t, parse[T](t, string(event.Data))).Version))
	}
	return all
}
