package openapi_test

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gen-go/gen/generator/change/swagger"
	"github.com/gen-go/gen/generator/openapi"
	"github.com/gen-go/gen/generator/tree"
)

// sources is a project that uses everything that is supported.
const sources = `-- cmd/server/main.go --
// Command server serves.
//
//	@title			test
//	@version		1.0
//	@description	One line & <another>,
//	@description	with a ` + "`quote`" + `.
//	@BasePath		/v1
//
//	@securityDefinitions.apikey	Bearer
//	@in							header
//	@name						Authorization
//	@description				A token
//
//	@securityDefinitions.apikey	Key
//	@in							query
//	@name						key
package main

func main() {}
-- internal/handler/book.go --
package handler

import (
	"example.com/x/internal/book"
	_ "example.com/x/internal/resp"
)

type Books struct{}

// Get answers with a book.
//
//	@Summary		A book
//	@Description	With the annotations that there are: one, two, three, four, five, and enough of them to need a second line.
//	@Tags			books, things
//	@Accept			json,application/merge-patch+json
//	@Produce		json,plain
//	@Security		Bearer
//	@Security		Key
//	@Param			id		path	int		true	"id"	minimum(1)	maximum(9007199254740993)
//	@Param			ratio	query	number	false	"1 in 5: a ratio"	minimum(0.5)	default(1e7)
//	@Param			kind	query	string	false	"kind"	enums(a, b)	default(a)	minlength(1)	maxlength(9)
//	@Param			all		query	bool	false	"all"	default(false)	example(true)
//	@Param			count	query	int64	false	"count"	format(other)
//	@Param			X-Name	header	string	true	"header"
//	@Param			input	body	book.Input	true	"The input"
//	@Success		200,201	{object}	resp.Body{data=object{items=[]book.Book,next=string}}	"Some are found, or made"
//	@Header			200,201	{string}	Location	"where"
//	@Success		202	{array}		book.Book
//	@Success		203	{string}	string	"text"
//	@Success		204
//	@Failure		404	"Nothing here"
//	@Failure		422	{object}	resp.Body{data=book.Problem}
//	@x-nullable-properties	["items", "next"]
//	@Router			/books/{id} [get]
func (b Books) Get() { _ = book.Book{} }

// Put is in front of the others.
//
//	@Produce	json
//	@Success	200	{object}	resp.Body
//	@Router		/books/{id} [put]
func (b Books) Put() {}

// Add has no annotations.
func (b Books) Add() {}
-- internal/resp/resp.go --
package resp

type Body struct {
	Code int    ` + "`json:\"code\" example:\"0\"`" + `
	Data any    ` + "`json:\"data,omitempty\"`" + `
}
-- internal/book/problem.go --
package book

type Problem struct {
	Inner []Problem ` + "`json:\"inner\"`" + `
	Of map[string]int64 ` + "`json:\"of\"`" + `
	By map[string]Problem ` + "`json:\"by\"`" + `
}
-- internal/book/book.go --
package book

import "time"

type Book struct {
	ID      int64     ` + "`json:\"id\" readonly:\"true\" example:\"1\"`" + `
	Title   *string   ` + "`json:\"title\" example:\"a <b>\" validate:\"required,min=1,max=200\"`" + ` // the title
	// Kind is of two kinds.
	Kind    string    ` + "`json:\"kind\" validate:\"omitempty,oneof=no 2024-05-17 'In Progress' Größe\" example:\"no\"`" + `
	Count   int32     ` + "`json:\"count\" validate:\"gte=1,lte=10,oneof=1 2\"`" + `
	Price   float64   ` + "`json:\"price\" validate:\"min=0.01,max=100000000\" example:\"12345678.5\"`" + `
	Tags    []string  ` + "`json:\"tags\" validate:\"required,min=1,max=5,dive,min=2\" format:\"email\"`" + `
	Numbers []int64   ` + "`json:\"numbers\"`" + `
	Sold    *int64    ` + "`json:\"sold,string\" validate:\"omitnil,min=-5,max=7\" format:\"int64\" example:\"-4\" extensions:\"x-nullable\"`" + `
	Open    bool      ` + "`json:\"open\" example:\"false\"`" + `
	At      time.Time ` + "`json:\"at\" format:\"date-time\" example:\"2024-05-17T08:30:00Z\"`" + `
	Raw     []byte    ` + "`json:\"raw\" swaggertype:\"object\"`" + `
	By      Author    ` + "`json:\"by\" validate:\"required\"`" + `
	Secret  string    ` + "`json:\"-\"`" + `
	hidden  string
}

type Author struct {
	Name string ` + "`json:\"name\" example:\"12:30\"`" + `
	Born string ` + "`json:\"born\" example:\"2024-05-17\"`" + `
	Name2 string ` + "`json:\"name2\" example:\"1e3\"`" + `
	Name10 string ` + "`json:\"name10\" example:\"\"`" + `
	Empty string ` + "`json:\"n\" example:\"it's: ok\"`" + `
}

type Input struct {
	Title *string ` + "`json:\"title\" validate:\"required\"`" + `
}
`

