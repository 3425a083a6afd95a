package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/room"
)

const (
	firstRoom = `{"name": "first name", "seats": 1, "equipment": {"a":1}}`
	otherRoom = `{"name": "other name", "seats": 2, "equipment": {"a":[true]}}`
)

func TestRooms_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newRooms(t)
	created, err := s.Create(t.Context(), parse[room.Room](t, firstRoom))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[room.Room](t, firstRoom)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestRooms_Update(t *testing.T) {
	t.Parallel()
	s := newRooms(t)
	created, err := s.Create(t.Context(), parse[room.Room](t, firstRoom))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[room.Room](t, otherRoom)
	updated, err := s.Update(t.Context(), created.ID, func(row *room.Room) error {
		equal(t, *row, created)
		want.ID, want.CreatedAt, want.UpdatedAt = row.ID, row.CreatedAt, row.UpdatedAt
		*row = want
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if updated.UpdatedAt.Before(created.UpdatedAt) {
		t.Errorf("updated at %v, created at %v", updated.UpdatedAt, created.UpdatedAt)
	}
	want.UpdatedAt = updated.UpdatedAt
	equal(t, updated, want)

	refused := errors.New("refused")
	_, err = s.Update(t.Context(), created.ID, func(row *room.Room) error {
		*row = created
		return refused
	})
	if !errors.Is(err, refused) {
		t.Errorf("error of a refused change = %v", err)
	}
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestRooms_NotFound(t *testing.T) {
	t.Parallel()
	s := newRooms(t)
	created, err := s.Create(t.Context(), parse[room.Room](t, firstRoom))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*room.Room) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestRooms_Conflict(t *testing.T) {
	t.Parallel()
	s := newRooms(t)
	var rows []room.Room
	for n := range 3 { // the first may have nulls, which are equal to nothing
		row, err := s.Create(t.Context(), numberedRoom(t, n))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	_, err := s.Create(t.Context(), rows[1])
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("create twice: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[2].ID, func(row *room.Room) error {
		*row = rows[1]
		row.ID = rows[2].ID
		return nil
	})
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("update to what is taken: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[1].ID, func(*room.Room) error { return nil })
	if err != nil {
		t.Errorf("update to what it is: %v", err)
	}
}

func TestRooms_Pages(t *testing.T) {
	t.Parallel()
	s := newRooms(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedRoom(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range room.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkRooms(t, s, "sort="+sortKey, 100)
			down := walkRooms(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkRooms(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkRooms(t, s, "sort=-"+sortKey, atMost), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkRooms reads a whole list, page by page.
func walkRooms(t *testing.T, s room.Store, query string, atMost int) []room.Room {
	t.Helper()
	var rows []room.Room
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), room.SortKeys())
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Items) > atMost {
			t.Fatalf("page of %d rows, limit is %d", len(p.Items), atMost)
		}
		rows = append(rows, p.Items...)
		if cursor = p.NextCursor; cursor == "" {
			return rows
		}
	}
}

// numberedRoom returns rows with many equal values and nulls, but none equal
// where the values must be unique.
func numberedRoom(tb testing.TB, n int) room.Room {
	tb.Helper()
	row := parse[room.Room](tb, []string{firstRoom, otherRoom}[n%2])
	row.Name = fmt.Sprintf("name %d", n)
	if n%3 == 0 {
		row.Equipment = nil
	}
	return row
}

func TestRooms_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newRooms(t)
	created, err := s.Create(t.Context(), parse[room.Room](t, firstRoom))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*room.Room) error {
				defer inside.Add(-1)
				if n := inside.Add(1); n > 1 {
					t.Errorf("%d changes at a time", n)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func BenchmarkRooms(b *testing.B) {
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newRooms(b)
		row := parse[room.Room](b, firstRoom)
		for b.Loop() {
			created, err := s.Create(ctx, row)
			if err != nil {
				b.Fatal(err)
			}
			if err := s.Delete(ctx, created.ID); err != nil {
				b.Fatal(err)
			}
		}
	})
	s := newRooms(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedRoom(b, n))
		if err != nil {
			b.Fatal(err)
		}
		id = created.ID
	}
	b.Run("Get", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Get(ctx, id); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("List", func(b *testing.B) {
		q, err := page.Parse("sort=-id", room.SortKeys())
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := s.List(ctx, q); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Update", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Update(ctx, id, func(*room.Room) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
