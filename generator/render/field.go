package render

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Field is a field of a resource, as data of templates.
type Field struct {
	Name   string // in JSON, such as published_on
	Go     string // such as PublishedOn
	Var    string // such as publishedOn
	Kind   string
	Type   string // Go type of the value
	Column string // quoted if it is a reserved word

	SQLType     string // "" without a database
	Mark        string // placeholder of the field in a statement with all fields
	SortColumn  string // SQL expression by which lists are sorted
	Address     string // Go expression for scanning the column into row
	Arg         string // Go expression for passing the column of row as an argument
	RowType     string // Go type of the column in the row struct
	ToRow       string // Go expression for the column, given the resource from
	FromRow     string // Go expression for the field, given row
	Constraints string // text after SQLType in CREATE TABLE, with a leading space
	Preset      string // default in SQL, or ""
	Rules       string // Constraints without the check constraint
	Check       string // condition of its check constraint, or ""
	CheckName   string // name that PostgreSQL gives to it
	// GeneratedCheck is the name that MySQL gives to it.
	GeneratedCheck string
	Table          string // of the field, quoted if it is a reserved word
	IndexName      string // name of its index in the database, or "" if it has none
	KeyName        string // name of its index in the table
	ForeignKey     string // name of the constraint of a reference
	// IndexNames and ForeignKeys are these names and, if they are cut, those that
	// PostgreSQL gave when it cut them itself.
	IndexNames, ForeignKeys []string
	Note                    string // comment for adding it to a table with rows, or ""
	Default                 string // Go expression of Type, or ""

	Required, Unique, Index bool
	Sortable                bool   // lists can be sorted by it
	Nullable                bool   // neither required nor with a default; a pointer in Go
	Ptr                     string // * if Nullable, to precede the type
	Amp                     string // & if not, to make a pointer to the value

	Parent *Resource // resource that a reference refers to; nil for other fields

	Validate string   // validator tag of the input, or ""
	Values   []string // of an enum
	// Read and Write are the struct tags for swag in the resource and in its
	// input, with a leading space.
	Read, Write string

	SampleJSON, OtherJSON string // two valid values, for tests
	InvalidJSON           string // value of the right type that is not valid, or ""
	DefaultJSON           string // default as a response has it, or how that begins; "" without one
	// Nth is a Go expression of Type in the int variable n, different for each
	// n from 0 to 9, or "" unless the field is unique. For a reference that is
	// not unique, it alternates between the IDs 1 and 2.
	Nth string
}

// kind is the Go representation of a field kind. Its sample values are within
// the default bounds; newField adapts them to the bounds of a field.
type kind struct {
	goType   string
	imports  string
	sortable bool
	swagger  string
	sample   [2]string // JSON
	nth      string    // see Field.Nth
}

var kinds = map[spec.Kind]kind{
	spec.String: {goType: "string", sortable: true},
	spec.Text:   {goType: "string"},
	spec.Int:    {goType: "int32", sortable: true, nth: "int32(n % 10)"},
	spec.BigInt: {goType: "int64", sortable: true, nth: "int64(n)"},
	spec.Float:  {goType: "float64", sortable: true},
	spec.Decimal: {
		goType: "decimal.Decimal", imports: `"github.com/shopspring/decimal"`, sortable: true, swagger: ` swaggertype:"string"`,
	},
	spec.Bool: {goType: "bool", sample: [2]string{"true", "false"}},
	spec.Time: {
		goType: "time.Time", imports: `"time"`, sortable: true, swagger: ` swaggertype:"string" format:"date-time"`,
		sample: [2]string{`"2024-05-17T08:30:00Z"`, `"2025-01-31T23:59:59Z"`}, nth: "time.Date(2024, 5, 17, 8, 30, n, 0, time.UTC)",
	},
	spec.Date: {
		goType: "civil.Date", imports: `"cloud.google.com/go/civil"`, sortable: true, swagger: ` swaggertype:"string" format:"date"`,
		sample: [2]string{`"2024-05-17"`, `"2025-01-31"`}, nth: "civil.Date{Year: 2024, Month: 5, Day: n + 1}",
	},
	spec.UUID: {
		goType: "uuid.UUID", imports: `"github.com/google/uuid"`, swagger: ` swaggertype:"string" format:"uuid"`,
		sample: [2]string{`"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11"`, `"1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60"`},
		nth:    `uuid.MustParse(fmt.Sprintf("00000000-0000-4000-8000-%012d", n))`,
	},
	spec.Enum: {goType: "string", sortable: true},
	spec.JSON: {
		goType: "json.RawMessage", imports: `"encoding/json"`, swagger: ` swaggertype:"object"`,
		sample: [2]string{`{"a":1}`, `{"a":[true]}`},
	},
	spec.Ref: {goType: "int64", sample: [2]string{"1", "2"}, nth: "int64(n + 1)"},
}

