package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"github.com/acme/rooms/internal/list"
	"github.com/acme/rooms/internal/room"
)

const (
	selectRooms = `
		SELECT name, seats, equipment, screen, contact, features, "plan", version, created_at, updated_at, id
		FROM rooms`
	selectRoom = selectRooms + `
		WHERE id = $1`
	lockRoom = selectRoom + `
		FOR UPDATE`
	insertRoom = `
		INSERT INTO rooms (name, seats, equipment, screen, contact, features, "plan", version, created_at, updated_at, id)
		VALUES (:name, :seats, :equipment, :screen, :contact, :features, :plan, :version, :created_at, :updated_at, :id)`
	updateRoom = `
		UPDATE rooms
		SET name = :name, seats = :seats, equipment = :equipment, screen = :screen, contact = :contact, features = :features, "plan" = :plan, version = :version, created_at = :created_at, updated_at = :updated_at
		WHERE id = :id`
	countRooms = `
		SELECT count(*)
		FROM rooms`
	deleteRoom = `
		DELETE FROM rooms
		WHERE id = $1`
)

// roomRow is a row of the table rooms. Its tags are the names of the columns,
// and of the parameters of the statements.
type roomRow struct {
	ID        uuid.UUID        `db:"id"`
	Name      string           `db:"name"`
	Seats     int32            `db:"seats"`
	Equipment *json.RawMessage `db:"equipment"`
	Screen    *string          `db:"screen"`
	Contact   *string          `db:"contact"`
	Features  list.Strings     `db:"features"`
	Plan      *[]byte          `db:"plan"`
	Version   int64            `db:"version"`
	CreatedAt time.Time        `db:"created_at"`
	UpdatedAt time.Time        `db:"updated_at"`
}

// lockedRoom reads a room that stays as it is until tx ends.
func lockedRoom(ctx context.Context, tx *sqlx.Tx, id uuid.UUID) (room.Room, error) {
	var row roomRow
	err := tx.GetContext(ctx, &row, lockRoom, id)
	return room.Room(row), err
}

// roomListColumns are the columns that lists of rooms are sorted or filtered
// by.
func roomListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":         {text: "id"},
		"name":       {text: "name", unique: true},
		"seats":      {text: "seats"},
		"screen":     {text: "screen", nullable: true},
		"contact":    {text: "contact", nullable: true},
		"created_at": {text: "created_at"},
		"updated_at": {text: "updated_at"},
	}
}
