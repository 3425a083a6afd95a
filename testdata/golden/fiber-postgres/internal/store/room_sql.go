package store

import (
	"encoding/json"
	"time"

	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/room"
)

const (
	selectRooms = `
		SELECT name, seats, equipment, created_at, updated_at, id
		FROM rooms`
	selectRoom = selectRooms + `
		WHERE id = $1`
	lockRoom = selectRoom + `
		FOR UPDATE`
	insertRoom = `
		INSERT INTO rooms (name, seats, equipment, created_at, updated_at)
		VALUES (:name, :seats, :equipment, :created_at, :updated_at)
		RETURNING id`
	updateRoom = `
		UPDATE rooms
		SET name = :name, seats = :seats, equipment = :equipment, created_at = :created_at, updated_at = :updated_at
		WHERE id = :id`
	deleteRoom = `
		DELETE FROM rooms
		WHERE id = $1`
)

// roomRow is a row of the table rooms. Its tags are the names of the columns,
// and of the parameters of the statements.
type roomRow struct {
	ID        int64            `db:"id"`
	Name      string           `db:"name"`
	Seats     int32            `db:"seats"`
	Equipment *json.RawMessage `db:"equipment"`
	CreatedAt time.Time        `db:"created_at"`
	UpdatedAt time.Time        `db:"updated_at"`
}

// roomSeek describes the page that q asks for. Only the columns named here reach
// a statement, never text from a client.
func roomSeek(q page.Query[room.Room]) seek {
	var row roomRow
	if q.After != nil {
		row = roomRow(*q.After)
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"name":       {column: "name", value: row.Name},
		"seats":      {column: "seats", value: row.Seats},
		"created_at": {column: "created_at", value: row.CreatedAt},
		"updated_at": {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
