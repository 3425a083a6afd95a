package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/room"
)

const (
	selectRooms = `
		SELECT name, seats, equipment, version, created_at, updated_at, id
		FROM rooms`
	selectRoom = selectRooms + `
		WHERE id = $1`
	lockRoom = selectRoom + `
		FOR UPDATE`
	insertRoom = `
		INSERT INTO rooms (name, seats, equipment, version, created_at, updated_at)
		VALUES (:name, :seats, :equipment, :version, :created_at, :updated_at)
		RETURNING id`
	updateRoom = `
		UPDATE rooms
		SET name = :name, seats = :seats, equipment = :equipment, version = :version, created_at = :created_at, updated_at = :updated_at
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
	Version   int64            `db:"version"`
	CreatedAt time.Time        `db:"created_at"`
	UpdatedAt time.Time        `db:"updated_at"`
}

// lockedRoom reads a room that stays as it is until tx ends.
func lockedRoom(ctx context.Context, tx *sqlx.Tx, id int64) (room.Room, error) {
	var row roomRow
	err := tx.GetContext(ctx, &row, lockRoom, id)
	return room.Room(row), err
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
