package store_test

import (
	"fmt"
	"testing"

	"github.com/acme/notes/internal/folder"
)

func folderTests() resourceSuite[folder.Folder] {
	return resourceSuite[folder.Folder]{
		open:     newFolders,
		fields:   folder.ListFields(),
		first:    firstFolder,
		other:    otherFolder,
		numbered: numberedFolder,
		owner:    "user_id",
		unique:   [][]string{{"user_id", "name"}},
	}
}

const (
	firstFolder = `{"name": "first name"}`
	otherFolder = `{"name": "other name"}`
)

func TestFolders(t *testing.T) {
	t.Parallel()
	folderTests().run(t)
}

func TestFolders_owners(t *testing.T) {
	t.Parallel()
	s, own, other := foldersOfUsers(t)
	folderTests().testOwners(t, s, own, other)
}

func numberedFolder(tb testing.TB, n int) folder.Folder {
	tb.Helper()
	row := parse[folder.Folder](tb, []string{firstFolder, otherFolder}[n%2])
	row.Name = fmt.Sprintf("name %d", n)
	return row
}

// seedFolders stores folders for others to refer to, with the ids 1 to 9.
func seedFolders(tb testing.TB, s resourceStore[folder.Folder]) {
	tb.Helper()
	for n := range 9 {
		if _, err := s.Create(tb.Context(), numberedFolder(tb, n)); err != nil {
			tb.Fatal(err)
		}
	}
}
