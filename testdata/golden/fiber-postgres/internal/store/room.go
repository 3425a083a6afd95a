package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/room"
)

// Rooms implements room.Store.
type Rooms struct {
	reads *sqlx.DB
	db    *sqlx.DB // for writes, and the queries of their transactions
}

// NewRooms returns a store that uses db.
func NewRooms(db *DBX) *Rooms {
	return &Rooms{reads: db.Reads, db: db.Writes}
}

// Create implements room.Store.
func (s *Rooms) Create(ctx context.Context, from room.Room) (room.Room, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	if from.ID == uuid.Nil {
		from.ID = uuid.Must(uuid.NewV7())
	}
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	_, err := sqlx.NamedExecContext(ctx, s.db, insertRoom, roomRow(from))
	if err != nil {
		return room.Room{}, refused(err, "create room", roomConstraints())
	}
	return from, nil
}

// Get implements room.Store.
func (s *Rooms) Get(ctx context.Context, id uuid.UUID) (room.Room, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row roomRow
	if err := s.reads.GetContext(ctx, &row, selectRoom, id); err != nil {
		return room.Room{}, wrap(err, "get room")
	}
	return room.Room(row), nil
}

// List implements room.Store.
func (s *Rooms) List(ctx context.Context, q page.Query[room.Room]) (page.Page[room.Room], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, roomListColumns())
	clause, args := at.clause(q.Limit + 1)
	var rows []roomRow
	if err := s.reads.SelectContext(ctx, &rows, selectRooms+clause, args...); err != nil {
		return page.Page[room.Room]{}, wrap(err, "list rooms")
	}
	found := make([]room.Room, len(rows))
	for i := range rows {
		found[i] = room.Room(rows[i])
	}

	return pageOf(ctx, q, found, func(ctx context.Context, total *int64) error {
		clause, args := at.total()
		return wrap(s.reads.GetContext(ctx, total, countRooms+clause, args...), "count rooms")
	})
}

// Update implements room.Store.
func (s *Rooms) Update(ctx context.Context, id uuid.UUID, apply func(*room.Room) error) (room.Room, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed room.Room
	err := WithTx(ctx, s.db, func(tx *sqlx.Tx) error {
		var err error
		if changed, err = lockedRoom(ctx, tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		_, err = tx.NamedExecContext(ctx, updateRoom, roomRow(changed))
		return err
	})
	if err != nil {
		return room.Room{}, refused(err, "update room", roomConstraints())
	}
	return changed, nil
}

// Delete implements room.Store.
func (s *Rooms) Delete(ctx context.Context, id uuid.UUID, check func(*room.Room) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sqlx.Tx) error {
		row, err := lockedRoom(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, deleteRoom, id)
		return err
	})
	return wrap(err, "delete room")
}

// roomConstraints are the constraints that a room may break.
func roomConstraints() constraints {
	return constraints{
		"rooms_name_key": {apperr.Taken("name")},
	}
}
