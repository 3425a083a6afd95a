package store_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/owner"
)

// TestUnknownOwner creates rows of a user who does not exist.
func TestUnknownOwner(t *testing.T) {
	t.Parallel()
	nobody := owner.Scope{User: uuid.New()}

	folders, _, _ := foldersOfUsers(t)
	if _, err := folders.Create(t.Context(), nobody, folderTests().numbered(t, 1)); !errors.Is(err, owner.ErrUnknown) {
		t.Errorf("folder: error = %v, want ErrUnknown", err)
	}
	notes, _, _ := notesOfUsers(t)
	if _, err := notes.Create(t.Context(), nobody, noteTests().numbered(t, 1)); !errors.Is(err, owner.ErrUnknown) {
		t.Errorf("note: error = %v, want ErrUnknown", err)
	}
}
