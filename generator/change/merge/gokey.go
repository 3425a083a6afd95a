package merge

import (
	"go/scanner"
	"go/token"
	"strings"
)

func goVersion(text string) version {
	return version{text: split(text), key: split(collapse(text))}
}

// collapse makes one blank of every run of blanks between two tokens on a
// line of Go. What a line begins and ends with stays, and so does what is
// inside a comment or a string.
func collapse(text string) string {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, []byte(text), nil, scanner.ScanComments)
	var b strings.Builder
	done := 0 // up to the beginning of the last token
	for {
		pos, tok, literal := s.Scan()
		if tok == token.EOF {
			return b.String() + text[done:]
		}
		if tok == token.SEMICOLON && literal == "\n" {
			continue // not in the text
		}
		at := file.Offset(pos)
		last := strings.TrimRight(text[done:at], " \t")
		b.WriteString(last)
		if blanks := text[done+len(last) : at]; blanks != "" && last != "" && !strings.HasSuffix(last, "\n") {
			b.WriteByte(' ')
		} else {
			b.WriteString(blanks)
		}
		done = at
	}
}
