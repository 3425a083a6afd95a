package openapi

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printYAML encodes an object in the format of swag, which uses version 2 of
// go-yaml, but ten times as fast. It returns an error for strings that need
// escaping.
func printYAML(o object) ([]byte, error) {
	p := &yamlPrinter{}
	p.object(o, 0)
	return p.out, p.err
}

type yamlPrinter struct {
	out  []byte
	line int // offset of the last line in out
	err  error
}

// maxColumn is the column after which long strings are broken at the next
// space.
const maxColumn = 80

func (p *yamlPrinter) newline(indent int) {
	p.out = append(p.out, '\n')
	p.line = len(p.out)
	p.out = append(p.out, strings.Repeat(" ", indent)...)
}

// object prints members. The first one starts at the current position, the
// others on new lines.
func (p *yamlPrinter) object(o object, indent int) {
	if len(o) == 0 {
		p.out = append(p.out, "{}"...)
	}
	for i, m := range slices.SortedFunc(slices.Values(o), func(a, b member) int { return compareNames(a.name, b.name) }) {
		if i > 0 {
			p.newline(indent)
		}
		p.key(m.name)
		switch v := m.value.(type) {
		case object:
			if len(v) == 0 {
				p.out = append(p.out, ' ')
			} else {
				p.newline(indent + 2)
			}
			p.object(v, indent+2)
		case []any:
			p.list(v, indent)
		default:
			p.out = append(p.out, ' ')
			p.scalar(v, indent+2)
		}
	}
	if indent == 0 {
		p.out = append(p.out, '\n')
	}
}

// list prints the elements of a member, without indentation.
func (p *yamlPrinter) list(elements []any, indent int) {
	if len(elements) == 0 {
		p.out = append(p.out, " []"...)
	}
	for _, e := range elements {
		p.newline(indent)
		p.out = append(p.out, "- "...)
		switch v := e.(type) {
		case object:
			p.object(v, indent+2)
		default:
			p.scalar(v, indent+2)
		}
	}
}

func (p *yamlPrinter) key(name string) {
	if len(name) > 128 {
		p.err = fmt.Errorf("name %q is too long", name)
	}
	quote := p.quote(name)
	p.out = append(append(append(append(p.out, quote...), name...), quote...), ':')
	if quote == "'" && strings.Contains(name, "'") {
		p.err = fmt.Errorf("name %q contains an apostrophe", name)
	}
}

// scalar prints a value other than an object or list.
func (p *yamlPrinter) scalar(value any, indent int) {
	switch v := value.(type) {
	case string:
		p.text(v, indent)
	case float64:
		p.out = append(p.out, yamlFloat(v)...)
	default:
		p.out = fmt.Append(p.out, v)
	}
}

// yamlFloat formats a number that has been converted from JSON: as an integer
// if the JSON has no decimal point or exponent.
func yamlFloat(v float64) string {
	text := string(basicJSON(v))
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		return text
	}
	if _, err := strconv.ParseUint(text, 10, 64); err == nil {
		return text
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

func (p *yamlPrinter) text(s string, indent int) {
	if strings.Contains(s, "\n") {
		p.lines(strings.Split(s, "\n"), indent)
		return
	}
	quote := p.quote(s)
	p.out = append(p.out, quote...)
	for i := range len(s) {
		breaks := s[i] == ' ' && utf8.RuneCount(p.out[p.line:]) > maxColumn &&
			i > 0 && s[i-1] != ' ' && i < len(s)-1 && s[i+1] != ' '
		switch {
		case breaks:
			p.newline(indent)
		case s[i] == '\'' && quote == "'":
			p.out = append(p.out, "''"...)
		default:
			p.out = append(p.out, s[i])
		}
	}
	p.out = append(p.out, quote...)
}

// lines prints a string with several lines as a block.
func (p *yamlPrinter) lines(lines []string, indent int) {
	p.out = append(p.out, "|-"...)
	for _, line := range lines {
		if !isPlain(line) || line == "" || line != strings.TrimSpace(line) {
			p.err = fmt.Errorf("%q: %w", line, errUnprintable)
		}
		p.newline(indent)
		p.out = append(p.out, line...)
	}
}

var errUnprintable = errors.New("only printable ASCII, letters and digits are supported")

// isPlain reports whether s has only characters that go-yaml does not escape and
// that have a width of one column.
func isPlain(s string) bool {
	return isPlainASCII(s) || !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' || '~' < r && (r > '\uffdc' || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	})
}

// quote returns the quotation mark that a string needs, or "".
func (p *yamlPrinter) quote(s string) string {
	if !isPlain(s) {
		p.err = fmt.Errorf("%q: %w", s, errUnprintable)
	}
	switch {
	case isYAMLValue(s):
		return `"`
	case strings.HasPrefix(s, " ") || strings.HasSuffix(s, " ") || strings.HasPrefix(s, "---") || strings.HasPrefix(s, "..."),
		strings.ContainsAny(s[:1], "#,[]{}&*!|>'\"%@`"),
		strings.ContainsAny(s[:1], "?:-") && (len(s) == 1 || s[1] == ' '),
		strings.Contains(s, ": "), strings.HasSuffix(s, ":"), strings.Contains(s, " #"):
		return "'"
	}
	return ""
}

// compareNames orders the members of an object like go-yaml: other characters
// sort before letters, and numbers sort by value.
func compareNames(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	if i == len(a) || i == len(b) {
		return cmp.Compare(len(a), len(b))
	}
	switch letterA, letterB := isLetter(a[i]), isLetter(b[i]); {
	case letterA && letterB:
		return cmp.Compare(a[i], b[i])
	case letterA:
		return 1
	case letterB:
		return -1
	}
	start := 0 // 1 if the first different digit is a zero within a number, which must not be lost
	if a[i] == '0' || b[i] == '0' {
		for j := i - 1; j >= 0 && isDigit(a[j]); j-- {
			if a[j] != '0' {
				start = 1
				break
			}
		}
	}
	numberA, lengthA := digits(a[i:], start)
	numberB, lengthB := digits(b[i:], start)
	return cmp.Or(cmp.Compare(numberA, numberB), cmp.Compare(lengthA, lengthB), cmp.Compare(a[i], b[i]))
}

func isLetter(c byte) bool { return 'a' <= c|' ' && c|' ' <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }

// digits parses the leading digits of text, as a continuation of the number
// start.
func digits(text string, start int) (number int64, length int) {
	number = int64(start)
	for length < len(text) && isDigit(text[length]) {
		number = number*10 + int64(text[length]-'0')
		length++
	}
	return number, length
}
