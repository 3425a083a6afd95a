package spec

import (
	"cmp"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gen-go/gen/generator/sample"
)

// Format is what the values of a string look like.
type Format string

// The formats of strings.
const (
	Email    Format = "email"
	URL      Format = "url"
	Slug     Format = "slug"
	Hostname Format = "hostname"
	IP       Format = "ip"
	Phone    Format = "phone"
)

// formats are all formats, in the order of their modifiers.
var formats = []struct {
	Format
	has func(string) bool // no more than what the rules of a project accept
	// expr matches values that are tried as examples after the usual ones, which
	// are numbered.
	expr  string
	usual func(f Field, number string) string
}{
	{
		Email, isEmail, `[a-z0-9]+@[a-z]{1,9}\.[a-z]{2,9}`,
		func(_ Field, n string) string { return n + "@example.com" },
	},
	{
		URL, isURL, `https?://[a-z]{1,9}(/[a-z0-9]*)?`,
		func(_ Field, n string) string { return "https://example.com/" + n },
	},
	{
		Slug, slug.MatchString, slug.String(),
		func(f Field, n string) string { return n + "-" + strings.ReplaceAll(f.Name, "_", "-") },
	},
	{
		Hostname, isHostname, `([a-z0-9]{1,60}\.){0,9}[a-z]{1,9}`,
		func(_ Field, n string) string { return n + ".example.com" },
	},
	{
		IP, isIP, `([1-9][0-9]?\.){3}[1-9][0-9]?|::[1-9a-f][0-9a-f]?|2001(:[1-9a-f][0-9a-f]{0,3}){7}`,
		func(_ Field, n string) string { return "192.0.2." + digit(n) },
	},
	{
		Phone, phone.MatchString, phone.String(),
		func(_ Field, n string) string { return "+1202555010" + digit(n) },
	},
}

var (
	slug  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	phone = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	email = regexp.MustCompile(`^[A-Za-z0-9]+([.+_-][A-Za-z0-9]+)*@([A-Za-z0-9]+(-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,63}$`)
	label = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)
	inURL = regexp.MustCompile(`^[\w:/?#\[\]@!$&'()*+,;=.~%-]+$`)
)

func isEmail(s string) bool { return email.MatchString(s) && isHostname(s[strings.Index(s, "@")+1:]) }

func isURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !inURL.MatchString(s) {
		return false
	}
	_, err = strconv.ParseUint(cmp.Or(u.Port(), "80"), 10, 16)
	return err == nil && (isHostname(u.Hostname()) || isIP(u.Hostname()))
}

func isHostname(s string) bool {
	labels := strings.Split(s, ".")
	isLabel := func(l string) bool { return label.MatchString(l) }
	return len(s) <= 253 && !slices.ContainsFunc(labels, func(l string) bool { return !isLabel(l) }) &&
		strings.Trim(labels[len(labels)-1], "0123456789") != ""
}

func isIP(s string) bool {
	addr, err := netip.ParseAddr(s)
	return err == nil && addr.Zone() == ""
}

// digit returns the number of an example as a digit: 1 for first, 2 for other.
func digit(number string) string {
	switch number {
	case "first":
		return "1"
	case "other":
		return "2"
	}
	return number
}

// Formed reports whether the values of the field have a form that an arbitrary
// text does not have.
func (f Field) Formed() bool { return len(f.Formats) > 0 || f.Pattern != "" }

// checkForm returns the problems of what the field says about the form of its
// values.
func (f Field) checkForm() []string {
	var bad []string
	names := make([]string, len(f.Formats))
	for i, format := range f.Formats {
		names[i] = string(format)
	}
	if len(names) > 1 {
		bad = append(bad, strings.Join(names, " and ")+" exclude each other")
	}
	if f.Lower && slices.Contains(f.Formats, URL) {
		bad = append(bad, "url and lower exclude each other, because the path of a URL may be case-sensitive")
	}
	if msg := checkPattern(f.Pattern); msg != "" {
		bad = append(bad, msg)
	}
	return bad
}

// maxPattern is the maximum length of a pattern, in bytes.
const maxPattern = 200

