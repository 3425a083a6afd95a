package cache

import (
	"context"
	"time"

	"github.com/acme/notes/internal/folder"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
)

// Folders is a store that keeps the folders that it reads from another one.
type Folders struct {
	inner folder.Store
	kept  cachedRows[folder.Folder, int64]
}

// NewFolders returns a store of the folders in inner, which are fresh for ttl.
func NewFolders(inner folder.Store, c *Cache, ttl time.Duration) *Folders {
	return &Folders{inner: inner, kept: newCachedRows[folder.Folder, int64](c, "folder", ttl, "note")}
}

// Create implements folder.Store.
func (s *Folders) Create(ctx context.Context, whose owner.Scope, from folder.Folder) (folder.Folder, error) {
	created, err := s.inner.Create(ctx, whose, from)
	s.kept.changed(ctx, err, created.ID)
	return created, err
}

// Get implements folder.Store.
func (s *Folders) Get(ctx context.Context, whose owner.Scope, id int64) (folder.Folder, error) {
	return s.kept.of(whose).get(ctx, id, func(ctx context.Context) (folder.Folder, error) {
		return s.inner.Get(ctx, whose, id)
	})
}

// List implements folder.Store.
func (s *Folders) List(ctx context.Context, whose owner.Scope, q page.Query[folder.Folder]) (page.Page[folder.Folder], error) {
	return s.kept.of(whose).list(ctx, q, func(ctx context.Context) (page.Page[folder.Folder], error) {
		return s.inner.List(ctx, whose, q)
	})
}

// Update implements folder.Store.
func (s *Folders) Update(ctx context.Context, whose owner.Scope, id int64, apply func(*folder.Folder) error) (folder.Folder, error) {
	changed, err := s.inner.Update(ctx, whose, id, apply)
	s.kept.changed(ctx, err, id)
	return changed, err
}

// Delete implements folder.Store.
func (s *Folders) Delete(ctx context.Context, whose owner.Scope, id int64, check func(*folder.Folder) error) error {
	err := s.inner.Delete(ctx, whose, id, check)
	s.kept.deletedOrRestored(ctx, err, id)
	return err
}
