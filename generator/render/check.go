package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Check is a condition for the rows of a resource.
type Check struct {
	Name   string  // of its constraint in the database
	SQL    string  // condition of the constraint
	Holds  string  // Go expression that reports whether it holds, given the resource to
	Faults []Fault // what clients are told if it does not

	Constraint spec.Constraint
}

// Fault is what a client is told about a field.
type Fault struct{ Field, Message string } // the name is that in JSON

// faults returns what clients are told about the fields of a check.
func faults(c spec.Check, kind spec.Kind, left, right string) []Fault {
	must := func(op, other string) string {
		words := relations[op]
		if kind == spec.Time || kind == spec.Date {
			words = relationsInTime[op]
		}
		return "must " + words + " " + other
	}
	if c.Other == "" {
		value := c.Value
		if kind == spec.String || kind == spec.Text || kind == spec.Enum {
			value = "'" + value + "'"
		}
		return []Fault{{left, must(c.Op, value)}}
	}
	return []Fault{{left, must(c.Op, right)}, {right, must(flipped[c.Op], left)}}
}

var (
	relations = map[string]string{
		"=": "be equal to", "<>": "differ from", "<": "be less than", "<=": "be at most", ">": "be greater than", ">=": "be at least",
	}
	relationsInTime = map[string]string{
		"=": "be equal to", "<>": "differ from", "<": "be before", "<=": "not be after", ">": "be after", ">=": "not be before",
	}
	flipped = map[string]string{"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
)

// check sets the checks of a resource whose fields are set, and adds the imports
// of their expressions.
func (r *Resource) check(of spec.Resource, db layer.Dialect, imports map[string]bool) {
	for _, c := range of.Constraints() {
		check, ok := c.Check()
		if !ok {
			continue
		}
		at := func(name string) int {
			return slices.IndexFunc(of.Fields, func(f spec.Field) bool { return f.Name == name })
		}
		i := at(check.Field)
		left, f := r.Fields[i], of.Fields[i]
		v := Check{Name: c.NameIn(db, of), Constraint: c}
		a, guards := goOperand(left), goNull(left)
		if left.Type != kinds[f.Kind].goType && f.Kind == spec.Decimal { // it has a scale
			a = kinds[f.Kind].goType + "(" + a + ")"
			imports[kinds[f.Kind].imports] = true
		}
		sql, b, other := sqlLiteral(check, f, left, db), goLiteral(check, f), ""
		if check.Other != "" {
			j := at(check.Other)
			right := r.Fields[j]
			sql, b, other = right.SortColumn, goOperand(right), right.JSON
			guards += goNull(right)
			switch g := of.Fields[j]; {
			case right.Type != kinds[g.Kind].goType && g.Kind == spec.Decimal:
				b = kinds[g.Kind].goType + "(" + b + ")"
				imports[kinds[g.Kind].imports] = true
			case left.Type != right.Type && g.Kind != spec.Decimal: // int and bigint
				a, b = "int64("+a+")", "int64("+b+")"
			}
		}
		v.Faults = faults(check, f.Kind, left.JSON, other)
		v.SQL = left.SortColumn + " " + check.Op + " " + sql
		v.Holds = guards + goComparison(f.Kind, a, check.Op, b)
		r.Checks = append(r.Checks, v)
	}
}

// goNull returns the beginning of a Go expression that holds if a field is null.
func goNull(f Field) string {
	if !f.Nullable {
		return ""
	}
	return "to." + f.Go + " == nil || "
}

func goOperand(f Field) string { return f.Ptr + "to." + f.Go }

// byMethod are the kinds whose values are compared by a method.
var byMethod = []spec.Kind{spec.Decimal, spec.Time, spec.Date}

func goComparison(kind spec.Kind, a, op, b string) string {
	op = strings.NewReplacer("<>", "!=").Replace(op)
	if op == "=" {
		op = "=="
	}
	if slices.Contains(byMethod, kind) {
		return strings.TrimPrefix(a, "*") + ".Compare(" + b + ") " + op + " 0"
	}
	return a + " " + op + " " + b
}

// goLiteral returns the value of a check in Go.
func goLiteral(c spec.Check, f spec.Field) string {
	switch f.Kind {
	case spec.Decimal:
		return "decimal.RequireFromString(" + strconv.Quote(canonical(c.Value)) + ")"
	case spec.Time:
		m, _ := spec.ParseMoment(c.Value) // it has been validated
		return fmt.Sprintf("time.Date(%d, %d, %d, %d, %d, %d, %d, time.UTC)", m.Year, m.Month, m.Day, m.Hour, m.Minute, m.Second, 1000*m.Microsecond)
	case spec.Date:
		m, _ := spec.ParseMoment(c.Value)
		return fmt.Sprintf("(civil.Date{Year: %d, Month: %d, Day: %d})", m.Year, m.Month, m.Day)
	case spec.Int, spec.BigInt, spec.Float, spec.Bool:
		return c.Value
	}
	return strconv.Quote(c.Value)
}

// sqlLiteral returns the value of a check in SQL.
func sqlLiteral(c spec.Check, f spec.Field, of Field, db layer.Dialect) string {
	switch f.Kind {
	case spec.Decimal:
		if of.SortColumn != of.Column { // stored as a text
			return db.Literal(canonical(c.Value))
		}
		return c.Value
	case spec.Int, spec.BigInt, spec.Float:
		return c.Value
	case spec.Bool:
		return strings.ToUpper(c.Value)
	case spec.Time:
		m, _ := spec.ParseMoment(c.Value)
		form := "%04d-%02d-%02d %02d:%02d:%02d.%06d"
		switch {
		case strings.Contains(db.Epoch, "T"):
			form = "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ"
		case strings.Contains(db.Epoch, "+"):
			form += "+00"
		}
		return db.Literal(fmt.Sprintf(form, m.Year, m.Month, m.Day, m.Hour, m.Minute, m.Second, m.Microsecond))
	}
	return db.Literal(c.Value)
}

// constrain adds to the view what a migration of a constraint does.
func (v *View) constrain(m history.Migration, c spec.Constraint, back bool) {
	v.Index, v.Check = v.Resource.composite(c), v.Resource.checkOf(c)
	if v.Check == nil {
		return
	}
	with, without := m.Table, m.Table
	without.Settings = without.Settings.Without(c)
	before, after := without, with
	if (m.Verb == spec.Remove) != back {
		before, after = with, without
	}
	v.Resource, v.Change = tableOf(after, v.SQL), &Change{Table: tableOf(before, v.SQL)}
	v.Resource.keepFillers(after, v.SQL)
	if m.Verb == spec.Add != back {
		v.Change.Notes = []string{c.Note()}
	}
}

// unmet returns a problem for each resource whose checks no row of its tests meets.
func (v *View) unmet() spec.Problems {
	var ps spec.Problems
	for i, r := range v.Resources {
		if r.unmet {
			ps.Add(fmt.Sprintf("resources[%d].checks", i), "gen finds no values for the tests of %s that meet all of its checks and rules", r.Name)
		}
	}
	return ps
}

// checkOf returns the check of a constraint.
func (r *Resource) checkOf(c spec.Constraint) *Check {
	i := slices.IndexFunc(r.Checks, func(x Check) bool { return x.Constraint == c })
	if i < 0 {
		return nil
	}
	return &r.Checks[i]
}
