package cache

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/room"
)

// Rooms is a store that keeps the rooms that it reads from another one.
type Rooms struct {
	inner room.Store
	kept  cachedRows[room.Room, uuid.UUID]
}

// NewRooms returns a store of the rooms in inner, which are fresh for ttl.
func NewRooms(inner room.Store, c *Cache, ttl time.Duration) *Rooms {
	return &Rooms{inner: inner, kept: newCachedRows[room.Room, uuid.UUID](c, "room", ttl)}
}

// Create implements room.Store.
func (s *Rooms) Create(ctx context.Context, from room.Room) (room.Room, error) {
	created, err := s.inner.Create(ctx, from)
	s.kept.changed(ctx, err, created.ID)
	return created, err
}

// Get implements room.Store.
func (s *Rooms) Get(ctx context.Context, id uuid.UUID) (room.Room, error) {
	return s.kept.get(ctx, id, func(ctx context.Context) (room.Room, error) {
		return s.inner.Get(ctx, id)
	})
}

// List implements room.Store.
func (s *Rooms) List(ctx context.Context, q page.Query[room.Room]) (page.Page[room.Room], error) {
	return s.kept.list(ctx, q, func(ctx context.Context) (page.Page[room.Room], error) {
		return s.inner.List(ctx, q)
	})
}

// Update implements room.Store.
func (s *Rooms) Update(ctx context.Context, id uuid.UUID, apply func(*room.Room) error) (room.Room, error) {
	changed, err := s.inner.Update(ctx, id, apply)
	s.kept.changed(ctx, err, id)
	return changed, err
}

// Delete implements room.Store.
func (s *Rooms) Delete(ctx context.Context, id uuid.UUID, check func(*room.Room) error) error {
	err := s.inner.Delete(ctx, id, check)
	s.kept.deletedOrRestored(ctx, err, id)
	return err
}
