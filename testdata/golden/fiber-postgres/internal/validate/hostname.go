package validate

import (
	"regexp"
	"strings"
)

// label matches a part of a hostname between two dots (RFC 1123).
var label = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)

// isHostname reports whether s is a hostname. It does not end with a number, or
// else it would be taken for an IP address.
func isHostname(s string) bool {
	last := ""
	for last = range strings.SplitSeq(s, ".") {
		if !label.MatchString(last) {
			return false
		}
	}
	return len(s) <= 253 && strings.Trim(last, "0123456789") != ""
}
