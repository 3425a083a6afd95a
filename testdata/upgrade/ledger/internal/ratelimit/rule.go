package ratelimit

import (
	"errors"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// rule gives a quota to the requests it fits.
type rule struct {
	method string // "" for any
	path   string // a pattern, "" for any
	name   string // quoted
	policy string // the quota as clients are told
	quota  Quota
}

func newRule(method, pattern, name string, quota Quota) rule {
	name = strconv.Quote(name)
	policy := fmt.Sprintf("%s;q=%d;w=%d", name, quota.Requests, int(quota.Period.Seconds()))
	return rule{method: method, path: pattern, name: name, policy: policy, quota: quota}
}

// parseRules reads the quotas of routes.
func parseRules(text string) ([]rule, error) {
	var rules []rule
	var problems []error
	for _, entry := range list(text) {
		r, err := parseRule(strings.Fields(entry))
		if err != nil {
			problems = append(problems, fmt.Errorf("RATELIMIT_ROUTES: %q: %w", entry, err))
		}
		rules = append(rules, r)
	}
	return rules, errors.Join(problems...)
}

func parseRule(fields []string) (rule, error) {
	if len(fields) != 3 {
		return rule{}, errors.New("want METHOD PATH QUOTA, such as POST /api/v1/books 10/1m")
	}
	method, pattern := fields[0], fields[1]
	if method != strings.ToUpper(method) {
		return rule{}, errors.New("methods are in upper case")
	}
	if _, err := path.Match(pattern, ""); err != nil || pattern[0] != '/' {
		return rule{}, fmt.Errorf("%s is not a pattern of paths", pattern)
	}
	var quota Quota
	if err := quota.UnmarshalText([]byte(fields[2])); err != nil {
		return rule{}, err
	}
	return newRule(strings.TrimPrefix(method, "*"), pattern, method+" "+pattern, quota), nil
}

// fits reports whether the rule is for a request. HEAD is GET without a body.
func (r rule) fits(method, requested string) bool {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if r.method != "" && r.method != method {
		return false
	}
	matched, _ := path.Match(r.path, requested) // the pattern is known to be one
	return matched || r.path == ""
}

// tell sets the headers that say what the quota is and what is left of it. They
// are those of draft-ietf-httpapi-ratelimit-headers-10, on its way to become a
// standard; X-RateLimit-* never was one, and its reset means another thing to
// each that sends it.
func (r rule) tell(tokens float64, set func(name, value string)) {
	set("RateLimit-Policy", r.policy)
	set("RateLimit", fmt.Sprintf("%s;r=%d;t=%d", r.name, int(tokens), r.quota.until(r.quota.Requests, tokens)))
}

// list splits at commas.
func list(text string) []string {
	var entries []string
	for entry := range strings.SplitSeq(text, ",") {
		if entry = strings.TrimSpace(entry); entry != "" {
			entries = append(entries, entry)
		}
	}
	return entries
}
