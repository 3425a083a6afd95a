package swagger_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gen-go/gen/generator/change/swagger"
	"github.com/gen-go/gen/generator/tree"
)

const sources = `-- cmd/server/main.go --
// Command server serves.
//
//	@title		test
//	@version	1.0
package main

func main() {}
-- internal/handler/book.go --
package handler

import "example.com/x/internal/book"

// Get returns a book.
//
//	@Summary	A book
//	@Param		id	path		int	true	"id"
//	@Success	200	{object}	book.Book
//	@Router		/books/{id} [get]
func Get() { _ = book.Book{} }
-- internal/book/book.go --
package book

// Book is a book.
type Book struct {
	Title string ` + "`json:\"title\" example:\"a\"`" + `
}
`

func docs(t *testing.T, text string) (tree.Tree, error) {
	t.Helper()
	in, err := tree.FromTxtar(txtar.Parse([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return swagger.Docs(t.TempDir(), "example.com/x", in)
}

func TestDocsDoNotDependOnTheMachine(t *testing.T) {
	want, err := docs(t, sources)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(want["docs/swagger.json"].Data); !strings.Contains(text, `"#/definitions/book.Book"`) || !strings.Contains(text, `"/books/{id}"`) {
		t.Errorf("the documents lack the route or its type:\n%s", text)
	}
	compare := func(what string) {
		got, err := docs(t, sources)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if diff := tree.Compare(want, got); !diff.Empty() {
			t.Errorf("%s: %+v", what, diff)
		}
	}
	compare("again")
	// The temporary directory may be inside a module, and the go command
	// missing.
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module other\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", dir)
	compare("inside a module")
	t.Setenv("PATH", "")
	compare("without go")
}

func TestDocsErrors(t *testing.T) {
	_, err := docs(t, strings.Replace(sources, "book.Book\n", "book.Nope\n", 1))
	if err == nil || !strings.Contains(err.Error(), "book.Nope") {
		t.Errorf("got error %v, want one that names the type", err)
	}
}
