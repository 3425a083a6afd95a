package disk

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCodeErrors(t *testing.T) {
	text := `internal/app: import cycle
internal/book/book.go:7:3: undefined: Book
internal/book/book.go:7:3: undefined: Book
internal/store/book.go:4:2: could not import shop/internal/book (internal/book/book.go:7:3: undefined: Book)
`
	want := []CodeError{
		{Path: "internal/app", Message: "import cycle"},
		{Path: "internal/book/book.go", Line: 7, Message: "undefined: Book"},
	}
	if diff := cmp.Diff(want, codeErrors(text)); diff != "" {
		t.Error(diff)
	}
}
