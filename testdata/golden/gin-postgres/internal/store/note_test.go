package store_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/store"
)

func noteTests() resourceSuite[note.Note] {
	return resourceSuite[note.Note]{
		open:     newNotes,
		fields:   note.ListFields(),
		first:    firstNote,
		other:    otherNote,
		numbered: numberedNote,
		owner:    "user_id",
		bulk:     true,
	}
}

const (
	firstNote = `{"text": "first text", "title": "first title", "folder_id": 1, "tag_ids": []}`
	otherNote = `{"text": "other text", "title": "other title", "folder_id": 2, "tag_ids": []}`
)

func TestNotes(t *testing.T) {
	t.Parallel()
	noteTests().run(t)
}

func TestNotes_owners(t *testing.T) {
	t.Parallel()
	s, own, other := notesOfUsers(t)
	noteTests().testOwners(t, s, own, other)
}

func TestNotes_FolderID_ofOthers(t *testing.T) {
	t.Parallel()
	db := open(t)
	seedFolders(t, ownedBy(t, db, store.NewFolders(db)))
	theirs := owner.Scope{User: userIn(t, db, "other@example.com")}
	other, err := store.NewFolders(db).Create(t.Context(), theirs, numberedFolder(t, 9))
	if err != nil {
		t.Fatal(err)
	}
	s := ownedBy(t, db, store.NewNotes(db))
	own, err := s.Create(t.Context(), numberedNote(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	refer := func(row *note.Note) error {
		row.FolderID = &other.ID
		return nil
	}
	row := numberedNote(t, 2)
	_ = refer(&row)
	_, errCreate := s.Create(t.Context(), row)
	_, errUpdate := s.Update(t.Context(), own.ID, refer)
	for _, err := range []error{errCreate, errUpdate} {
		if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrReference) || !ok || fault.Field != "folder_id" {
			t.Errorf("refer to a row of another user: error = %v of %+v, want ErrReference of folder_id", err, fault)
		}
	}
}

func numberedNote(tb testing.TB, n int) note.Note {
	tb.Helper()
	row := parse[note.Note](tb, []string{firstNote, otherNote}[n%2])
	if n%3 == 0 {
		row.Title = nil
		row.FolderID = nil
	}
	return row
}

func TestNotes_FolderID(t *testing.T) {
	t.Parallel()
	db := open(t)
	seedFolders(t, ownedBy(t, db, store.NewFolders(db)))
	folders, s := ownedBy(t, db, store.NewFolders(db)), ownedBy(t, db, store.NewNotes(db))
	if _, err := s.Create(t.Context(), numberedNote(t, 0)); err != nil { // on no page below
		t.Fatal(err)
	}
	var want []note.Note
	for n := 1; n <= 4; n++ {
		row := numberedNote(t, n)
		row.FolderID = new(int64(2 - n%2))
		row, err := s.Create(t.Context(), row)
		if err != nil {
			t.Fatal(err)
		}
		if *row.FolderID == 2 {
			want = append(want, row)
		}
	}
	equal(t, noteTests().walk(t, s, "folder_id=2", 1), want)

	toNobody := numberedNote(t, 5)
	toNobody.FolderID = new(int64(1000))
	_, errCreate := s.Create(t.Context(), toNobody)
	_, errUpdate := s.Update(t.Context(), want[0].ID, func(row *note.Note) error {
		row.FolderID = toNobody.FolderID
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrReference) || !ok || fault.Field != "folder_id" {
			t.Errorf("refer to nobody: error = %v of %+v, want ErrReference of folder_id", err, fault)
		}
	}

	err := folders.Delete(t.Context(), 2, always)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range want {
		now, err := s.Get(t.Context(), row.ID)
		if err != nil || now.FolderID != nil || now.Version != row.Version+1 || now.UpdatedAt.Before(row.UpdatedAt) {
			t.Errorf("delete what is referred to: %v and %+v, want folder_id null in the next version", err, now)
		}
	}
}

func TestNotes_TagIDs(t *testing.T) {
	t.Parallel()
	db := open(t)
	seedTags(t, store.NewTags(db))
	seedFolders(t, ownedBy(t, db, store.NewFolders(db)))
	s := ownedBy(t, db, store.NewNotes(db))
	with := func(n int, ids ...int64) note.Note {
		row := numberedNote(t, n)
		row.TagIDs = ids
		return row
	}
	var rows []note.Note
	for n, ids := range [][]int64{{int64(1), int64(2)}, {}, {int64(2), int64(9)}} {
		row, err := s.Create(t.Context(), with(0+n, ids...))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	list := func(filter string) []note.Note {
		return noteTests().walk(t, s, filter, 1)
	}
	equal(t, list("tag_ids=2"), []note.Note{rows[0], rows[2]})
	equal(t, list("sort=-id&tag_ids[in]=1,2&tag_ids=1"), rows[:1])
	_, errCreate := s.Create(t.Context(), with(0+3, int64(1), int64(1000)))
	_, errUpdate := s.Update(t.Context(), rows[0].ID, func(row *note.Note) error {
		row.TagIDs = []int64{int64(1000)}
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrReference) || !ok || fault.Field != "tag_ids" {
			t.Errorf("link to nobody: error = %v of %+v, want ErrReference of tag_ids", err, fault)
		}
	}
	updated, err := s.Update(t.Context(), rows[0].ID, func(row *note.Note) error {
		row.TagIDs = []int64{int64(1), int64(9)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := s.Get(t.Context(), updated.ID); err != nil {
		t.Error(err)
	} else {
		equal(t, found, updated)
	}
	if err := store.NewTags(db).Delete(t.Context(), int64(9), always); err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]int64{{int64(1)}, {}, {int64(2)}} {
		found, err := s.Get(t.Context(), rows[i].ID)
		if err != nil || !slices.Equal(found.TagIDs, want) || found.Version != []int64{3, 1, 2}[i] {
			t.Errorf("row %d without what was deleted: %+v, %v", i, found, err)
		}
	}

	if err := s.Delete(t.Context(), rows[0].ID, always); err != nil {
		t.Error(err)
	}
}
