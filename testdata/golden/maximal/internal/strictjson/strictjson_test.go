package strictjson_test

import (
	"encoding/json"
	"errors"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/strictjson"
)

type input struct {
	Title  *string          `json:"title"`
	Pages  *int32           `json:"pages"`
	Sold   *int64           `json:"sold,string"`
	Price  *float64         `json:"price"`
	InUse  *bool            `json:"in_use"`
	Host   *netip.Addr      `json:"host"`
	Tags   []string         `json:"tags"`
	Meta   *json.RawMessage `json:"meta"`
	Hidden string           `json:"-"`
	Counts map[string]int   `json:"counts"`
	Inner  struct {
		Deep int `json:"deep"`
	} `json:"inner"`
}

func TestUnmarshalRefuses(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		``:                           `malformed JSON at byte 0: unexpected end of JSON input`,
		`{"title":`:                  `malformed JSON at byte 9: unexpected end of JSON input`,
		`{} {}`:                      `malformed JSON at byte 4: invalid character '{' after top-level value`,
		`null`:                       `body must be a JSON object`,
		`[]`:                         `body must be a JSON object`,
		"{\"title\":\"\xff\"}":       `body is not valid UTF-8`,
		`{"titel":"x"}`:              `unknown field "titel" at byte 8`,
		`{"Title":"x"}`:              `unknown field "Title" at byte 8`,
		`{"pages":1, "Hidden":"x"}`:  `unknown field "Hidden" at byte 20`,
		`{"inner":{"x":1}}`:          `unknown field "inner.x" at byte 13`,
		`{"pages":1,"pages":2}`:      `field "pages" is repeated at byte 18`,
		`{"pages":1,"\u0070ages":2}`: `field "pages" is repeated at byte 23`,
		`{"meta":{"a":1,"a":2}}`:     `field "meta.a" is repeated at byte 18`,
		`{"meta":[{"a":1,"a":2}]}`:   `field "meta[0].a" is repeated at byte 19`,
		`{"1":{},"":0}`:              `unknown field "1" at byte 4`,
		`{"":0}`:                     `unknown field "" at byte 3`,
		`{"inner":{"a/b~":1}}`:       `unknown field "inner.a/b~" at byte 16`,
		`{"title":"x\ud800"}`:        `malformed JSON at byte 11: half of a surrogate pair`,
		`{"meta":[{"\udc00":1}]}`:    `malformed JSON at byte 11: half of a surrogate pair`,
		`{"tags":["a",1]}`:           `field "tags[1]" must be a string`,
		`{"pages":2147483648}`:       `field "pages" must be a whole number from -2147483648 to 2147483647`,
		`{"pages":1.5}`:              `field "pages" must be a whole number from -2147483648 to 2147483647`,
		`{"sold":12}`:                `field "sold" must be a string with a whole number from -9223372036854775808 to 9223372036854775807`,
		`{"sold":"1.0"}`:             `field "sold" must be a string with a whole number from -9223372036854775808 to 9223372036854775807`,
		`{"sold":" 1"}`:              `field "sold" must be a string with a whole number from -9223372036854775808 to 9223372036854775807`,
		`{"pages":"12"}`:             `field "pages" must be a whole number from -2147483648 to 2147483647`,
		`{"price":1e999999999}`:      `field "price" must be a number`,
		`{"host":"x"}`:               `field "host" is invalid: ParseAddr("x"): unable to parse IP`,
		`{"title":{},"in_use":1,"tags":"a","inner":[],"counts":{"a":true}}`: `field "title" must be a string; ` +
			`field "in_use" must be true or false; field "tags" must be an array; field "inner" must be an object; ` +
			`field "counts.a" must be a whole number from -9223372036854775808 to 9223372036854775807`,
		`{"tags":[` + strings.Repeat("1,", 100) + `1]}`: tooMany(20),
	} {
		err := strictjson.Unmarshal([]byte(body), &input{})
		if bad, ok := errors.AsType[*apperr.BadRequest](err); !ok || bad.Message != want {
			t.Errorf("%.100s\ngot  %v\nwant %s", body, err, want)
		}
	}
}

func tooMany(n int) string {
	var misfits []string
	for i := range n {
		misfits = append(misfits, `field "tags[`+strconv.Itoa(i)+`]" must be a string`)
	}
	return strings.Join(misfits, "; ")
}

func TestUnmarshalKeepsMissingFields(t *testing.T) {
	t.Parallel()
	got := input{Title: new("old"), Pages: new(int32(7)), Price: new(1.5)}
	body := `{"title":"new","price":null,"meta":{"a":[1,{"A":2,"a":3}]},"tags":["x"],"counts":{"a":1}}`
	if err := strictjson.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	meta := json.RawMessage(`{"a":[1,{"A":2,"a":3}]}`)
	want := input{Title: new("new"), Pages: new(int32(7)), Meta: &meta, Tags: []string{"x"}, Counts: map[string]int{"a": 1}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestTimesAreUTCToTheMicrosecond(t *testing.T) {
	t.Parallel()
	var got struct {
		At time.Time `json:"at"`
	}
	if err := strictjson.Unmarshal([]byte(`{"at":"2024-05-17T10:30:00.123456789+02:00"}`), &got); err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2024, time.May, 17, 8, 30, 0, 123456000, time.UTC); got.At != want {
		t.Errorf("got %v, want %v", got.At, want)
	}
	const want = `field "at" must be a time such as 2006-01-02T15:04:05Z, in the years 1 to 9999 of UTC`
	for _, at := range []string{`5`, `"soon"`, `"0001-01-01T00:00:00+01:00"`, `"9999-12-31T23:59:59-01:00"`} {
		if err := strictjson.Unmarshal([]byte(`{"at":`+at+`}`), &got); err == nil || err.Error() != want {
			t.Errorf("%s: %v", at, err)
		}
	}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte(`{"title":"x","pages":1,"meta":{"a":[1,2]},"inner":{"deep":1}}`))
	f.Add([]byte(`{"Title":"x","tags":[null],"host":"::1"}`))
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
