package cache

import (
	"bytes"
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/room"
)

// filteredRooms is a store that is not asked for most ids that no row has.
type filteredRooms struct {
	room.Store
	ids *idFilter[uuid.UUID]
}

// FilterRooms returns a store of the rooms in inner, whose ids are in source.
func FilterRooms(inner room.Store, filters *IDFilters, source IDSource[uuid.UUID]) room.Store {
	if !filters.on {
		return inner
	}
	compare := func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }
	ids := newIDFilter("rooms", source, compare, filters.log)
	filters.all = append(filters.all, ids.run)
	return filteredRooms{inner, ids}
}

// Get implements room.Store.
func (s filteredRooms) Get(ctx context.Context, id uuid.UUID) (room.Room, error) {
	if !s.ids.mayExist(ctx, id) {
		return room.Room{}, fmt.Errorf("room %v: %w", id, apperr.ErrNotFound)
	}
	return s.Store.Get(ctx, id)
}
