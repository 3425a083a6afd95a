package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/spec"
)

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
		rules = append(rules, formRules(f)...)
	case spec.Int, spec.BigInt, spec.Float:
		bounds("", f.Min, f.Max)
	case spec.Decimal:
		if f.Scale != "" {
			rules = append(rules, "scale="+f.Scale)
		}
		bounds("d", canonical(f.Min), canonical(f.Max))
	case spec.JSON:
		rules = append(rules, "max="+maxJSON, "nonul")
	case spec.Money:
		rule := "money"
		if f.In != "" {
			rule += "=" + strings.Join(f.PossibleCurrencies(), " ")
		}
		rules = append(rules, rule, "moneydigits")
		bounds("money", canonical(f.Min), canonical(f.Max))
	case spec.Bytes:
		rules = append(rules, "size="+cmp.Or(f.Min, "0")+"-"+strconv.Itoa(f.Size()))
	case spec.List:
		rules = append(rules, itemRules(f)...)
	case spec.Enum:
		rules = append(rules, "oneof="+strings.Join(oneOf(f.Values), " "))
	}
	if len(rules) == 1 && !f.Required {
		return ""
	}
	return strings.Join(rules, ",")
}

// oneOf returns values as the rule oneof takes them: those with spaces in quotes.
func oneOf(values []string) []string {
	var list []string
	for _, value := range values {
		if strings.Contains(value, " ") {
			value = "'" + value + "'"
		}
		list = append(list, value)
	}
	return list
}

// otherValue returns a text that is none of the values.
func otherValue(values []string) string {
	text := "no-such-value"
	for slices.Contains(values, text) {
		text += "-"
	}
	return text
}

// invalidJSON returns a value of the right type that is not valid, or "" if
// all are.
func invalidJSON(f spec.Field) string {
	invalid := ""
	switch f.Kind {
	case spec.String, spec.Text:
		if f.Formed() {
			invalid = misfit(f)
		} else if low, _ := lengths(f); low != "" && low != "0" {
			invalid = `""`
		} else {
			invalid = `"\u0000"`
		}
	case spec.Int, spec.BigInt, spec.Float:
		invalid = quotedNumber(f, outside(f))
	case spec.Decimal:
		if number := cmp.Or(tooPrecise(f), outside(f)); number != "" {
			invalid = `"` + number + `"`
		}
	case spec.JSON:
		invalid = `"\u0000"`
	case spec.Money:
		_, _, invalid = moneyJSON(f)
	case spec.Bytes:
		if f.Min != "" && f.Min != "0" {
			invalid = `""`
		}
	case spec.List:
		invalid = `["\u0000"]`
	case spec.Enum:
		invalid = toJSON(otherValue(f.Values))
	}
	if f.Required {
		return cmp.Or(invalid, "null")
	}
	return invalid
}
