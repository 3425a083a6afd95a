package render

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/spec"
)

// itemRules returns the rules for a list and its items.
func itemRules(f spec.Field) []string {
	rules := []string{"max=" + strconv.Itoa(f.ItemsMax())}
	if len(f.Values) > 0 {
		return append(rules, "unique", "dive", "oneof="+strings.Join(oneOf(f.Values), " "))
	}
	return append(rules, "dive", "max="+strconv.Itoa(f.Length()), "nonul")
}

// swaggerItems returns the struct tags about the items of a list.
func swaggerItems(f spec.Field) string {
	switch {
	case f.Kind != spec.List:
		return ""
	case len(f.Values) > 0:
		return ` enums:"` + strings.Join(f.Values, ",") + `"`
	}
	return ` maxLength:"` + strconv.Itoa(f.Length()) + `"`
}

// listsOf returns two values of a list.
func listsOf(f spec.Field) [2]string {
	first, other := f.Values, f.Values
	if len(f.Values) == 0 {
		item := f
		item.Kind = spec.String
		first = []string{unquoted(text(item, "first ")), unquoted(text(item, "other "))}
		other = first[1:]
	}
	first, other = first[:min(len(first), f.ItemsMax())], other[len(other)-1:]
	return [2]string{listJSON(first), listJSON(other)}
}

func listJSON(texts []string) string {
	data, err := json.Marshal(texts)
	if err != nil {
		panic(err) // impossible for strings
	}
	return string(data)
}

// itemsOf returns the items of a list in JSON, separated by commas.
func itemsOf(data string) string {
	var texts []string
	if err := json.Unmarshal([]byte(data), &texts); err != nil {
		panic(err) // it was made by listJSON
	}
	return strings.Join(texts, ",")
}
