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
	Name   string // of the column, such as published_on
	JSON   string // name in JSON and queries
	Quoted string // ,string if it is a number that JSON has as a string
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
	FromImport  string // import spec that it needs besides those of rows, or ""
	Constraints string // text after SQLType in CREATE TABLE, with a leading space
	Preset      string // default in SQL, or ""
	Rules       string // Constraints without the check constraint
	Check       string // condition of its check constraint, or ""
	CheckName   string // name that PostgreSQL gives to it
	// GeneratedCheck is the name that MySQL gives to it.
	GeneratedCheck string
	Table          string // of the field, quoted if it is a reserved word
	Key            *Index // its own index, or nil
	Trigrams       *Index // that finds texts in it, or nil
	ForeignKey     string // name of the constraint of a reference
	// ForeignKeys are ForeignKey and, if it is cut, the name that PostgreSQL gave
	// when it cut names itself.
	ForeignKeys []string
	Note        string // comment for adding it to a table with rows, or ""
	// Given is the SQL expression of the value that rows get in an owner that is
	// added to their table, or "".
	Given   string
	Default string // Go expression of Type, or ""

	Required, Unique bool
	Same             string // function that compares two values of a unique field
	Numbered         bool   // tests give it another value in each row, so that rows are unique; see Nth
	Sortable         bool   // lists can be sorted by it
	Nullable         bool   // neither required nor with a default; a pointer in Go
	Ptr              string // * if Nullable, to precede the type
	Amp              string // & if not, to make a pointer to the value

	Parts []Field // columns of money; nil for other fields

	Timed    bool        // whether its rows have timestamps
	Parent   *Resource   // resource that a reference refers to; nil for other fields
	Late     bool        // whether it closes a circle of references, see spec.IsLate
	Seeds    []*Resource // of a late reference: those that need rows in its test
	Guarded  bool        // whether a row may not refer to itself by it
	Outcome  string      // of a deletion of the parent in tests: as OnDelete, or "" if it is refused
	OnDelete string      // what a reference does when that is deleted: cascade, null or ""
	Action   string      // the same in SQL, with a leading space

	Validate string   // validator tag of the input, or ""
	Values   []string // of an enum
	// Constants are the values of an enum in Go.
	Constants []Constant
	Comment   string // on the field, which API documents show, or ""
	Pattern   string // Go expression of the regular expression that values match, or ""
	// PatternName is the parameter of the rule pattern.
	PatternName string
	// Forms are Go expressions of the functions that bring values into the form
	// in which they are stored.
	Forms []string
	// Read and Write are the struct tags for swag in the resource and in its
	// input, with a leading space.
	Read, Write string

	SampleJSON, OtherJSON string // two valid values, for tests
	Upsert                bool   // see Upsert
	InvalidAt             string // the field in messages about InvalidJSON
	InvalidJSON           string // value of the right type that is not valid, or ""
	DefaultJSON           string // default as a response has it, or how that begins; "" without one
	UnformedJSON          string // the first value before Forms change it, or ""
	// Nth is a Go expression of Type in the int variable n, different for each
	// n from 0 to 9, or "" unless the field is Numbered. For a reference that is
	// not, it alternates between the IDs 1 and 2.
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
	spec.Money: {goType: "money.Money", imports: `"` + ownModule + `/internal/money"`},
	spec.Bytes: {goType: "[]byte", swagger: ` swaggertype:"string" format:"byte"`},
	spec.List: {
		goType: "list.Strings", imports: `"` + ownModule + `/internal/list"`, swagger: ` swaggertype:"array,string"`,
	},
	spec.Ref: {goType: "int64"}, // or as typeOf says
	spec.Owner: {
		goType: "uuid.UUID", imports: `"github.com/google/uuid"`, swagger: ` readonly:"true" swaggertype:"string" format:"uuid"`,
		sample: [2]string{`"01890a5d-ac96-774b-bcce-b302099a8057"`, `"01890a5d-ac96-774b-bcce-b302099a8058"`},
	},
}

// actions are what references do when their row is deleted.
var actions = map[string]string{spec.Cascade: " ON DELETE CASCADE", spec.Null: " ON DELETE SET NULL"}

// kindOf returns the kind of a field.
func kindOf(f spec.Field, db layer.Dialect) kind {
	if f.Kind == spec.List && db.Columns == nil { // a database needs a type with methods
		k := kinds[f.Kind]
		k.goType, k.imports = "[]string", ""
		return k
	}
	if f.Scale != "" {
		return kinds[f.Kind].scaled(f.Scale)
	}
	return kinds[f.Kind]
}

// typeOf returns the kind of a field, or for a reference that of the id which it
// refers to.
func typeOf(f spec.Field, stored spec.Kind, db layer.Dialect) kind {
	if f.Kind == spec.Ref && stored == spec.UUID {
		return kinds[spec.UUID]
	}
	return kindOf(f, db)
}

