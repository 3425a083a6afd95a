package render

import (
	"cmp"
	"strconv"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// ID is the id of a resource.
type ID struct {
	Column
	Type    string // Go type
	Import  string // import spec of the type, or ""
	Counted bool   // whether the database counts the ids up
	Read    string // struct tags for swag, with a leading space
	// Param and ParamRule are the type of the parameter in the path, and its
	// bounds, in annotations of swag.
	Param, ParamRule string
	Zero             string // Go expression for no id
	Parse            string // function of package handler that parses it in a path
	FromPath         string // function of package handler that reads it from the path of a request
	Target           string // function that reads the conditions of a change, too
	SQLType          string // of the column, with its constraints; "" without a database

	// These are for tests. First and Second are ids in a path.
	First, Second         string
	SampleJSON, OtherJSON string

	stored   spec.Kind                // kind of the columns that refer to it
	rule     string                   // validator tag of a reference, or ""
	numbered func(expr string) string // the id with a number, as a Go expression, in tests
}

// IDs are the ids of all resources.
type IDs struct {
	Param  string // type parameter for them if they have several types, or ""
	Type   string // their type, or Param
	Import string // import spec of the type, or ""
}

func (ids *IDs) add(id ID) {
	switch ids.Type {
	case "", id.Type:
		ids.Type, ids.Import = id.Type, id.Import
	default:
		*ids = IDs{Param: "ID", Type: "ID"}
	}
}

// Numbered returns the id with the number n as a Go expression, in tests.
func (id ID) Numbered(n int) string { return id.numbered(strconv.Itoa(n)) }

// NumberedFrom returns the id whose number is the value of a Go expression.
func (id ID) NumberedFrom(expr string) string { return id.numbered(expr) }

// Rules are those of a list of ids in a request that deletes rows, in the syntax of
// go-playground/validator.
func (id ID) Rules() string {
	rules := "required,min=1,max=" + strconv.Itoa(maxBulk)
	if id.rule != "" {
		rules += ",dive," + id.rule
	}
	return rules
}

// maxBulk is the largest number of rows that a request can create or delete.
const maxBulk = 100

// Two is the id with the number 2 as a Go expression to compare with.
func (id ID) Two() string {
	if id.Counted {
		return "2"
	}
	return id.Numbered(2)
}

var ids = map[string]ID{
	layer.IntID: {
		Type: "int64", Counted: true, Read: ` example:"1"`, Param: "int", ParamRule: "minimum(1)", Zero: "0",
		Parse: "pathID", FromPath: "resourceID", Target: "target",
		First: "1", Second: "2", SampleJSON: "1", OtherJSON: "2",
		stored: spec.Ref, rule: "min=1", numbered: func(expr string) string { return "int64(" + expr + ")" },
	},
	layer.UUIDID: {
		Type: "uuid.UUID", Import: kinds[spec.UUID].imports, Read: kinds[spec.UUID].swagger + ` example:"01890a5d-ac96-774b-bcce-b302099a8057"`,
		Param: "string", ParamRule: "format(uuid)", Zero: "uuid.Nil",
		Parse: "pathUUID", FromPath: "resourceUUID", Target: "targetUUID",
		First: firstUUID, Second: secondUUID, SampleJSON: `"` + firstUUID + `"`, OtherJSON: `"` + secondUUID + `"`,
		stored: spec.UUID, numbered: func(expr string) string { return "numberedID(" + expr + ")" },
	},
}

// These are the first UUIDs that tests count.
const (
	firstUUID  = "00000000-0000-7000-8000-000000000001"
	secondUUID = "00000000-0000-7000-8000-000000000002"
)

// newID returns the id of a resource whose table has n columns before it.
func newID(kind string, db layer.Dialect, n int) ID {
	kind = cmp.Or(kind, layer.IntID)
	id := ids[kind]
	id.Column = newColumn("id", "ID", spec.BigInt, n, db, snakeCase)
	id.RowType = id.Type
	id.SQLType = db.IDs[kind]
	return id
}

// referred returns the id that a reference in a column of the kind stored refers to.
func referred(stored spec.Kind) ID {
	for _, id := range ids {
		if id.stored == stored {
			return id
		}
	}
	return ids[layer.IntID]
}

// takeFrom sets what a reference takes from the id that it refers to.
func (f *Field) takeFrom(id ID) {
	f.SampleJSON, f.OtherJSON = id.SampleJSON, id.OtherJSON
	f.Validate, f.InvalidJSON = "", ""
	if id.rule != "" {
		f.Validate, f.InvalidJSON = "omitnil,"+id.rule, "0"
	}
	if f.Required {
		f.Validate = "required"
		if id.rule != "" {
			f.Validate += "," + id.rule
		}
	}
}

// nth returns Field.Nth of a reference to the id.
func (id ID) nth(numbered bool) string {
	if numbered {
		return id.numbered("n + 1")
	}
	return id.numbered("2 - n%2")
}