func checkPattern(pattern string) string {
	_, err := regexp.Compile(pattern)
	switch {
	case len(pattern) > maxPattern:
		return fmt.Sprintf("pattern is longer than %d characters", maxPattern)
	case strings.Contains(pattern, "{{"):
		return `pattern: write \{\{ instead of {{, which the API documents cannot have`
	case checkText(pattern) != "":
		return "pattern: " + checkText(pattern)
	case err != nil:
		return fmt.Sprintf("pattern %s: %s; the syntax is that of RE2", quoteValue(pattern), strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return ""
}

// checkExamples returns the problem of rules that no value, or too few for a
// unique field, are found for.
func (f Field) checkExamples() []string {
	least := 1
	if f.Unique {
		least = 10
	}
	if !f.Formed() || len(f.Examples(least)) == least {
		return nil
	}
	var rules []string
	for _, m := range f.modifiers() {
		if m != "required" && m != "unique" && m != "index" {
			rules = append(rules, m)
		}
	}
	if f.Unique && len(f.Examples(1)) > 0 {
		return []string{fmt.Sprintf("gen finds fewer than %d values that obey %s, too few for a unique field", least, strings.Join(rules, ","))}
	}
	return []string{fmt.Sprintf("gen finds no value that obeys %s; examples and tests need one", strings.Join(rules, ","))}
}

// misfits returns a function that returns the reason why a text cannot be a
// value of the field, apart from its length, or "".
func (f Field) misfits() func(text string) string {
	var pattern *regexp.Regexp
	if f.Pattern != "" {
		pattern = regexp.MustCompile(`\A(?:` + f.Pattern + `)\z`)
	}
	return func(text string) string {
		for _, known := range formats {
			if slices.Contains(f.Formats, known.Format) && !known.has(text) {
				return fmt.Sprintf("%q does not have the format %s", text, known.Format)
			}
		}
		switch {
		case pattern != nil && !pattern.MatchString(text):
			return fmt.Sprintf("%q does not match the pattern", text)
		case f.NotBlank && strings.TrimSpace(text) == "":
			return fmt.Sprintf("%q is blank", text)
		case f.Trim && strings.TrimSpace(text) != text:
			return fmt.Sprintf("%q has white space around it, which is trimmed", text)
		case f.Lower && strings.ToLower(text) != text:
			return fmt.Sprintf("%q is not in lower case", text)
		}
		return ""
	}
}

// obeys returns a function that reports whether a text can be a value of the
// field, and the bounds of its length.
func (f Field) obeys() (obeys func(text string) bool, low, high int) {
	low, _ = strconv.Atoi(f.Min)
	high = sample.Most
	if f.Kind == String || f.Max != "" {
		high = f.Length()
	}
	misfit := f.misfits()
	return func(text string) bool {
		length := utf8.RuneCountInString(text)
		return low <= length && length <= high && misfit(text) == ""
	}, low, high
}

// Examples returns up to n different values of a field that is Formed.
func (f Field) Examples(n int) []string {
	obeys, low, high := f.obeys()
	var found []string
	add := func(texts ...string) {
		for _, text := range texts {
			if text != "" && len(found) < n && obeys(text) && !slices.Contains(found, text) {
				found = append(found, text)
			}
		}
	}
	for _, known := range formats {
		if slices.Contains(f.Formats, known.Format) {
			add(known.usual(f, "first"), known.usual(f, "other"))
			if f.Pattern == "" {
				add(sample.Matching(known.expr, low, high, n, obeys)...)
			}
		}
	}
	if sample.IsPlain(f.Default) {
		add(f.Default)
	}
	if f.Pattern != "" {
		add(sample.Matching(f.Pattern, low, high, n, obeys)...)
	}
	return found
}

// Numbered returns a format string for different values of a field that is
// Formed, given a number from 0 to 9, or "" if there is none.
func (f Field) Numbered() string {
	obeys, _, _ := f.obeys()
	for _, known := range formats {
		if !slices.Contains(f.Formats, known.Format) {
			continue
		}
		for n := range 10 {
			if !obeys(known.usual(f, strconv.Itoa(n))) {
				return ""
			}
		}
		return known.usual(f, "%d")
	}
	return ""
}