// newField returns a field that is stored in a column of the kind stored.
func newField(f spec.Field, stored spec.Kind, db layer.Dialect, samples [2]string, json naming) Field {
	k := typeOf(f, stored, db)
	v := Field{
		Name:     f.Key(),
		JSON:     json(f.Key()),
		Go:       exported(f.Key()),
		Var:      unexported(f.Key()),
		Kind:     string(f.Kind),
		Type:     k.goType,
		Column:   quoted(f.Key(), db.Quote),
		SQLType:  columnType(f, stored, db),
		Required: f.Required,
		Unique:   f.Unique,
		Same:     "same",
		Sortable: sortable(f),
		Nullable: f.Nullable(),
		Values:   f.Values,
		OnDelete: f.OnDelete,
		Action:   actions[f.OnDelete],
	}
	if f.Kind == spec.Owner {
		v.Action = actions[spec.Cascade]
	}
	v.Ptr, v.Amp = "*", ""
	if !v.Nullable {
		v.Ptr, v.Amp = "", "&"
	}
	if f.FoldsCase() {
		v.Same = "sameNoCase"
	}
	v.Default = goDefault(f)
	if f.AsString {
		v.Quoted = ",string"
	}
	v.SortColumn = v.Column
	if order := db.Sorts[string(stored)]; order != "" {
		v.SortColumn = strings.ReplaceAll(order, "<column>", v.Column)
	}
	v.Address, v.Arg = access(v.Go, stored, db)
	v.RowType = cmp.Or(db.Scanners[string(stored)], k.goType)
	v.ToRow, v.FromRow = conversions(v.Go, v.Ptr, v.Type, v.RowType)
	v.constrain(f, stored, sqlDefault(f, db), db)
	v.SampleJSON, v.OtherJSON = samples[0], samples[1]
	v.Upsert = f.Upsert
	v.Validate, v.InvalidJSON, v.DefaultJSON = validatorTag(f), invalidJSON(f), defaultJSON(f)
	if f.Kind == spec.Ref {
		v.takeFrom(referred(stored))
	}
	if v.InvalidAt = v.JSON; f.Kind == spec.List {
		v.InvalidAt += "[0]"
	}
	v.Forms, v.UnformedJSON = forms(f), unformed(f, samples[0])
	if expr := anchored(f.Pattern); expr != "" {
		v.Pattern, v.Comment = goString(expr), "Matches "+expr+"."
	}
	v.Read = k.swagger + swaggerFormat(f) + swaggerItems(f) + swaggerExample(f.Kind, v.SampleJSON)
	v.Write = v.Read
	const nullable = ` extensions:"x-nullable"`
	if v.Nullable {
		v.Read += nullable
	}
	if !v.Required {
		v.Write += nullable
	}
	if v.RowType != v.Type {
		v.FromImport = k.imports
	}
	if f.Kind == spec.Money {
		v.ofMoney(f, db)
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
func conversions(name, ptr, goType, rowType string) (toRow, fromRow string) {
	toRow, fromRow = "from."+name, "row."+name
	if rowType == goType {
		return toRow, fromRow
	}
	return conversion(ptr, rowType, toRow), conversion(ptr, goType, fromRow)
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

func nth(f spec.Field, numbered bool) string {
	switch {
	case !numbered:
		return ""
	case f.Formed():
		return formedNth(f)
	case f.Kind == spec.String:
		return "fmt.Sprintf(" + strconv.Quote(f.Name+" %d") + ", n)"
	}
	return kinds[f.Kind].nth
}

func swaggerExample(k spec.Kind, json string) string {
	if k == spec.JSON || k == spec.Money {
		return ""
	}
	if k == spec.List {
		return ` example:` + strconv.Quote(itemsOf(json))
	}
	return ` example:` + strconv.Quote(unquoted(json))
}

// goDefault returns the default as a Go expression.
func goDefault(f spec.Field) string {
	switch f.Kind {
	case spec.String, spec.Text, spec.Enum:
		if f.Default != "" {
			return strconv.Quote(f.Default)
		}
	case spec.Decimal:
		if f.Default != "" && f.Scale != "" {
			return kindOf(f, layer.Dialect{}).goType + "(decimal.RequireFromString(" + strconv.Quote(canonical(f.Default)) + "))"
		}
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
	return strings.NewReplacer(
		"<max>", strconv.Itoa(length), "<precision>", strconv.Itoa(wholeDigits+f.Digits()), "<scale>", strconv.Itoa(f.Digits()),
	).Replace(db.Columns[string(stored)])
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
		f.Check = strings.NewReplacer("<column>", f.Column, "<values>", db.Literals(of.Values)).Replace(check)
		f.Constraints += " CHECK (" + f.Check + ")"
	}
}

// sqlDefault returns the default in SQL, or "".
func sqlDefault(f spec.Field, db layer.Dialect) string {
	if f.Default == "" {
		return ""
	}
	switch f.Kind {
	case spec.Bool:
		return strings.ToUpper(f.Default)
	case spec.Int, spec.BigInt, spec.Float:
		return f.Default
	case spec.Decimal:
		return db.Literal(canonical(f.Default))
	}
	return db.Literal(f.Default)
}
