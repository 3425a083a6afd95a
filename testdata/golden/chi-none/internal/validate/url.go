package validate

import (
	"cmp"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
)

// inURL matches the characters of a URL (RFC 3986), which has all others, such
// as spaces and quotes, percent-encoded.
var inURL = regexp.MustCompile(`^[\w:/?#\[\]@!$&'()*+,;=.~%-]+$`)

// isURL reports whether s is an absolute URL of the web, without user and
// password.
func isURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !inURL.MatchString(s) {
		return false
	}
	if _, err := strconv.ParseUint(cmp.Or(u.Port(), "80"), 10, 16); err != nil {
		return false
	}
	_, err = netip.ParseAddr(u.Hostname())
	return err == nil || isHostname(u.Hostname())
}