// newField returns a field that is stored in a column of the kind stored.
func newField(f spec.Field, stored spec.Kind, db layer.Dialect) Field {
	k := kinds[f.Kind]
	v := Field{
		Name:     f.Key(),
		Go:       exported(f.Key()),
		Var:      unexported(f.Key()),
		Kind:     string(f.Kind),
		Type:     k.goType,
		Column:   quoted(f.Key(), db.Quote),
		SQLType:  columnType(f, stored, db),
		Required: f.Required,
		Unique:   f.Unique,
		Index:    f.Index || f.Kind == spec.Ref && !f.Unique,
		Sortable: sortable(f),
		Nullable: f.Nullable(),
		Values:   f.Values,
	}
	v.Ptr, v.Amp = "*", ""
	if !v.Nullable {
		v.Ptr, v.Amp = "", "&"
	}
	v.Default = goDefault(f)
	v.SortColumn = v.Column
	if order := db.Sorts[string(stored)]; order != "" {
		v.SortColumn = strings.ReplaceAll(order, "<column>", v.Column)
	}
	v.Address, v.Arg = access(v.Go, stored, db)
	v.RowType = rowType(stored, db)
	v.ToRow, v.FromRow = conversions(v)
	v.constrain(f, stored, sqlDefault(f), db)
	samples := sampleJSON(f)
	v.SampleJSON, v.OtherJSON = samples[0], samples[1]
	v.Validate, v.InvalidJSON, v.DefaultJSON = validatorTag(f), invalidJSON(f), defaultJSON(f)
	v.Nth = nth(f)
	v.Read = k.swagger + swaggerExample(f.Kind, samples[0])
	v.Write = v.Read
	const nullable = ` extensions:"x-nullable"`
	if v.Nullable {
		v.Read += nullable
	}
	if !v.Required {
		v.Write += nullable
	}
	return v
}

// access returns the Go expressions for scanning a column into a field of row,
// and for passing the field as an argument.
func access(field string, k spec.Kind, db layer.Dialect) (address, arg string) {
	if scanner := db.Scanners[string(k)]; scanner != "" {
		both := scanner + "{&row." + field + "}"
		return both, both
	}
	return "&row." + field, "row." + field
}

// rowType returns the Go type of a kind of field in a row struct.
func rowType(k spec.Kind, db layer.Dialect) string {
	return cmp.Or(db.Scanners[string(k)], kinds[k].goType)
}

// conversions returns the Go expressions that convert between the field of a
// resource and that of a row.
func conversions(f Field) (toRow, fromRow string) {
	toRow, fromRow = "from."+f.Go, "row."+f.Go
	if f.RowType == f.Type {
		return toRow, fromRow
	}
	return conversion(f.Ptr, f.RowType, toRow), conversion(f.Ptr, f.Type, fromRow)
}

func conversion(ptr, to, expr string) string {
	if ptr != "" {
		to = "(" + ptr + to + ")"
	}
	return to + "(" + expr + ")"
}

// maxSortable is the maximum length of strings by which lists can be sorted. A
// cursor carries the value in a URL.
const maxSortable = 1000

func sortable(f spec.Field) bool {
	if n, err := strconv.Atoi(f.Max); err == nil && f.Kind == spec.String && n > maxSortable {
		return false
	}
	return kinds[f.Kind].sortable
}

func nth(f spec.Field) string {
	switch {
	case f.Kind == spec.Ref && !f.Unique:
		return "int64(2 - n%2)"
	case !f.Unique:
		return ""
	case f.Kind == spec.String:
		return "fmt.Sprintf(" + strconv.Quote(f.Name+" %d") + ", n)"
	}
	return kinds[f.Kind].nth
}

func swaggerExample(k spec.Kind, json string) string {
	if k == spec.JSON {
		return ""
	}
	return ` example:"` + strings.Trim(json, `"`) + `"`
}

