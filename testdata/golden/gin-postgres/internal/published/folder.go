package published

import (
	"context"
	"fmt"

	"github.com/acme/notes/internal/folder"
	"github.com/acme/notes/internal/outbox"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
)

// Folders is a store of folders that publishes what happens to them.
type Folders struct {
	inner  folder.Store
	outbox *outbox.Outbox
}

// NewFolders returns a store of the folders in inner, which joins the transactions
// of the outbox.
func NewFolders(inner folder.Store, to *outbox.Outbox) *Folders {
	return &Folders{inner: inner, outbox: to}
}

// add adds the event of what has happened to a folder.
func (s *Folders) add(events *outbox.Events, happened string, row folder.Folder) error {
	return events.Add("folder", happened, fmt.Sprintf("folders/%v", row.ID), row)
}

// Create implements folder.Store.
func (s *Folders) Create(ctx context.Context, whose owner.Scope, from folder.Folder) (created folder.Folder, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if created, err = s.inner.Create(ctx, whose, from); err != nil {
			return err
		}
		return s.add(events, "created", created)
	})
	return created, err
}

// Get implements folder.Store.
func (s *Folders) Get(ctx context.Context, whose owner.Scope, id int64) (folder.Folder, error) {
	return s.inner.Get(ctx, whose, id)
}

// List implements folder.Store.
func (s *Folders) List(ctx context.Context, whose owner.Scope, q page.Query[folder.Folder]) (page.Page[folder.Folder], error) {
	return s.inner.List(ctx, whose, q)
}

// Update implements folder.Store.
func (s *Folders) Update(ctx context.Context, whose owner.Scope, id int64, apply func(*folder.Folder) error) (updated folder.Folder, err error) {
	err = s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) (err error) {
		if updated, err = s.inner.Update(ctx, whose, id, apply); err != nil {
			return err
		}
		return s.add(events, "updated", updated)
	})
	return updated, err
}

// Delete implements folder.Store. The event has the folder as it was.
func (s *Folders) Delete(ctx context.Context, whose owner.Scope, id int64, check func(*folder.Folder) error) error {
	return s.outbox.Do(ctx, func(ctx context.Context, events *outbox.Events) error {
		var deleted folder.Folder
		err := s.inner.Delete(ctx, whose, id, func(row *folder.Folder) error {
			deleted = *row
			return check(row)
		})
		if err != nil {
			return err
		}
		return s.add(events, "deleted", deleted)
	})
}
