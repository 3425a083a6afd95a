package store_test

import (
	"fmt"
	"testing"

	"github.com/acme/rooms/internal/room"
)

func roomTests() resourceSuite[room.Room] {
	return resourceSuite[room.Room]{
		open:     newRooms,
		fields:   room.ListFields(),
		first:    firstRoom,
		other:    otherRoom,
		numbered: numberedRoom,
		unique:   [][]string{{"name"}},
	}
}

const (
	firstRoom = `{"name": "first name", "seats": 1, "equipment": {"a":1}, "screen": "first.example.com", "contact": "+12025550101", "features": ["projector","In Person"], "plan": "AQD/"}`
	otherRoom = `{"name": "other name", "seats": 2, "equipment": {"a":[true]}, "screen": "other.example.com", "contact": "+12025550102", "features": ["In Person"], "plan": ""}`
)

func TestRooms(t *testing.T) {
	t.Parallel()
	roomTests().run(t)
}

func numberedRoom(tb testing.TB, n int) room.Room {
	tb.Helper()
	row := parse[room.Room](tb, []string{firstRoom, otherRoom}[n%2])
	row.ID = numberedID(n + 1)
	row.Name = fmt.Sprintf("name %d", n)
	if n%3 == 0 {
		row.Equipment = nil
		row.Screen = nil
		row.Contact = nil
		row.Plan = nil
	}
	return row
}
