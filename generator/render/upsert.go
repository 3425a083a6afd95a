package render

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/spec"
)

// Upsert is a field whose value can be in a path to which a row is put: the row
// with that value is replaced, or created.
type Upsert struct {
	Field
	Path  string // by-isbn, which is followed by the value
	Param Param  // the value, in annotations of swag
	From  string // import spec of its type, or ""

	// These are for tests: the values of the first and the other row in a path, and
	// the other fields of the other row in JSON.
	First, Other string
	Rest         string
}

// Upserts are the fields of the resource by which rows can be put.
func (r Resource) Upserts() []Upsert {
	var all []Upsert
	for _, f := range r.Fields {
		if !f.Upsert {
			continue
		}
		u := Upsert{Field: f, Path: "by-" + strings.ReplaceAll(f.Name, "_", "-"), First: inPath(f.SampleJSON), Other: inPath(f.OtherJSON)}
		listed := r.Listed[slices.IndexFunc(r.Listed, func(l Listed) bool { return l.JSON == f.JSON })]
		u.Param = listed.Params[0]
		if f.Kind == string(spec.UUID) {
			u.From = kinds[spec.UUID].imports
		}
		var rest []string
		for _, other := range r.Fields {
			if other.JSON != f.JSON {
				rest = append(rest, fmt.Sprintf("%q:%s", other.JSON, other.OtherJSON))
			}
		}
		u.Rest = strings.Join(rest, ",")
		all = append(all, u)
	}
	return all
}

// inPath returns a value as a segment of a path.
func inPath(text string) string {
	var s string
	if json.Unmarshal([]byte(text), &s) != nil {
		s = text // a number
	}
	return url.PathEscape(s)
}
