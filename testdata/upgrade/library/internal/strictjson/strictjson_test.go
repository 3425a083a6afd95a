package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/strictjson"
)

type input struct {
	Title *string          `json:"title"`
	Pages *int32           `json:"pages"`
	Price *float64         `json:"price"`
	InUse *bool            `json:"in_use"`
	At    *time.Time       `json:"at"`
	Host  *netip.Addr      `json:"host"`
	Tags  []string         `json:"tags"`
	Meta  *json.RawMessage `json:"meta"`
	Inner struct {
		Deep int `json:"deep"`
	} `json:"inner"`
	Hidden string         `json:"-"`
	Counts map[string]int `json:"counts"`
}

func TestUnmarshalRefuses(t *testing.T) {
	nested := func(levels int) string {
		return `{"meta":` + strings.Repeat("[", levels) + strings.Repeat("]", levels) + `}`
	}
	var misfits []string
	for i := range 20 {
		misfits = append(misfits, fmt.Sprintf(`field "tags[%d]" must be a string`, i))
	}
	endless := strings.Join(misfits, "; ")
	for name, tc := range map[string]struct{ body, want string }{
		"empty":             {``, `malformed JSON at byte 0: unexpected end of JSON input`},
		"cut off":           {`{"title":`, `malformed JSON at byte 9: unexpected end of JSON input`},
		"trailing":          {`{} {}`, `malformed JSON at byte 4: invalid character '{' after top-level value`},
		"null":              {`null`, `body must be a JSON object`},
		"array":             {`[]`, `body must be a JSON object`},
		"invalid UTF-8":     {"{\"title\":\"\xff\"}", `body is not valid UTF-8`},
		"unknown":           {`{"titel":"x"}`, `unknown field "titel" at byte 8`},
		"other case":        {`{"Title":"x"}`, `unknown field "Title" at byte 8`},
		"hidden":            {`{"Hidden":"x"}`, `unknown field "Hidden" at byte 9`},
		"unknown below":     {`{"inner":{"x":1}}`, `unknown field "inner.x" at byte 13`},
		"repeated":          {`{"pages":1,"pages":2}`, `field "pages" is repeated at byte 18`},
		"repeated, escaped": {`{"pages":1,"\u0070ages":2}`, `field "pages" is repeated at byte 23`},
		"repeated below":    {`{"meta":{"a":1,"a":2}}`, `field "meta.a" is repeated at byte 18`},
		"too deep":          {nested(33), `more than 32 levels deep at byte 40`},
		"wrong types": {
			`{"title":1,"pages":"1","price":"1","in_use":1,"tags":"a","inner":[],"counts":{"a":true}}`,
			`field "title" must be a string; ` +
				`field "pages" must be a whole number from -2147483648 to 2147483647; ` +
				`field "price" must be a number; ` +
				`field "in_use" must be true or false; ` +
				`field "tags" must be an array; ` +
				`field "inner" must be an object; ` +
				`field "counts.a" must be a whole number from -9223372036854775808 to 9223372036854775807`,
		},
		"endless":            {`{"tags":[` + strings.Repeat("1,", 100) + `1]}`, endless},
		"in an array":        {`{"tags":["a", 1]}`, `field "tags[1]" must be a string`},
		"out of range":       {`{"pages":2147483648}`, `field "pages" must be a whole number from -2147483648 to 2147483647`},
		"huge exponent":      {`{"price":1e999999999}`, `field "price" must be a number`},
		"time, other type":   {`{"at":5}`, `field "at" must be a time such as 2006-01-02T15:04:05Z`},
		"time, other form":   {`{"at":"yesterday"}`, `field "at" must be a time such as 2006-01-02T15:04:05Z`},
		"text, other type":   {`{"host":5}`, `field "host" must be a string`},
		"text, other form":   {`{"host":"x"}`, `field "host" ParseAddr("x"): unable to parse IP`},
		"fraction for whole": {`{"pages":1.5}`, `field "pages" must be a whole number from -2147483648 to 2147483647`},
	} {
		t.Run(name, func(t *testing.T) {
			err := strictjson.Unmarshal([]byte(tc.body), &input{})
			bad, ok := errors.AsType[*apperr.BadRequest](err)
			if !ok || bad.Message != tc.want {
				t.Errorf("got %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestUnmarshalKeepsWhatIsNotMentioned(t *testing.T) {
	title, pages, price := "old", int32(7), 1.5
	got := input{Title: &title, Pages: &pages, Price: &price}
	body := `{"title":"new","price":null,"meta":{"a":[1,{"A":2,"a":3}]},"tags":["x"],"counts":{"a":1}}`
	if err := strictjson.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	meta := json.RawMessage(`{"a":[1,{"A":2,"a":3}]}`)
	newTitle := "new"
	want := input{Title: &newTitle, Pages: &pages, Meta: &meta, Tags: []string{"x"}, Counts: map[string]int{"a": 1}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte(`{"title":"x","pages":1,"meta":{"a":[1,2]},"inner":{"deep":1}}`))
	f.Add([]byte(`{"Title":"x","at":"2006-01-02T15:04:05Z","tags":[null]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var got input
		err := strictjson.Unmarshal(data, &got)
		if err != nil {
			if _, ok := errors.AsType[*apperr.BadRequest](err); !ok {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		var want input // what is accepted means the same to encoding/json
		if err := json.Unmarshal(data, &want); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v, %v", got, want, err)
		}
	})
}
