// Package seed stores sample rows, which are in YAML files, through the stores of
// the resources.
package seed

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/note"
	"github.com/acme/shelf/internal/page"
	"github.com/acme/shelf/internal/validate"
)

// Stores are the stores of the resources.
type Stores struct {
	BookReviews Store[bookreview.BookReview]
	Notes       Store[note.Note]
}

// Store is what seeding needs of the store of a resource.
type Store[T any] interface {
	Create(ctx context.Context, from T) (T, error)
	List(ctx context.Context, q page.Query[T]) (page.Page[T], error)
}

// file has the rows of a resource.
type file interface {
	name() string
	// store stores the rows that are not there yet and returns their number.
	store(ctx context.Context, rows []yaml.Node) (int, error)
}

// Run stores the rows in the files of dir, each of which is named after a resource,
// and returns their number. Rows that are there already stay as they are.
func Run(ctx context.Context, dir fs.FS, into Stores) (stored int, err error) {
	s := source{into, validate.New()}
	files := []file{
		bookReviewRows(s),
		noteRows(s),
	}
	if err := known(dir, files); err != nil {
		return 0, err
	}
	for _, f := range files {
		rows, err := read(dir, f.name())
		if err != nil {
			return stored, fmt.Errorf("seeds/%s: %w", f.name(), err)
		}
		n, err := f.store(ctx, rows)
		if err != nil {
			return stored, fmt.Errorf("seeds/%s: %w", f.name(), err)
		}
		stored += n
	}
	return stored, nil
}

// known returns an error if a file has no resource.
func known(dir fs.FS, files []file) error {
	names, err := fs.Glob(dir, "*.yaml")
	for _, name := range names {
		if !slices.ContainsFunc(files, func(f file) bool { return f.name() == name }) {
			return fmt.Errorf("seeds/%s: there is no resource of this name", name)
		}
	}
	return err
}

// read returns the rows in a file, none if there is no such file.
func read(dir fs.FS, name string) (rows []yaml.Node, err error) {
	data, err := fs.ReadFile(dir, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(data, &rows); err != nil {
		return nil, fmt.Errorf("must be a list of rows: %w", err)
	}
	return rows, nil
}
