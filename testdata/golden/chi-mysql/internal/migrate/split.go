package migrate

import (
	"regexp"
	"strings"
)

var (
	// token is a text in quotes, a comment, or one character.
	token = regexp.MustCompile("(?s)^(" + `'(\\.|[^'\\])*'|"(\\.|[^"\\])*"|` + "`[^`]*`" + `|/\*.*?\*/|(#|--[ \t\r])[^\n]*|--(\n|$)|.)`)

	// blank is white space, or a comment that no server executes.
	blank = regexp.MustCompile(`^(\s|#|--\s|--$|/\*([^!M]|M[^!]))`)

	// newDelimiter tells the mysql client, too, what ends a statement from there on.
	newDelimiter = regexp.MustCompile(`^(?i:delimiter)[ \t]+(\S+)[ \t\r]*(\n|$)`)
)

// split returns the statements of a script, each without the delimiter after it,
// which is a semicolon until a line such as DELIMITER // names another.
func split(script string) (statements []string) {
	delimiter, start, empty := ";", 0, true
	end := func(at int) {
		if !empty {
			statements = append(statements, script[start:at])
		}
		empty = true
	}
	for at := 0; at < len(script); {
		rest := script[at:]
		next := token.FindString(rest)
		line := newDelimiter.FindStringSubmatch(rest)
		switch {
		case empty && line != nil:
			next, delimiter = line[0], line[1]
			start = at + len(next)
		case strings.HasPrefix(rest, delimiter):
			next = delimiter
			end(at)
			start = at + len(next)
		default:
			empty = empty && blank.MatchString(next)
		}
		at += len(next)
	}
	end(len(script))
	return statements
}
