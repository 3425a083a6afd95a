package spec

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// splitWords splits a line at white space, but not within the value of a
// modifier in double quotes or within the parentheses of an enum or a
// constraint.
func splitWords(line string) ([]string, error) {
	var words []string
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		n, err := scan(line, true, unicode.IsSpace)
		if err != nil {
			return nil, err
		}
		words = append(words, line[:n])
		line = line[n:]
	}
	return words, nil
}

// cutKind cuts the type of a field from its modifiers.
func cutKind(s string) (kind, modifiers string, found bool, err error) {
	n, err := scan(s, true, func(r rune) bool { return r == ':' })
	if err != nil || n == len(s) {
		return s, "", false, err
	}
	return s[:n], s[n+1:], true, nil
}

// splitModifiers splits s at each comma that is not in quotes.
func splitModifiers(s string) ([]string, error) {
	var parts []string
	for {
		n, err := scan(s, false, func(r rune) bool { return r == ',' })
		if err != nil {
			return nil, err
		}
		parts = append(parts, s[:n])
		if n == len(s) {
			return parts, nil
		}
		s = s[n+1:]
	}
}

// scan returns the index of the first character in s for which ends returns
// true and that is neither in quotes nor, if there are lists, in parentheses, or
// the length of s. A quotation mark counts only at the beginning of a value,
// after an equals sign, and a parenthesis only after the name of what takes a
// list.
func scan(s string, lists bool, ends func(rune) bool) (int, error) {
	for i := 0; i < len(s); {
		r := rune(s[i])
		switch {
		case ends(r):
			return i, nil
		case r == '"' && strings.HasSuffix(s[:i], "="):
			quoted := quotedValue.FindString(s[i:])
			if quoted == "" {
				return 0, fmt.Errorf("%s: a quotation mark is not closed, or \\ is followed by something else than \\ or \"", s)
			}
			i += len(quoted)
		case lists && r == '(' && takesList(s[:i]):
			n := closing(s[i:])
			if n < 0 {
				return 0, fmt.Errorf("%q: a parenthesis is not closed", s)
			}
			i += n + 1
		default:
			i++
		}
	}
	return len(s), nil
}

// takesList reports whether a parenthesis after s opens a list: in the type of a
// field or after the name of a setting, but not in a value.
func takesList(s string) bool {
	word := s[strings.LastIndexFunc(s, unicode.IsSpace)+1:]
	kind := word[strings.Index(word, ":")+1:]
	return kind == string(Enum) && !strings.Contains(word, "=") || listSetting(word)
}

// closing returns the index of the parenthesis that closes the first character
// of s, or -1. Parentheses in single quotes do not count.
func closing(s string) int {
	depth, quoted := 0, false
	for i, r := range s {
		switch {
		case r == '\'':
			quoted = !quoted
		case quoted:
		case r == '(':
			depth++
		case r == ')':
			depth--
			if depth == 0 {
				return i
			}
		}
	}
	return -1
}

// quotedValue matches a value in double quotes. A backslash stands before a
// quotation mark or a backslash in it.
var quotedValue = regexp.MustCompile(`^"([^"\\]|\\["\\])*"`)

// quoteValue returns the value of a modifier as it is written: in double
// quotes if it could not be told from what follows otherwise.
func quoteValue(value string) string {
	if strings.ContainsFunc(value, func(r rune) bool { return strings.ContainsRune(`,"(`, r) || unicode.IsSpace(r) }) {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
	}
	return value
}

// unquoteValue returns the value that is written as text.
func unquoteValue(text string) (string, error) {
	switch quoted := quotedValue.FindString(text); {
	case quoted == "" && strings.Contains(text, `"`):
		return "", fmt.Errorf(`%s: a value with a quotation mark is written as "a \"b\""`, text)
	case quoted == "":
		return text, nil
	case quoted != text:
		return "", fmt.Errorf("%s: nothing may follow the second quotation mark", text)
	}
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(text[1 : len(text)-1]), nil
}
