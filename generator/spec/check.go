package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Check is a condition for the rows of a resource: a comparison of a field with
// another one, or with a value. It holds if one of them is null.
type Check struct {
	Field, Op string
	Other     string // field, or "" if there is a value
	Value     string // as it is written, without quotes
	Quoted    bool   // whether the value is in quotes
}

// checkOps are the operators with the words that stand for them in names.
var checkOps = map[string]string{"=": "eq", "<>": "ne", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}

var (
	comparedName = regexp.MustCompile(`^[a-z][a-z0-9_]*`)
	checkOp      = regexp.MustCompile(`^(<=|>=|<>|=|<|>)`)
	checkNumber  = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?`)
	checkQuoted  = regexp.MustCompile(`^'([^']*)'`)
)

// ParseCheck parses a check, such as ends_at > starts_at, price >= 0.5 or
// status <> 'draft'. Errors tell the position.
func ParseCheck(text string) (Check, error) {
	rest := text
	next := func(form *regexp.Regexp) string {
		rest = strings.TrimLeft(rest, " ")
		found := form.FindString(rest)
		rest = rest[len(found):]
		return found
	}
	fail := func(want string) (Check, error) {
		rest = strings.TrimLeft(rest, " ")
		at := len([]rune(text)) - len([]rune(rest)) + 1
		if rest == "" {
			return Check{}, fmt.Errorf("check %q: want %s at its end", text, want)
		}
		return Check{}, fmt.Errorf("check %q: want %s at character %d, which is %q", text, want, at, []rune(rest)[0])
	}
	c := Check{Field: next(comparedName)}
	if c.Field == "" {
		return fail("a field")
	}
	if c.Op = next(checkOp); c.Op == "" {
		return fail("=, <>, <, <=, > or >=")
	}
	if number := next(checkNumber); number != "" {
		c.Value = number
	} else if quoted := next(checkQuoted); quoted != "" {
		c.Value, c.Quoted = strings.Trim(quoted, "'"), true
	} else if c.Other = next(comparedName); c.Other == "" {
		return fail("a field, a number or a text in single quotes")
	}
	if c.Other == "true" || c.Other == "false" {
		c.Other, c.Value = "", c.Other
	}
	if strings.Trim(rest, " ") != "" {
		return fail("nothing more, since a check is one comparison,")
	}
	return c, nil
}

// String returns the canonical form of the check.
func (c Check) String() string {
	operand := c.Value
	switch {
	case c.Other != "":
		operand = c.Other
	case c.Quoted:
		operand = "'" + c.Value + "'"
	}
	return c.Field + " " + c.Op + " " + operand
}

// Fields returns the fields that it compares.
func (c Check) Fields() []string {
	if c.Other == "" {
		return []string{c.Field}
	}
	return []string{c.Field, c.Other}
}

// canonicalCheck returns a check in its canonical form, if it can be parsed.
func canonicalCheck(text string) string {
	c, err := ParseCheck(text)
	if err != nil {
		return text
	}
	return c.String()
}

// family are the kinds that can be compared with each other. Ordered reports
// whether there is an order, which must be the same in every database.
func (k Kind) family() (name string, ordered bool) {
	switch k {
	case Int, BigInt:
		return "whole number", true
	case Float, Decimal, Time, Date:
		return string(k), true
	case String, Text:
		return "text", false
	case Enum, Bool:
		return string(k), false
	}
	return "", false
}

// checkComparison returns the problem with a check of the resource, or "".
func (r Resource) checkComparison(text string) string {
	c, err := ParseCheck(text)
	if err != nil {
		return err.Error()
	}
	var fields []Field
	for _, name := range c.Fields() {
		at := r.field(name)
		if at < 0 {
			return fmt.Sprintf("check %q: %q is not a field of %s%s", text, name, r.Name, nearest(name, r.fieldNames()))
		}
		if r.Fields[at].unread {
			return ""
		}
		fields = append(fields, r.Fields[at])
	}
	family, ordered := fields[0].Kind.family()
	switch {
	case family == "":
		return fmt.Sprintf("check %q: %s is %s, which cannot be compared", text, c.Field, fields[0].Kind)
	case !ordered && c.Op != "=" && c.Op != "<>":
		return fmt.Sprintf("check %q: %s is %s, which takes = and <> only", text, c.Field, fields[0].Kind)
	case c.Other == c.Field:
		return fmt.Sprintf("check %q: it compares %s with itself", text, c.Field)
	case c.Other != "":
		if other, _ := fields[1].Kind.family(); other != family || fields[0].Kind == Enum && !slices.Equal(fields[0].Values, fields[1].Values) {
			return fmt.Sprintf("check %q: %s is %s and %s is %s, which cannot be compared", text, c.Field, fields[0].Kind, c.Other, fields[1].Kind)
		}
		return ""
	}
	if want := fields[0].checkValue(c); want != "" {
		return fmt.Sprintf("check %q: the value for %s must be %s", text, c.Field, want)
	}
	return ""
}

// checkMoment is checkValue for times and dates.
func (f Field) checkMoment(c Check) string {
	_, ok := ParseMoment(c.Value)
	switch valid, isTime := ok && c.Quoted, strings.HasSuffix(c.Value, "Z"); {
	case f.Kind == Time && (!valid || !isTime):
		return "a time in UTC, as in '2024-05-17T08:30:00Z'"
	case f.Kind == Date && (!valid || isTime):
		return "a date, as in '2024-05-17'"
	}
	return ""
}

// checkValue returns what the value of a check must be to be compared with the
// field, or "".
func (f Field) checkValue(c Check) string {
	switch f.Kind {
	case Int, BigInt, Float, Decimal:
		if _, err := f.number("min", c.Value); err != nil || c.Quoted {
			return f.allowed("min") + ", without quotes"
		}
	case Bool:
		if c.Quoted || c.Value != "true" && c.Value != "false" {
			return "true or false"
		}
	case Time, Date:
		return f.checkMoment(c)
	case Enum:
		if !c.Quoted || !slices.Contains(f.Values, c.Value) {
			return "one of '" + strings.Join(f.Values, "', '") + "'"
		}
	default:
		if !c.Quoted || checkText(c.Value) != "" {
			return "a text in single quotes"
		}
	}
	return ""
}
