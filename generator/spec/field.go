package spec

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a reference does when the row that it refers to is deleted. Restrict,
// the default, refuses that and is left out in the canonical form.
const (
	Restrict = "restrict"
	Cascade  = "cascade" // deletes the row with the reference, too
	Null     = "null"    // sets the reference to null
)

// DefaultMax is the maximum length of a string without max, in characters.
const DefaultMax = 255

// Length returns the maximum length of a string, in characters.
func (f Field) Length() int {
	if n, err := strconv.Atoi(f.Max); err == nil {
		return n
	}
	return DefaultMax
}

// IsKey reports whether the database has an index on the field.
func (f Field) IsKey() bool { return f.Unique || f.Index || f.Refers() }

// Refers reports whether the field is the id of a row of another table, or of its
// own.
func (f Field) Refers() bool { return f.Kind == Ref || f.Kind == Owner }

// FoldsCase reports whether the field is unique whatever the case of the letters
// A to Z.
func (f Field) FoldsCase() bool { return f.Unique && f.NoCase }

// Nullable reports whether the field can be null: it is not required and has
// no default.
func (f Field) Nullable() bool {
	return !f.Required && f.Default == "" && f.Kind != Refs && f.Kind != Owner
}

// Key returns the name of the field in JSON, which is also that of its column.
func (f Field) Key() string {
	switch f.Kind {
	case Ref, Owner:
		return f.Name + "_id"
	case Refs:
		return f.one() + "_ids"
	}
	return f.Name
}

// Check returns the problems of the field.
func (f Field) Check() []string {
	var bad []string
	if msg := checkFieldName(f.Name); msg != "" {
		bad = append(bad, msg)
	}
	bad = append(bad, f.checkModifiers()...)
	if f.FoldsCase() && f.Kind != String {
		bad = append(bad, fmt.Sprintf("%s takes no unique=nocase", f.Kind))
	}
	if f.Unique && f.Index {
		bad = append(bad, "unique includes an index; leave out index")
	}
	if f.Upsert && (!f.Unique || !f.Required || f.NoCase) {
		bad = append(bad, "upsert needs required and unique, without =nocase: a path has one form of a value")
	}
	if f.Default != "" && f.Required {
		bad = append(bad, "required and default exclude each other")
	}
	if f.Default != "" && f.Unique {
		bad = append(bad, "unique and default exclude each other")
	}
	bad = append(bad, f.checkReference()...)
	bad = append(bad, f.checkFilter()...)
	bad = append(bad, f.checkValues()...)
	bad = append(bad, f.checkList()...)
	bad = append(bad, f.checkForm()...)
	bad = append(bad, f.checkScale()...)
	bad = append(bad, f.checkCurrencies()...)
	if len(bad) == 0 {
		bad = f.checkBounds()
	}
	if len(bad) == 0 {
		bad = f.checkExamples()
	}
	return bad
}

func (f Field) checkReference() []string {
	var bad []string
	switch {
	case f.OnDelete == "" || f.Kind != Ref:
	case f.OnDelete != Cascade && f.OnDelete != Null:
		bad = append(bad, fmt.Sprintf("on_delete %q is not one of restrict, cascade, null", f.OnDelete))
	case f.OnDelete == Null && f.Required:
		bad = append(bad, "on_delete=null needs a field that can be null; leave out required")
	}
	if name, ok := strings.CutSuffix(f.Name, "_ids"); ok && f.Kind == Refs {
		bad = append(bad, fmt.Sprintf("_ids is added to the name; call it %s", Resource{Name: name}.PluralName()))
	}
	if name, ok := strings.CutSuffix(f.Name, "_id"); ok && f.Refers() {
		bad = append(bad, fmt.Sprintf("_id is added to the name of %s; call it %s", map[Kind]string{Ref: "a reference", Owner: "an owner"}[f.Kind], name))
	}
	return bad
}

// enumValue is what a value of an enum looks like. Others would have to be
// escaped in gen.yaml, in rules or in queries.
var enumValue = regexp.MustCompile(`^[\pL\pN]([\pL\pN_.+/#&-]| [\pL\pN_.+/#&-]){0,62}$`)

// maxValue is the maximum length of a value of an enum, in characters.
const maxValue = 63

func (f Field) checkValues() []string {
	if f.Kind != Enum {
		return nil
	}
	if len(f.Values) == 0 {
		return []string{"missing values, as in enum(draft|published)"}
	}
	bad := checkValues(f.Values)
	if len(bad) == 0 && f.Default != "" && !slices.Contains(f.Values, f.Default) {
		bad = append(bad, fmt.Sprintf("default %q is not one of %s", f.Default, strings.Join(f.Values, ", ")))
	}
	return bad
}

