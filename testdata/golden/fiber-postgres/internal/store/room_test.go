package store_test

import (
	"fmt"
	"testing"

	"github.com/acme/rooms/internal/room"
)

func roomSuite() resourceSuite[room.Room] {
	return resourceSuite[room.Room]{
		open:     newRooms,
		keys:     room.SortKeys(),
		first:    firstRoom,
		other:    otherRoom,
		numbered: numberedRoom,
		unique:   []string{"name"},
	}
}

const (
	firstRoom = `{"name": "first name", "seats": 1, "equipment": {"a":1}}`
	otherRoom = `{"name": "other name", "seats": 2, "equipment": {"a":[true]}}`
)

func TestRooms(t *testing.T) {
	t.Parallel()
	roomSuite().run(t)
}

func numberedRoom(tb testing.TB, n int) room.Room {
	tb.Helper()
	row := parse[room.Room](tb, []string{firstRoom, otherRoom}[n%2])
	row.Name = fmt.Sprintf("name %d", n)
	if n%3 == 0 {
		row.Equipment = nil
	}
	return row
}
