// Package sample finds texts that match a regular expression.
package sample

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// Most is the length of the longest texts that Matching finds.
const Most = 1000

// maxSteps limits the search. An expression for which it does not suffice is
// treated as one without texts.
const maxSteps = 20_000

// Matching returns up to n different texts that match an expression as a whole,
// have from low to high characters and are accepted. The shortest come first. It
// returns fewer if there are no more, or if they are hard to find.
func Matching(expr string, low, high, n int, accept func(string) bool) []string {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil
	}
	whole, err := regexp.Compile(`\A(?:` + expr + `)\z`)
	if err != nil {
		return nil
	}
	s := search{steps: maxSteps, bounds: map[*syntax.Regexp]bounds{}}
	var found []string
	b := s.of(parsed)
	for length := max(low, b.low); length <= min(high, b.high, Most) && len(found) < n && s.steps > 0; length++ {
		s.texts(parsed, length, func(text string) bool {
			s.steps -= length
			if whole.MatchString(text) && IsPlain(text) && accept(text) && !slices.Contains(found, text) {
				found = append(found, text)
			}
			return len(found) < n
		})
	}
	return found
}

// search lists the texts that match an expression. Assertions such as \b are
// left to the caller.
type search struct {
	steps  int // that are left
	bounds map[*syntax.Regexp]bounds
}

// bounds are the lengths of the texts that match an expression.
type bounds struct{ low, high int }

// times returns the bounds of that many texts, one after another.
func (b bounds) times(low, high int) bounds {
	if high < 0 {
		high = Most + 1
	}
	return bounds{min(low*b.low, Most+1), min(high*b.high, Most+1)}
}

// of returns the bounds of an expression. Those above Most mean more than Most.
func (s *search) of(re *syntax.Regexp) bounds {
	if b, ok := s.bounds[re]; ok {
		return b
	}
	b := s.measure(re)
	s.bounds[re] = b
	return b
}

func (s *search) measure(re *syntax.Regexp) bounds {
	switch re.Op {
	case syntax.OpNoMatch:
		return bounds{Most + 1, 0}
	case syntax.OpLiteral:
		return bounds{len(re.Rune), len(re.Rune)}
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return bounds{1, 1}
	case syntax.OpCapture:
		return s.of(re.Sub[0])
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		return s.of(re.Sub[0]).times(repeats(re))
	case syntax.OpConcat:
		return s.concat(re.Sub)
	case syntax.OpAlternate:
		b := s.of(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			b = bounds{min(b.low, s.of(sub).low), max(b.high, s.of(sub).high)}
		}
		return b
	}
	return bounds{} // an assertion
}

func (s *search) concat(subs []*syntax.Regexp) bounds {
	var b bounds
	for _, sub := range subs {
		b.low, b.high = min(b.low+s.of(sub).low, Most+1), min(b.high+s.of(sub).high, Most+1)
	}
	return b
}

// repeats returns how often the operand of a repetition may stand; a negative
// high is no limit.
func repeats(re *syntax.Regexp) (low, high int) {
	switch re.Op {
	case syntax.OpStar:
		return 0, -1
	case syntax.OpPlus:
		return 1, -1
	case syntax.OpQuest:
		return 0, 1
	}
	return re.Min, re.Max
}

// texts calls yield with the texts of a length that match, until it returns
// false. It returns false if it was stopped.
func (s *search) texts(re *syntax.Regexp, length int, yield func(string) bool) bool {
	s.steps--
	b := s.of(re)
	switch {
	case s.steps <= 0:
		return false
	case length < b.low || length > b.high:
		return true
	}
	switch re.Op {
	case syntax.OpLiteral:
		text := string(re.Rune)
		if re.Flags&syntax.FoldCase != 0 && !yield(strings.ToLower(text)) {
			return false
		}
		return yield(text)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return s.character(re, yield)
	case syntax.OpCapture:
		return s.texts(re.Sub[0], length, yield)
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		low, high := repeats(re)
		return s.repeated(re.Sub[0], low, high, length, yield)
	case syntax.OpConcat:
		return s.joined(re.Sub, length, yield)
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			if !s.texts(sub, length, yield) {
				return false
			}
		}
		return true
	}
	return yield("") // an assertion
}

// joined lists the texts that match expressions one after another.
func (s *search) joined(subs []*syntax.Regexp, length int, yield func(string) bool) bool {
	s.steps -= len(subs)
	if len(subs) == 0 {
		return length > 0 || yield("")
	}
	first, rest := s.of(subs[0]), s.concat(subs[1:])
	for n := max(first.low, length-rest.high); n <= min(first.high, length-rest.low); n++ {
		more := s.texts(subs[0], n, func(head string) bool {
			return s.joined(subs[1:], length-n, func(tail string) bool { return yield(head + tail) })
		})
		if !more {
			return false
		}
	}
	return true
}

// repeated lists the texts that match an expression from low to high times.
func (s *search) repeated(re *syntax.Regexp, low, high, length int, yield func(string) bool) bool {
	b := s.of(re)
	if b.low == 0 {
		low = 0 // because the others may be empty
	}
	if length == 0 {
		return low > 0 || yield("")
	}
	lower, fewer := max(low-1, 0), max(high-1, min(high, -1))
	rest := b.times(lower, fewer)
	for n := max(1, b.low, length-rest.high); n <= min(b.high, length-rest.low) && high != 0; n++ {
		more := s.texts(re, n, func(head string) bool {
			return s.repeated(re, lower, fewer, length-n, func(tail string) bool { return yield(head + tail) })
		})
		if !more {
			return false
		}
	}
	return true
}

// usual are characters in the order in which they are tried.
const usual = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_./:@+=,;#*~!?()[]{} %$^|\"\\&<>"

// widest is the last letter that YAML does not escape.
const widest = '\uffdc'

// IsPlain reports whether a text has only usual characters, and letters and
// digits of all languages. Others would have to be escaped in shells, in raw
// strings of Go, or in API documents, as would two opening braces.
func IsPlain(text string) bool {
	return !strings.Contains(text, "{{") && !strings.ContainsFunc(text, func(r rune) bool {
		return !strings.ContainsRune(usual, r) && (r <= unicode.MaxASCII || r > widest || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	})
}

// character lists characters that match, the usual ones first.
func (s *search) character(re *syntax.Regexp, yield func(string) bool) bool {
	for _, r := range usual {
		if matches(re, r) && !yield(string(r)) {
			return false
		}
	}
	for i := 0; i+1 < len(re.Rune); i += 2 {
		for r := max(re.Rune[i], unicode.MaxASCII+1); r <= min(re.Rune[i+1], re.Rune[i]+9); r++ {
			if IsPlain(string(r)) && !yield(string(r)) {
				return false
			}
		}
	}
	return true
}

func matches(re *syntax.Regexp, r rune) bool {
	if re.Op != syntax.OpCharClass {
		return true
	}
	for i := 0; i+1 < len(re.Rune); i += 2 {
		if re.Rune[i] <= r && r <= re.Rune[i+1] {
			return true
		}
	}
	return false
}
