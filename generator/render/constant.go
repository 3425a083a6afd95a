package render

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Constant is a value of an enum.
type Constant struct {
	Name  string // such as StatusInProgress
	Value string // in Go
}

// nameConstants gives the values of enums names that differ from each other and
// from those that are taken.
func (r *Resource) nameConstants(taken map[string]bool) {
	used := map[string]bool{}
	for i, f := range r.Fields {
		for _, value := range f.Values {
			name := f.Go + pascal(value)
			for n := 2; used[name] || taken[r.Name+"."+name]; n++ {
				name = f.Go + pascal(value) + strconv.Itoa(n)
			}
			used[name] = true
			r.Fields[i].Constants = append(r.Fields[i].Constants, Constant{name, strconv.Quote(value)})
			if f.Default == strconv.Quote(value) {
				r.Fields[i].Default = name
			}
		}
	}
}

// pascal converts a value such as In Progress to a part of a Go name.
func pascal(value string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(value, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if first, n := utf8.DecodeRuneInString(word); n > 1 {
			b.WriteString(string(unicode.ToUpper(first)) + word[n:])
			continue
		}
		b.WriteString(capital(word))
	}
	return b.String()
}

// values returns the constants as a slice in Go.
func (f Field) values() string {
	var names []string
	for _, c := range f.Constants {
		names = append(names, c.Name)
	}
	return "[]string{" + strings.Join(names, ", ") + "}"
}
