package seed

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"library/internal/book"
	"library/internal/loan"
	"library/internal/page"
	"library/seeds"
)

// memory is a store of a few rows.
type memory[T any] struct {
	fields page.Fields[T]
	rows   []T
}

func (m *memory[T]) Create(_ context.Context, row T) (T, error) {
	n := len(m.rows) + 1
	for _, id := range []string{strconv.Itoa(n), fmt.Sprintf(`"00000000-0000-7000-8000-%012d"`, n)} {
		_ = json.Unmarshal([]byte(id), m.fields["id"].At(&row)) // one of them is an id
	}
	m.rows = append(m.rows, row)
	return row, nil
}

func (m *memory[T]) List(_ context.Context, q page.Query[T]) (page.Page[T], error) {
	return q.Page(m.rows)
}

func newStores() Stores {
	return Stores{
		Books: &memory[book.Book]{fields: book.ListFields()},
		Loans: &memory[loan.Loan]{fields: loan.ListFields()},
	}
}

// TestRun checks the rows in seeds/, and that they are stored once.
func TestRun(t *testing.T) {
	t.Parallel()
	into := newStores()
	if _, err := Run(t.Context(), seeds.Files, into); err != nil {
		t.Fatal(err)
	}
	if stored, err := Run(t.Context(), seeds.Files, into); err != nil || stored != 0 {
		t.Errorf("the second time, %d rows are stored: %v", stored, err)
	}
}

func TestRunRefuses(t *testing.T) {
	t.Parallel()
	const file = "books.yaml"
	for text, want := range map[string]string{
		"a: 1":                 "must be a list of rows",
		"- 1":                  "line 1: must be a mapping",
		"- a: 1\n  a: 2":       "already defined",
		"\n- no_such_field: 1": "line 2: unknown field \"no_such_field\"",
		"- {":                  "yaml",
	} {
		_, err := Run(t.Context(), fstest.MapFS{file: &fstest.MapFile{Data: []byte(text)}}, newStores())
		if err == nil || !strings.HasPrefix(err.Error(), "seeds/"+file+": ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	_, err := Run(t.Context(), fstest.MapFS{"no_such_table.yaml": &fstest.MapFile{Mode: fs.ModePerm}}, newStores())
	if err == nil || !strings.Contains(err.Error(), "seeds/no_such_table.yaml: ") {
		t.Errorf("a file without a resource: %v", err)
	}
}

func TestToJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"5": "5", "-1.5": "-1.5", "true": "true", "null": "null", "~": "null", "": "null",
		"a b": `"a b"`, `"5"`: `"5"`, "'true'": `"true"`, "2024-05-17": `"2024-05-17"`, "0x1f": `"0x1f"`, ".inf": `".inf"`,
		"[1, a]": `[1,"a"]`, "{a: {b: ~}}": `{"a":{"b":null}}`, "[&x 1, *x]": "[1,1]",
	} {
		var from yaml.Node
		if err := yaml.Unmarshal([]byte("v: "+text), &from); err != nil {
			t.Fatal(err)
		}
		got, err := toJSON(from.Content[0].Content[1])
		if err != nil || string(got) != want {
			t.Errorf("%s: got %s, %v, want %s", text, got, err, want)
		}
	}
}
