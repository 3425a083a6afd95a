package strictjson_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/acme/library/internal/strictjson"
)

// TestPatch checks the cases of RFC 7396, appendix A, in a field.
func TestPatch(t *testing.T) {
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
		{`{"<":"&\ud800"}`, `{"a":"<é\ud83d\ude00>"}`, `{"<":"&\ud800","a":"<é\ud83d\ude00>"}`},
		{`{"n":12345678901234567890.10}`, `{"a":1.50}`, `{"a":1.50,"n":12345678901234567890.10}`},
		{``, `{"a":null,"b":{"c":null}}`, `{"b":{}}`},
	} {
		doc := struct {
			V *json.RawMessage `json:"v"`
		}{V: new(json.RawMessage(tt.doc))}
		if tt.doc == "" {
			doc.V = nil
		}
		if err := strictjson.Patch([]byte(`{"v":`+tt.patch+`}`), &doc); err != nil {
			t.Errorf("patch %s with %s: %v", tt.doc, tt.patch, err)
		} else if string(*doc.V) != tt.want {
			t.Errorf("patch %s with %s = %s, want %s", tt.doc, tt.patch, *doc.V, tt.want)
		}
	}
}

func TestDepth(t *testing.T) {
	t.Parallel()
	for levels, refused := range map[int]bool{32: false, 33: true} {
		for name, decode := range map[string]func([]byte, any) error{"Unmarshal": strictjson.Unmarshal, "Patch": strictjson.Patch} {
			body := `{"meta":` + strings.Repeat("[", levels) + strings.Repeat("]", levels) + `}`
			err := decode([]byte(body), &input{})
			if (err != nil) != refused || refused && err.Error() != `field "meta" must be at most 32 levels deep` {
				t.Errorf("%s, %d levels: %v", name, levels, err)
			}
		}
	}
}

func TestDigits(t *testing.T) {
	t.Parallel()
	const (
		perNumber = `field "meta" must be JSON whose numbers have at most 1000 digits, written without an exponent`
		inAll     = `field "meta" must be JSON whose numbers have at most 1048576 digits in all, written without exponents`
	)
	for meta, want := range map[string]string{
		`[-1.7976931348623157e+308, 4.9406564584124654E-324, 0e0]`: "",
		strings.Repeat("1", 1000):                                  "",
		strings.Repeat("1", 1001):                                  perNumber,
		`{"a":[1e1000]}`:                                           perNumber,
		`-1E-1000`:                                                 perNumber,
		`1e99999999999999999999`:                                   perNumber,
		`1e-99999999999999999999`:                                  perNumber,
		`"1e1000"`:                                                 "",
		`[` + strings.Repeat("1e300,", 3500) + `1]`:                inAll,
	} {
		for name, decode := range map[string]func([]byte, any) error{"Unmarshal": strictjson.Unmarshal, "Patch": strictjson.Patch} {
			err := decode([]byte(`{"meta":`+meta+`}`), &input{})
			if got := fmt.Sprint(err); err != nil && got != want || err == nil && want != "" {
				t.Errorf("%s(%.50s): %v, want %q", name, meta, err, want)
			}
		}
	}
}
