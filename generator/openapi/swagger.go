package openapi

import "strconv"

// swagger returns the document as Swagger 2.0, with members in the order of
// swag. The template is the version in docs.go, where swag fills in the
// general information at run time.
func (d *Document) swagger() (whole, template object) {
	rest := object{}.
		set("paths", d.paths()).
		add("definitions", byName(d.Schemas, (*Schema).swagger)).
		add("securityDefinitions", byName(d.Security, SecurityScheme.swagger))
	info := object{}.
		add("description", d.Description).
		add("title", d.Title).
		set("contact", object{}).
		add("version", d.Version)
	whole = object{}.set("swagger", "2.0").set("info", info).add("basePath", d.BasePath)
	info = object{}.
		set("description", "{{escape .Description}}").
		set("title", "{{.Title}}").
		set("contact", object{}).
		set("version", "{{.Version}}")
	template = object{}.set("swagger", "2.0").set("info", info).set("host", "{{.Host}}").set("basePath", "{{.BasePath}}")
	return append(whole, rest...), append(template, rest...)
}

// paths returns the operations by path, with the methods of each path in the
// order of swag.
func (d *Document) paths() object {
	paths := map[string]object{}
	for _, method := range []string{"get", "put", "post", "delete", "options", "head", "patch"} {
		for _, op := range d.Operations {
			if op.Method == method {
				paths[op.Path] = paths[op.Path].set(method, op.swagger())
			}
		}
	}
	return byName(paths, func(o object) object { return o })
}

func (op Operation) swagger() object {
	responses := map[string]*Response{}
	for code, r := range op.Responses {
		responses[strconv.Itoa(code)] = r
	}
	return object{}.
		add("security", list(op.Security, func(name string) any { return object{}.set(name, []any{}) })).
		add("description", op.Description).
		add("consumes", texts(op.Consumes)).
		add("produces", texts(op.Produces)).
		add("tags", texts(op.Tags)).
		add("summary", op.Summary).
		add("parameters", list(op.Parameters, Parameter.swagger)).
		set("responses", byName(responses, (*Response).swagger)).
		add("x-nullable-properties", texts(op.Nullable))
}

func (p Parameter) swagger() any {
	o := object{}
	schema := object{}
	if p.In == "body" {
		schema = p.Schema.swagger()
	} else {
		o = p.Schema.bounds().
			add("type", p.Schema.Type).
			add("format", p.Schema.Format).
			addValue("default", p.Schema.Default).
			addValue("example", p.Schema.Example)
	}
	return o.
		add("description", p.Description).
		add("name", p.Name).
		add("in", p.In).
		add("required", p.Required).
		add("schema", schema)
}

func (r *Response) swagger() object {
	o := object{}.set("description", r.Description)
	if r.Schema != nil {
		o = o.set("schema", r.Schema.swagger())
	}
	return o.add("headers", byName(r.Headers, Header.swagger))
}

func (h Header) swagger() object {
	return object{}.add("type", h.Type).add("description", h.Description)
}

func (s SecurityScheme) swagger() object {
	return object{}.add("description", s.Description).set("type", "apiKey").add("name", s.Name).add("in", s.In)
}

func (s *Schema) swagger() object {
	if s.Ref != "" {
		return object{}.set("$ref", "#/definitions/"+s.Ref)
	}
	o := object{}.
		add("description", s.Description).
		add("type", s.Type).
		add("format", s.Format).
		addValue("default", s.Default)
	o = append(o, s.bounds()...).add("required", texts(s.Required))
	if s.Items != nil {
		o = o.set("items", s.Items.swagger())
	}
	o = o.
		add("allOf", list(s.AllOf, func(s *Schema) any { return s.swagger() })).
		add("properties", byName(s.Properties, (*Schema).swagger))
	if s.AdditionalProperties != nil {
		o = o.set("additionalProperties", s.AdditionalProperties.swagger())
	}
	return o.add("x-nullable", s.Nullable).add("readOnly", s.ReadOnly).addValue("example", s.Example)
}

// bounds returns the members that parameters and schemas have in common.
func (s *Schema) bounds() object {
	return addBound(addBound(addBound(addBound(addBound(addBound(object{},
		"maximum", s.Maximum), "minimum", s.Minimum),
		"maxLength", s.MaxLength), "minLength", s.MinLength),
		"maxItems", s.MaxItems), "minItems", s.MinItems).
		add("uniqueItems", s.UniqueItems).
		add("enum", s.Enum)
}

func addBound[T int64 | float64](o object, name string, bound *T) object {
	if bound == nil {
		return o
	}
	return o.set(name, *bound)
}
