package openapi

// Document is the HTTP API of a project, apart from the format it is written
// in.
type Document struct {
	Title, Description, Version string
	BasePath                    string
	Operations                  []Operation
	Schemas                     map[string]*Schema // by the name that references use
	Security                    map[string]SecurityScheme
}

// Operation is one method of one path.
type Operation struct {
	Method, Path         string
	Summary, Description string
	Tags                 []string
	Consumes, Produces   []string
	Security             []string // names of schemes, any of which is enough
	Parameters           []Parameter
	Responses            map[int]*Response
}

// Parameter is an input of an operation. In is path, query, header or body.
type Parameter struct {
	Name, In, Description string
	Required              bool
	Schema                *Schema
}

// Response is what an operation sends with one status code.
type Response struct {
	Description string
	Schema      *Schema // nil if there is no body
	Headers     map[string]Header
}

// Header is a header of a response.
type Header struct {
	Description, Type string
}

// SecurityScheme is an API key: a secret that clients send in a header, a
// query parameter or a cookie.
type SecurityScheme struct {
	Description, Name, In string
}

// Schema describes a JSON value. The zero value allows any.
type Schema struct {
	Ref                  string // name of a schema of the document
	Description          string
	Type                 string
	Format               string
	Default              any
	Maximum, Minimum     *float64
	MaxLength, MinLength *int64
	MaxItems, MinItems   *int64
	Enum                 []any
	Required             []string
	Items                *Schema
	AllOf                []*Schema
	Properties           map[string]*Schema
	AdditionalProperties *Schema
	ReadOnly             bool
	Example              any
}

// object reports whether the schema is an object of which nothing is said.
func (s *Schema) bareObject() bool {
	return s.Ref == "" && s.Type == "object" && len(s.Properties) == 0 && s.AdditionalProperties == nil
}
