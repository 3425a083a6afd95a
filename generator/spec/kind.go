package spec

import (
	"cmp"
	"slices"
	"strings"
)

// Kind is the type of a field, independent of the database.
type Kind string

// The kinds of fields.
const (
	String  Kind = "string" // limited length: max characters, or DefaultMax
	Text    Kind = "text"   // unlimited length
	Int     Kind = "int"    // 32 bits
	BigInt  Kind = "bigint" // 64 bits
	Float   Kind = "float"
	Decimal Kind = "decimal" // exact; a string in JSON
	Bool    Kind = "bool"
	Time    Kind = "time" // RFC 3339 in UTC
	Date    Kind = "date" // YYYY-MM-DD
	UUID    Kind = "uuid"
	Enum    Kind = "enum"
	JSON    Kind = "json"
	Money   Kind = "money" // amount and currency
	List    Kind = "list"  // of strings, or of values of an enum
	Bytes   Kind = "bytes" // limited size: max bytes, or DefaultSize; base64 in JSON
	Ref     Kind = "ref"   // ID of another resource
	Refs    Kind = "refs"  // IDs of another resource, in a table of their own
	Owner   Kind = "owner" // ID of the user that a row belongs to
)

// KindInfo describes a kind.
type KindInfo struct {
	Kind  Kind
	Form  string // as it is written, such as enum(a|b)
	About string
}

// KindInfos are all kinds in the order of the help.
var KindInfos = []KindInfo{
	{Kind: String, About: "text of limited length: max characters, or 255"},
	{Kind: Text, About: "text of any length"},
	{Kind: Int, About: "whole number of 32 bits"},
	{Kind: BigInt, About: "whole number of 64 bits"},
	{Kind: Float, About: "number of double precision"},
	{Kind: Decimal, About: "exact number with up to 20 digits before the point and 18 after it, a string in JSON"},
	{Kind: Bool, About: "true or false"},
	{Kind: Time, About: "point in time, RFC 3339 in UTC"},
	{Kind: Date, About: "date, YYYY-MM-DD"},
	{Kind: UUID, About: "UUID (RFC 9562)"},
	{Kind: Enum, Form: "enum(a|b)", About: "one of the values"},
	{Kind: List, Form: "string[]", About: "list of strings, or of enum(a|b)[] without duplicates: up to 100 items, or items=, of up to 255 characters, or max"},
	{Kind: JSON, About: "any JSON value, up to 1 MiB, 32 levels deep, and 1000 digits a number"},
	{Kind: Money, About: "amount and currency (ISO 4217), an object in JSON; two columns, NAME_amount and NAME_currency"},
	{Kind: Bytes, About: "bytes of limited size: max, or 65536; base64 in JSON"},
	{Kind: Ref, Form: "ref=RESOURCE", About: "id of a row of RESOURCE, in NAME_id; needs a database"},
	{Kind: Refs, Form: "refs=RESOURCE", About: "ids of any number of rows of RESOURCE, as tag_ids of tags; needs a database"},
	{Kind: Owner, About: "user that a row belongs to, in NAME_id: the one that creates it, and only they and admins see it; needs users"},
}

// Written returns how the type is written in gen.yaml.
func (k KindInfo) Written() string { return cmp.Or(k.Form, string(k.Kind)) }

// Modifiers returns the names of the modifiers that the kind takes in addition
// to required.
func (k KindInfo) Modifiers() []string {
	names := []string{}
	for _, m := range Modifiers {
		if m.Name != "required" && slices.Contains(m.Kinds, k.Kind) {
			names = append(names, m.Name)
		}
	}
	return names
}

// Kinds are all kinds in the order of the help.
var Kinds = func() []Kind {
	var kinds []Kind
	for _, k := range KindInfos {
		kinds = append(kinds, k.Kind)
	}
	return kinds
}()

// Stored returns the kind of the column of a field, which only its table may
// change.
func (k Kind) Stored() Kind {
	if k == Owner {
		return UUID
	}
	return k
}

// written returns the kind as it is written in gen.yaml.
func (k Kind) written() string {
	if k == List {
		return string(String) + listEnd
	}
	return string(k)
}

func words(kinds []Kind) string {
	list := make([]string, len(kinds))
	for i, k := range kinds {
		list[i] = k.written()
	}
	return strings.Join(list, ", ")
}