// goDefault returns the default as a Go expression.
func goDefault(f spec.Field) string {
	switch f.Kind {
	case spec.String, spec.Text, spec.Enum:
		if f.Default != "" {
			return strconv.Quote(f.Default)
		}
	case spec.Decimal:
		if f.Default != "" {
			return "decimal.RequireFromString(" + strconv.Quote(canonical(f.Default)) + ")"
		}
	}
	if k := kinds[f.Kind]; f.Default != "" && f.Kind != spec.Bool {
		return k.goType + "(" + f.Default + ")" // gives the constant its type
	}
	return f.Default
}

// columnType returns the SQL type of a column.
func columnType(f spec.Field, stored spec.Kind, db layer.Dialect) string {
	length := f.Length()
	if db.Limits != nil {
		length = max(length, db.Limits.Short)
	}
	return strings.ReplaceAll(db.Columns[string(stored)], "<max>", strconv.Itoa(length))
}

// constrain sets the constraints of a column whose default in SQL is value.
func (f *Field) constrain(of spec.Field, stored spec.Kind, value string, db layer.Dialect) {
	f.Preset, f.Check, f.Rules = "", "", ""
	if !of.Nullable() {
		f.Rules += " NOT NULL"
	}
	if value != "" {
		form := cmp.Or(db.Defaults[string(stored)], "<value>")
		f.Preset = strings.ReplaceAll(form, "<value>", value)
		f.Rules += " DEFAULT " + f.Preset
	}
	f.Constraints = f.Rules
	if check := db.Checks[string(stored)]; check != "" {
		values := "'" + strings.Join(of.Values, "', '") + "'"
		f.Check = strings.NewReplacer("<column>", f.Column, "<values>", values).Replace(check)
		f.Constraints += " CHECK (" + f.Check + ")"
	}
}

// sqlDefault returns the default in SQL, or "".
func sqlDefault(f spec.Field) string {
	if f.Default == "" {
		return ""
	}
	switch f.Kind {
	case spec.Bool:
		return strings.ToUpper(f.Default)
	case spec.Int, spec.BigInt, spec.Float:
		return f.Default
	case spec.Decimal:
		return "'" + canonical(f.Default) + "'"
	}
	return "'" + f.Default + "'"
}

// maxJSON is the maximum size of a json value in bytes. It stops values from
// growing without limit through merge patches.
const maxJSON = "1048576"

// lengths returns the bounds on the length of a string, or "".
func lengths(f spec.Field) (low, high string) {
	low, high = f.Min, f.Max
	if f.Required {
		low = cmp.Or(low, "1")
	}
	if f.Kind == spec.String {
		high = strconv.Itoa(f.Length())
	}
	return low, high
}

// validatorTag returns the rules for a field in the syntax of
// go-playground/validator.
func validatorTag(f spec.Field) string {
	rules := []string{"omitnil"}
	if f.Required {
		rules = []string{"required"}
	}
	bounds := func(prefix, low, high string) {
		if low != "" {
			rules = append(rules, prefix+"min="+low)
		}
		if high != "" {
			rules = append(rules, prefix+"max="+high)
		}
	}
	switch f.Kind {
	case spec.String, spec.Text:
		low, high := lengths(f)
		bounds("", low, high)
		rules = append(rules, "nonul")
	case spec.Int, spec.BigInt, spec.Float:
		bounds("", f.Min, f.Max)
	case spec.Decimal:
		bounds("d", canonical(f.Min), canonical(f.Max))
	case spec.Ref:
		rules = append(rules, "min=1")
	case spec.JSON:
		rules = append(rules, "max="+maxJSON, "nonul")
	case spec.Enum:
		rules = append(rules, "oneof="+strings.Join(f.Values, " "))
	}
	if len(rules) == 1 && !f.Required {
		return ""
	}
	return strings.Join(rules, ",")
}

// invalidJSON returns a value of the right type that is not valid, or "" if
// all are.
func invalidJSON(f spec.Field) string {
	invalid := ""
	switch f.Kind {
	case spec.String, spec.Text:
		if low, _ := lengths(f); low != "" && low != "0" {
			invalid = `""`
		} else {
			invalid = `"\u0000"`
		}
	case spec.Int, spec.BigInt, spec.Float:
		invalid = outside(f)
	case spec.Decimal:
		if number := outside(f); number != "" {
			invalid = `"` + number + `"`
		}
	case spec.JSON:
		invalid = `"\u0000"`
	case spec.Ref:
		invalid = "0"
	case spec.Enum:
		invalid = `"no-such-value"`
	}
	if f.Required {
		return cmp.Or(invalid, "null")
	}
	return invalid
}
