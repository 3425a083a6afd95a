package openapi31_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/acme/everything/docs"
	"github.com/acme/everything/internal/openapi31"
)

func TestFromSwagger(t *testing.T) {
	got, err := openapi31.FromSwagger([]byte(docs.SwaggerInfo.ReadDoc()))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../docs/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/openapi.json is not up to date: run make docs")
	}
}

func TestFromSwagger_Kinds(t *testing.T) {
	for _, tc := range []struct{ swagger, want string }{
		{
			`"host":"h","schemes":["http"],"basePath":"/v1"`,
			`"servers":[{"url":"http://h/v1"}]`,
		},
		{
			`"definitions":{"a":{"type":"string","enum":["b"],"x-nullable":true,"example":"b"}}`,
			`"a":{"enum":["b",null],"examples":["b"],"type":["string","null"]}`,
		},
		{
			`"definitions":{"a":{"type":"string","format":"byte"}}`,
			`"a":{"contentEncoding":"base64","type":"string"}`,
		},
		{
			`"definitions":{"a":{"allOf":[{"$ref":"#/definitions/b"}],"x-nullable":true}}`,
			`"a":{"anyOf":[{"allOf":[{"$ref":"#/components/schemas/b"}]},{"type":"null"}]}`,
		},
		{
			`"definitions":{"a":{"required":["b"]}},"paths":{"/a":{"patch":{"parameters":[{"in":"body","schema":{"$ref":"#/definitions/a"}}]}}}`,
			`"schemas":{"a":{"required":["b"]},"a.Patch":{}}`,
		},
		{
			`"paths":{"/a":{"get":{"responses":{"200":{"schema":{"allOf":[{"properties":{"b":{"$ref":"#/definitions/b"},"c":{"$ref":"#/definitions/c"}}}]}}},"x-nullable-properties":["b"]}}}`,
			`"properties":{"b":{"anyOf":[{"$ref":"#/components/schemas/b"},{"type":"null"}]},"c":{"$ref":"#/components/schemas/c"}}`,
		},
		{
			`"securityDefinitions":{"a":{"type":"basic"}}`,
			`"a":{"scheme":"basic","type":"http"}`,
		},
		{
			`"securityDefinitions":{"a":{"type":"apiKey","in":"header","name":"Authorization","description":"Bearer TOKEN"}}`,
			`"a":{"description":"Bearer TOKEN","scheme":"bearer","type":"http"}`,
		},
		{
			`"securityDefinitions":{"a":{"type":"oauth2","flow":"application","tokenUrl":"/t","scopes":{"s":"all"}}}`,
			`"flows":{"clientCredentials":{"scopes":{"s":"all"},"tokenUrl":"/t"}}`,
		},
		{
			`"paths":{"/a":{"get":{"parameters":[{"name":"b","in":"query","type":"array","collectionFormat":"csv"}]}}}`,
			`{"explode":false,"in":"query","name":"b","schema":{"type":"array"}}`,
		},
		{
			`"paths":{"/a":{"post":{"parameters":[{"name":"b","in":"formData","type":"file","required":true}]}}}`,
			`{"properties":{"b":{"contentMediaType":"application/octet-stream","type":"string"}},"required":["b"],"type":"object"}`,
		},
		{
			`"paths":{"/a":{"get":{"produces":["text/csv"],"responses":{"200":{"schema":{},"headers":{"E":{"type":"string"}}}}}}}`,
			`"200":{"content":{"text/csv":{"schema":{}}},"headers":{"E":{"schema":{"type":"string"}}}}`,
		},
	} {
		got, err := openapi31.FromSwagger([]byte(`{"swagger":"2.0",` + tc.swagger + `}`))
		if err != nil {
			t.Fatal(err)
		}
		if compact := strings.NewReplacer("\n", "", "  ", "", `": `, `":`).Replace(string(got)); !strings.Contains(compact, tc.want) {
			t.Errorf("%s: got %s, want %s", tc.swagger, compact, tc.want)
		}
	}
	for _, other := range []string{``, `null`, `[]`, `{"openapi":"3.0.0"}`} {
		if got, err := openapi31.FromSwagger([]byte(other)); err == nil {
			t.Errorf("%q: got %s", other, got)
		}
	}
}
