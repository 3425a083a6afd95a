package spec_test

import (
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// withIDs returns a catalogue in which a project chooses the type of ids.
func withIDs() *layer.Catalog {
	return &layer.Catalog{
		Categories: []layer.Category{{Name: "id", Default: "int", Implied: true}},
		Layers:     []layer.Layer{{Category: "id", Name: "int", IDs: layer.IntID}, {Category: "id", Name: "uuid", IDs: layer.UUIDID}},
	}
}

func TestIDOf(t *testing.T) {
	cat := withIDs()
	for _, tt := range []struct{ project, resource, want, table, back string }{
		{"", "", "int", "", ""},
		{"int", "uuid", "uuid", "uuid", "uuid"},
		{"uuid", "", "uuid", "uuid", ""},
		{"uuid", "int", "int", "", "int"},
	} {
		s := &spec.Spec{Options: layer.Choices{}}
		if tt.project != "" {
			s.Options["id"] = []string{tt.project}
		}
		s.Fill(cat)
		r := spec.Resource{Name: "book"}
		r.ID = tt.resource
		table := s.Table(cat, r)
		if got, back := s.IDOf(cat, r), s.Fields(cat, table); got != tt.want || table.ID != tt.table || back.ID != tt.back {
			t.Errorf("%+v: got id %q, in the table %q, and of a table %q", tt, got, table.ID, back.ID)
		}
	}
}

func TestMigrationsOfIDsAndTimestamps(t *testing.T) {
	for text, problem := range map[string]string{
		"create book id=uuid timestamps=false title:string": "",
		"drop book id=uuid title:string":                    "",
		"add book timestamps":                               "",
		"remove book timestamps":                            "",
		"add book id=uuid title:string":                     "id=uuid belongs in the migration that creates the table",
		"add book timestamps=false title:string":            "timestamps=false belongs in the migration that creates the table; later ones are 'add book timestamps'",
		"add book timestamps title:string":                  "add takes one field or constraint, as in 'add book subtitle:string'",
	} {
		m, err := spec.ParseMigration(withIDs(), text)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != problem || err == nil && m.String() != text {
			t.Errorf("%q: got %q, %q, want %q", text, m, got, problem)
		}
	}
	if m, err := spec.ParseMigration(withIDs(), "create book id=int title:string"); err != nil || m.String() != "create book title:string" {
		t.Errorf("id=int: got %q, %v", m, err)
	}
}
