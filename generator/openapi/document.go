package openapi

// Document describes the HTTP API of a project, independent of the output
// format.
type Document struct {
	Title, Description, Version string
	BasePath                    string
	Operations                  []Operation
	Schemas                     map[string]*Schema // by name, as used in references
	Security                    map[string]SecurityScheme
}

// Operation is a method of a path.
type Operation struct {
	Method, Path         string
	Summary, Description string
	Tags                 []string
	Consumes, Produces   []string
	Security             []string // names of alternative schemes
	Parameters           []Parameter
	Responses            map[int]*Response
	Nullable             []string // properties of responses, in the extension x-nullable-properties
}

// Parameter is a parameter of an operation. In is path, query, header or body.
type Parameter struct {
	Name, In, Description string
	Required              bool
	Schema                *Schema
}

// Response is a response with a certain status code.
type Response struct {
	Description string
	Schema      *Schema // nil without a body
	Headers     map[string]Header
}

// Header is a header of a response.
type Header struct {
	Description, Type string
}

// SecurityScheme is an API key in a header, a query parameter or a cookie.
type SecurityScheme struct {
	Description, Name, In string
}

// Schema describes a JSON value. The zero value allows any value.
type Schema struct {
	Ref                  string // name of a schema of the document
	Description          string
	Type                 string
	Format               string
	Default              any
	Maximum, Minimum     *float64
	MaxLength, MinLength *int64
	MaxItems, MinItems   *int64
	UniqueItems          bool
	Enum                 []any
	Required             []string
	Items                *Schema
	AllOf                []*Schema
	Properties           map[string]*Schema
	AdditionalProperties *Schema
	Nullable             bool
	ReadOnly             bool
	Example              any
}

// bareObject reports whether the schema is an object without any details.
func (s *Schema) bareObject() bool {
	return s.Ref == "" && s.Type == "object" && len(s.Properties) == 0 && s.AdditionalProperties == nil
}
