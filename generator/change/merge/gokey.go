package merge

import (
	"go/scanner"
	"go/token"
	"strings"
)

func goVersion(text string) version {
	return version{text: split(text), key: split(collapse(text))}
}

// collapse reduces whitespace between two tokens on a line of Go to one space.
// Indentation, trailing whitespace, comments and string literals stay as they
// are.
func collapse(text string) string {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, []byte(text), nil, scanner.ScanComments)
	var b strings.Builder
	done := 0 // offset of the last token
	for {
		pos, tok, literal := s.Scan()
		if tok == token.EOF {
			return b.String() + text[done:]
		}
		if tok == token.SEMICOLON && literal == "\n" {
			continue // inserted by the scanner
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
