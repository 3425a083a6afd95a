package change

import (
	"regexp"
	"slices"
	"strings"
)

// wording replaces the forms of a name in generated code by those of another
// one.
type wording struct{ from, to []string }

// newWording returns the wording for two names, given their forms in the same
// order.
func newWording(from, to []string) wording {
	var w wording
	for i, form := range from {
		if form != to[i] && !slices.Contains(w.from, form) {
			w.from, w.to = append(w.from, form), append(w.to, to[i])
		}
	}
	return w
}

var word = regexp.MustCompile(`[A-Za-z0-9_]+`)

// words returns the words of a text.
func words(text []byte) map[string]bool {
	all := map[string]bool{}
	for _, w := range word.FindAll(text, -1) {
		all[string(w)] = true
	}
	return all
}

// between returns the words that a render changes from was to now.
func (w wording) between(was, now []byte) map[string]string {
	before, after := words(was), words(now)
	changed := map[string]string{}
	for old := range before {
		if renamed := w.in(old); renamed != old && after[renamed] && !after[old] {
			changed[old] = renamed
		}
	}
	return changed
}

// in returns a word with the forms replaced that are whole parts of it, as Book
// is in toBookRow but not in Booking.
func (w wording) in(word string) string {
	var b strings.Builder
	for i := 0; i < len(word); {
		form, to := w.at(word, i)
		if form == "" {
			b.WriteByte(word[i])
			i++
			continue
		}
		b.WriteString(to)
		i += len(form)
	}
	return b.String()
}

// at returns the longest form that is a whole part of a word at i, and its
// replacement.
func (w wording) at(word string, i int) (form, to string) {
	for j, f := range w.from {
		if len(f) > len(form) && strings.HasPrefix(word[i:], f) && begins(word, i) && ends(word, i+len(f)) {
			form, to = f, w.to[j]
		}
	}
	return form, to
}

// begins reports whether a part of a word begins at i.
func begins(word string, i int) bool {
	return i == 0 || !isLower(word[i]) && !isUpper(word[i-1]) || !isLower(word[i-1]) && !isUpper(word[i-1])
}

// ends reports whether a part of a word ends before i.
func ends(word string, i int) bool { return i == len(word) || !isLower(word[i]) }

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// replaced returns a text with words replaced.
func replaced(text []byte, by map[string]string) []byte {
	return word.ReplaceAllFunc(text, func(w []byte) []byte {
		if to, ok := by[string(w)]; ok {
			return []byte(to)
		}
		return w
	})
}
