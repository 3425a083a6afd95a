package ratelimit

import (
	"errors"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
)

// rule is the quota of the requests that it matches.
type rule struct {
	method string // "" for any
	path   string // a pattern, "" for any
	name   string // quoted
	policy string // the value of RateLimit-Policy
	quota  Quota
}

func newRule(method, pattern, name string, quota Quota) rule {
	name = strconv.Quote(name)
	policy := fmt.Sprintf("%s;q=%d;w=%d", name, quota.Requests, int(quota.Period.Seconds()))
	return rule{method: method, path: pattern, name: name, policy: policy, quota: quota}
}

// parseRules parses the quotas of routes.
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
	methods := []string{ // HEAD counts as GET
		"*", http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
	}
	if !slices.Contains(methods, method) {
		return rule{}, fmt.Errorf("method must be one of %s", strings.Join(methods, ", "))
	}
	if _, err := path.Match(pattern, ""); err != nil || pattern[0] != '/' {
		return rule{}, fmt.Errorf("%s is not a path pattern", pattern)
	}
	var quota Quota
	if err := quota.UnmarshalText([]byte(fields[2])); err != nil {
		return rule{}, err
	}
	return newRule(strings.TrimPrefix(method, "*"), pattern, method+" "+pattern, quota), nil
}

// parsePaths parses the paths without a quota.
func parsePaths(text string) ([]string, error) {
	paths := list(text)
	for _, p := range paths {
		if p[0] != '/' {
			return nil, fmt.Errorf("RATELIMIT_EXEMPT: %q: paths start with a slash", p)
		}
	}
	return paths, nil
}

// fits reports whether the rule matches a request. HEAD counts as GET.
func (r rule) fits(method, requested string) bool {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if r.method != "" && r.method != method {
		return false
	}
	matched, _ := path.Match(r.path, requested) // the pattern is valid
	return matched || r.path == ""
}

// tell sets the headers of draft-ietf-httpapi-ratelimit-headers-10. The older
// X-RateLimit-* headers were never standardised, and their reset value differs
// from service to service.
func (r rule) tell(tokens float64, set func(name, value string)) {
	set("RateLimit-Policy", r.policy)
	set("RateLimit", fmt.Sprintf("%s;r=%d;t=%d", r.name, int(tokens), r.quota.until(r.quota.Requests, tokens)))
}

// list splits a comma-separated list.
func list(text string) []string {
	var entries []string
	for entry := range strings.SplitSeq(text, ",") {
		if entry = strings.TrimSpace(entry); entry != "" {
			entries = append(entries, entry)
		}
	}
	return entries
}