// checkValue returns the problem of a value of an enum, or "".
func checkValue(v string) string {
	if !enumValue.MatchString(v) || utf8.RuneCountInString(v) > maxValue {
		return fmt.Sprintf("enum value %q: use at most %d letters, digits, single spaces and any of - _ . + / # &, first a letter or digit", v, maxValue)
	}
	return ""
}

// maxLength is the highest max of a string, in characters.
const maxLength = 1 << 20

// checkBounds checks min, max and default against the kind and each other.
func (f Field) checkBounds() []string {
	if f.Kind == Enum {
		return nil
	}
	minimum, err := f.number("min", f.Min)
	if err != nil {
		return []string{err.Error()}
	}
	if f.Kind == Bytes {
		f.Max = cmp.Or(f.Max, strconv.Itoa(DefaultSize))
	}
	maximum, err := f.number("max", f.Max)
	if err != nil {
		return []string{err.Error()}
	}
	if minimum != nil && maximum != nil && minimum.Cmp(maximum) > 0 {
		return []string{fmt.Sprintf("min %s is above max %s", f.Min, f.Max)}
	}
	value, err := f.defaultNumber()
	switch {
	case err != nil:
		return []string{err.Error()}
	case value == nil:
	case minimum != nil && value.Cmp(minimum) < 0:
		return []string{fmt.Sprintf("default %s is below min %s", f.Default, f.Min)}
	case maximum != nil && value.Cmp(maximum) > 0:
		return []string{fmt.Sprintf("default %s is above max %s", f.Default, f.Max)}
	}
	return nil
}

var (
	decimalForm = regexp.MustCompile(`^-?[0-9]{1,18}(\.[0-9]{1,18})?$`)
	floatForm   = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,15})?$`)
)

// number parses min, max or default: a length for strings, a value for
// numbers.
func (f Field) number(what, s string) (*big.Rat, error) {
	if s == "" {
		return nil, nil
	}
	ok := false
	switch f.Kind {
	case String, Text, Bytes, List:
		n, err := strconv.Atoi(s)
		ok = err == nil && n >= 0 && n <= maxLength && strconv.Itoa(n) == s
		if ok && what == "max" {
			ok = n > 0
		}
	case Int:
		n, err := strconv.ParseInt(s, 10, 32)
		ok = err == nil && strconv.FormatInt(n, 10) == s
	case BigInt:
		n, err := strconv.ParseInt(s, 10, 64)
		ok = err == nil && strconv.FormatInt(n, 10) == s
	case Float:
		ok = floatForm.MatchString(s)
	case Decimal, Money:
		ok = f.isDecimal(s)
	}
	value, valid := new(big.Rat).SetString(s)
	if !ok || !valid {
		return nil, fmt.Errorf("%s %q is not a value for %s: use %s", what, s, f.Kind, f.allowed(what))
	}
	return value, nil
}

// allowed says which min, max or default a field may have.
func (f Field) allowed(what string) string {
	switch f.Kind {
	case Int:
		return fmt.Sprintf("a whole number from %d to %d", math.MinInt32, math.MaxInt32)
	case BigInt:
		return fmt.Sprintf("a whole number from %d to %d", math.MinInt64, math.MaxInt64)
	case Float:
		return "a number with at most 15 digits before and after the point"
	case Decimal, Money:
		if f.Digits() != MaxDigits || f.Scale != "" {
			return fmt.Sprintf("a number with at most 18 digits before the point and %d after it", f.Digits())
		}
		return "a number with at most 18 digits before and after the point"
	}
	if what == "max" {
		return fmt.Sprintf("a whole number from 1 to %d", maxLength)
	}
	return fmt.Sprintf("a whole number from 0 to %d", maxLength)
}

// defaultNumber returns the quantity of the default that min and max limit:
// the length of a string or the value of a number.
func (f Field) defaultNumber() (*big.Rat, error) {
	switch {
	case f.Default == "":
		return nil, nil
	case f.Kind == Bool:
		if f.Default != "true" && f.Default != "false" {
			return nil, fmt.Errorf("default %q is not true or false", f.Default)
		}
		return nil, nil
	case f.Kind == String || f.Kind == Text:
		if msg := checkText(f.Default); msg != "" {
			return nil, fmt.Errorf("default: %s", msg)
		}
		if msg := f.misfits()(f.Default); msg != "" {
			return nil, fmt.Errorf("default %s", msg)
		}
		return new(big.Rat).SetInt64(int64(utf8.RuneCountInString(f.Default))), nil
	}
	return f.number("default", f.Default)
}
