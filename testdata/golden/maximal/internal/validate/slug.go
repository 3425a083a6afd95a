package validate

import "regexp"

// slug is what the rule of that name allows: a segment of a readable URL.
var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
