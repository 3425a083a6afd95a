package mergepatch_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/acme/depot/internal/apperr"
	"github.com/acme/depot/internal/mergepatch"
)

// document has room for any JSON value under one name.
type document struct {
	V json.RawMessage `json:"v,omitempty"`
}

// The cases of RFC 7396, appendix A, one level down: a document is always an
// object here.
func TestRFC7396(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ doc, patch, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"a":1,"e":null}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
		{`{"<":"&"}`, `{"a":"<é>"}`, `{"<":"&","a":"<é>"}`},
		{`{"n":12345678901234567890.10}`, `{"a":1.50}`, `{"a":1.50,"n":12345678901234567890.10}`},
	} {
		doc := document{V: json.RawMessage(tt.doc)}
		if err := mergepatch.Apply(&doc, []byte(`{"v":`+tt.patch+`}`)); err != nil {
			t.Errorf("patch %s with %s: %v", tt.doc, tt.patch, err)
		} else if string(doc.V) != tt.want {
			t.Errorf("patch %s with %s = %s, want %s", tt.doc, tt.patch, doc.V, tt.want)
		}
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	type input struct {
		Name *string `json:"name"`
		Size *int    `json:"size"`
	}
	in := input{Name: new("before"), Size: new(7)}
	if err := mergepatch.Apply(&in, []byte(`{"name":"after"}`)); err != nil {
		t.Fatal(err)
	}
	if *in.Name != "after" || in.Size == nil || *in.Size != 7 {
		t.Errorf("after a patch of name: %v %v", in.Name, in.Size)
	}
	if err := mergepatch.Apply(&in, []byte(`{"size":null}`)); err != nil {
		t.Fatal(err)
	}
	if in.Size != nil {
		t.Errorf("null left size = %d", *in.Size)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for _, patch := range []string{``, `null`, `[]`, `"v"`, `{"w":1}`, `{"w":null}`, `{"v":1,"v":2}`, `{"v":1} {}`, `{"v":`} {
		doc := document{V: json.RawMessage(`1`)}
		err := mergepatch.Apply(&doc, []byte(patch))
		if _, ok := errors.AsType[*apperr.BadRequest](err); !ok {
			t.Errorf("patch %s: error %v, want a BadRequest", patch, err)
		}
		if string(doc.V) != `1` {
			t.Errorf("refused patch %s changed the document to %s", patch, doc.V)
		}
	}
}
