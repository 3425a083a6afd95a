package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Limits of a message. What a user has typed or written into gen.yaml may be of
// any length, and is not repeated in full.
const (
	mostLines   = 50
	longestWord = 100 // in characters
	longestLine = 600
)

// shown returns a message as it is printed: without control characters, and
// with ellipses in what is too long.
func shown(message string) string {
	words := strings.Split(message, " ")
	for i, word := range words {
		words[i] = shortened(word, longestWord, 20)
	}
	message = shortened(strings.Join(words, " "), longestLine, 200)
	return strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar {
			return '?'
		}
		return r
	}, escaped(message))
}

// shortened returns the beginning and the end of a text that is too long.
func shortened(text string, most, end int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-end-1]) + "…" + string(runes[len(runes)-end:])
}

// escaped returns a text in which characters that change how a terminal shows
// it are written as in Go.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// shownLines returns the lines of an error, as they are printed.
func shownLines(text string) []string {
	all := slices.Compact(strings.Split(strings.TrimSuffix(text, "\n"), "\n"))
	var lines []string
	for _, line := range all[:min(len(all), mostLines)] {
		lines = append(lines, shown(line))
	}
	if len(all) > mostLines {
		lines = append(lines, fmt.Sprintf("and %d more problems", len(all)-mostLines))
	}
	return lines
}