func archive(t *testing.T, text string) tree.Tree {
	t.Helper()
	in, err := tree.FromTxtar(txtar.Parse([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestDocsEqualThoseOfSwag(t *testing.T) {
	in := archive(t, sources)
	want, err := swagger.Docs(t.TempDir(), "example.com/x", in)
	if err != nil {
		t.Fatal(err)
	}
	got, err := openapi.Docs(in)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range want.All() {
		if string(got[name].Data) != string(f.Data) {
			t.Errorf("%s differs\n--- got\n%s\n--- want\n%s", name, got[name].Data, f.Data)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
}

// Unsupported annotations and types are errors that name their location.
func TestDocsErrors(t *testing.T) {
	for _, tc := range []struct{ old, with, want string }{
		{"@title", "@contact.name", "main.go: @contact.name test: is not supported"},
		{"@in							header", "@host	header", "@host"},
		{"another>,", `another>\`, "continued lines"},
		{"@Summary", "@ID", "Get: @id A book: is not supported"},
		{"@Security		Bearer", "@Security		Bearer[read]", "single name"},
		{"json,plain", "json,xml", `"xml" is not a media type`},
		{"path	int	", "formData	int	", "formData"},
		{"path	int	", "path	book.Book	", "is not a basic type"},
		{`"id"`, `id`, "must be name"},
		{`"id"`, `"id default(3)"`, "contains the attribute default"},
		{"minimum(1)", "multipleOf(1)", "multipleOf"},
		{"minimum(1)", "minimum(one)", "one"},
		{"minimum(1)", "minlength(1)", "not allowed for type"},
		{"default(1e7)", "default(many)", "many"},
		{`"The input"`, `"The input" minimum(1)`, "attributes of a body"},
		{"200,201	{object}", "default	{object}", "not a status code"},
		{"200,201	{object}", "200,201	{file}", "{file}"},
		{"200,201	{string}", "200,209	{string}", `"209"`},
		{"data=book.Problem", "book.Problem", "name=type"},
		{"data=book.Problem", "data=book.Nope", "book.Nope"},
		{"data=book.Problem", "data=books.Problem", "books.Problem"},
		{`"Nothing here"`, `"Nothing" here`, "double quotes"},
		{"[get]", "[trace]", "brackets"},
		{"[put]", "[get]", "duplicate route"},
		{"//	@Router		/books/{id} [put]", "//	@Router		/books/{id} [put]\n//	@Router		/books/{id} [post]", "one route"},
		{"//	@Router		/books/{id} [put]\n", "", "missing @Router"},
		{"type Books struct{}", "//	@Router	/a [get]\ntype Books struct{}", "without a function"},
		{"type Author struct", "//	@Description	An author\ntype Author struct", "annotations of type Author"},
		{"type Problem struct {\n", "type Problem struct {\n	Author\n", "one name"},
		{"By map[string]Problem", "By chan Problem", "type is not supported"},
		{"type Input struct {\n	Title *string `json:\"title\" validate:\"required\"`\n}", "type Input string", "only structs"},
		{`validate:"omitempty,oneof`, `title:"Kind" validate:"omitempty,oneof`, "tag title"},
		{`json:"count"`, `json:"count,string"`, "with an example"},
		{`json:"open"`, `json:"open,string"`, "integers"},
		{`json:"id"`, `json:""`, "a name is needed"},
		{"By      Author    `", "By Author `example:\"x\" ", "on a reference"},
		{`swaggertype:"object"`, `swaggertype:"array,integer"`, "array,integer"},
		{`oneof=1 2`, `oneof=1 two`, "two"},
		{`example:"a <b>"`, `example:"a😀"`, "printable ASCII"},
	} {
		changed := strings.Replace(sources, tc.old, tc.with, 1)
		if changed == sources {
			t.Errorf("the sources do not contain %q", tc.old)
			continue
		}
		_, err := openapi.Docs(archive(t, changed))
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s instead of %s: got error %v, want one that contains %q", tc.with, tc.old, err, tc.want)
		}
	}
}
