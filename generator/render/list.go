package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/spec"
)

// Listed is a field that a list of a resource can be sorted or filtered by.
type Listed struct {
	JSON     string // name in JSON and queries
	Go       string
	SQL      string // expression for sorting and comparing
	Column   string // the same unless the database sorts it in a special way
	Nullable bool
	Unique   bool // no two rows have the same value, nor null
	Sort     bool
	Search   bool
	Filter   string  // function of package page that returns its operators, or ""
	Include  string  // what rows can include by it, or ""
	AsString bool    // whether it is a number that JSON has as a string
	Values   string  // of an enum, as a slice in Go, or ""
	Params   []Param // parameters that filter by it
	Link     string  // query for the ids of rows, whose condition is on SQL; or ""
}

// Param is the parameter of a filter in annotations of swag.
type Param struct{ Name, Type, About, Rule string }

// comparison is how the values of a kind of field are compared in filters: a
// function of package page that returns the operators, and these.
type comparison struct {
	function  string
	operators []string
}

var (
	exact   = comparison{"Exact", []string{"", "ne", "in"}}
	texts   = comparison{"Text", []string{"", "ne", "in", "contains", "prefix"}}
	ordered = comparison{"Ordered", []string{"", "ne", "in", "lt", "lte", "gt", "gte"}}
	members = comparison{"Members", []string{"", "in"}}
	ranges  = comparison{"Range", []string{"lt", "lte", "gt", "gte"}}
)

// comparisons are those of the kinds of fields that can be filtered.
var comparisons = map[spec.Kind]comparison{
	spec.String: texts, spec.Text: texts, spec.Int: ordered, spec.BigInt: ordered, spec.Float: ordered, spec.Decimal: ordered,
	spec.Time: ordered, spec.Date: ordered, spec.Bool: exact, spec.UUID: exact, spec.Enum: exact, spec.Ref: exact, spec.Owner: exact,
}

// list sets the fields that lists can be sorted or filtered by: the id, those of
// the spec, and the timestamps.
func (r *Resource) list(of spec.Resource) {
	id := listedColumn(r.ID.Column, exact, r.ID.Param, r.ID.ParamRule)
	r.Listed = append(r.Listed, id)
	for i, f := range r.Fields {
		of := of.Fields[i]
		l := Listed{JSON: f.JSON, Go: f.Go, SQL: f.SortColumn, Column: f.Column, Nullable: f.Nullable, Unique: f.Unique && !f.Nullable, Sort: f.Sortable, Search: of.Search, AsString: of.AsString}
		if of.Filterable() {
			c := comparisons[of.Kind]
			kind, rule := parameterType(of)
			if f.Parent != nil {
				kind, rule = f.Parent.ID.Param, f.Parent.ID.ParamRule
			}
			l.filter(c, kind, rule)
			if len(f.Values) > 0 {
				l.Values = f.values()
			}
		}
		if l.Sort || l.Search || l.Filter != "" {
			r.Listed = append(r.Listed, l)
		}
	}
	for _, of := range r.Links {
		l := Listed{JSON: of.JSON, Go: of.Go, SQL: of.To, Column: of.To, Link: of.livingRows()}
		l.filter(members, of.Parent.ID.Param, of.Parent.ID.ParamRule)
		l.Params[0].About, l.Params[1].About = of.JSON+" with this in it", of.JSON+" with one of these in it, separated by commas"
		r.Listed = append(r.Listed, l)
	}
	for _, n := range r.Includes() {
		i := slices.IndexFunc(r.Listed, func(l Listed) bool { return l.JSON == n.JSON })
		r.Listed[i].Include = n.Name
	}
	for _, c := range r.Stamps {
		r.Listed = append(r.Listed, listedColumn(c, ranges, "string", "format(date-time)"))
	}
}

func listedColumn(c Column, by comparison, kind, rule string) Listed {
	l := Listed{JSON: c.JSON, Go: c.Go, SQL: c.Name, Column: c.Name, Sort: true}
	l.filter(by, kind, rule)
	return l
}

// filter sets how lists are filtered by a field with values of a type and a rule
// of swag.
func (l *Listed) filter(by comparison, kind, rule string) {
	l.Filter = by.function
	for _, operator := range by.operators {
		l.Params = append(l.Params, l.param(operator, kind, rule))
	}
	if l.Nullable {
		l.Params = append(l.Params, l.param("null", "bool", ""))
	}
}

// abouts describe the operators.
var abouts = map[string]string{
	"": "%s equal to this", "ne": "%s other than this", "in": "%s equal to one of these, separated by commas",
	"lt": "%s less than this", "lte": "%s at most this", "gt": "%s greater than this", "gte": "%s at least this",
	"contains": "%s with this text in it", "prefix": "%s that begins with this text", "null": "Whether %s is null",
}

func (l *Listed) param(operator, kind, rule string) Param {
	p := Param{Name: l.JSON, Type: kind, About: fmt.Sprintf(abouts[operator], l.JSON), Rule: rule}
	if operator != "" {
		p.Name += "[" + operator + "]"
	}
	if operator == "in" {
		p.Type, p.Rule = "string", ""
	}
	return p
}

// parameterType returns the type of a field in annotations of swag, and its rule.
func parameterType(f spec.Field) (kind, rule string) {
	switch f.Kind {
	case spec.Int:
		return "int32", ""
	case spec.BigInt:
		return "int64", ""
	case spec.Float:
		return "number", ""
	case spec.Bool:
		return "bool", ""
	case spec.Time:
		return "string", "format(date-time)"
	case spec.Date:
		return "string", "format(date)"
	case spec.UUID, spec.Owner:
		return "string", "format(uuid)"
	case spec.Enum:
		return "string", "Enums(" + strings.Join(f.Values, ", ") + ")"
	}
	return "string", ""
}

// Sorts lists the fields that lists can be sorted by.
func (r *Resource) Sorts() string {
	var names []string
	for _, l := range r.Listed {
		if l.Sort {
			names = append(names, l.JSON)
		}
	}
	return strings.Join(names, ", ")
}

// Abilities are the members of its page.Field that say how lists can be sorted and
// filtered by it, with a leading comma.
func (l Listed) Abilities() string {
	text := ""
	if l.Sort {
		text += ", Sort: true"
	}
	if l.Filter != "" {
		text += ", Filter: page." + l.Filter + "()"
	}
	if l.Search {
		text += ", Search: true"
	}
	if l.Include != "" {
		text += fmt.Sprintf(", Include: %q", l.Include)
	}
	if l.AsString {
		text += ", AsString: true"
	}
	if l.Values != "" {
		text += ", Values: " + l.Values
	}
	return text
}

// Searched lists the fields that lists are searched for a text in, or returns "".
func (r *Resource) Searched() string {
	var names []string
	for _, l := range r.Listed {
		if l.Search {
			names = append(names, l.JSON)
		}
	}
	return strings.Join(names, ", ")
}
