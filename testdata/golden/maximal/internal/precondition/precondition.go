// Package precondition decides by the version of a resource whether a request is
// carried out (RFC 9110, section 13). A client that sends the version it has read
// cannot overwrite what others have changed since.
package precondition

import (
	"slices"
	"strconv"
	"strings"

	"github.com/acme/everything/internal/apperr"
)

// ETag returns the entity tag of a version.
func ETag(version int64) string {
	return `"` + strconv.FormatInt(version, 10) + `"`
}

// Conditions are the preconditions of a request. The zero Conditions always hold.
type Conditions struct {
	match, noneMatch []tag // nil without the header
}

// Parse returns the conditions in the values of If-Match and If-None-Match, nil
// if a request has none.
func Parse(match, noneMatch []string) (c Conditions, err error) {
	if c.match, err = parse(match, "If-Match"); err != nil {
		return Conditions{}, err
	}
	c.noneMatch, err = parse(noneMatch, "If-None-Match")
	return c, err
}

// ParseWrite is Parse for a request that changes a resource. If required is true,
// it must have If-Match.
func ParseWrite(match, noneMatch []string, required bool) (Conditions, error) {
	if required && len(match) == 0 {
		return Conditions{}, apperr.ErrPreconditionRequired
	}
	return Parse(match, noneMatch)
}

// Check returns apperr.ErrPreconditionFailed if a resource of this version must not
// be changed.
func (c Conditions) Check(version int64) error {
	if !c.wanted(version) || c.known(version) {
		return apperr.ErrPreconditionFailed
	}
	return nil
}

// CheckRead reports whether the client already has this version of a resource. It
// returns apperr.ErrPreconditionFailed if the resource must not be sent.
func (c Conditions) CheckRead(version int64) (known bool, err error) {
	if !c.wanted(version) {
		return false, apperr.ErrPreconditionFailed
	}
	return c.known(version), nil
}

// wanted compares a version with If-Match. A weak tag stands for equivalent, not
// equal representations, on which a change must not be based.
func (c Conditions) wanted(version int64) bool {
	return c.match == nil || slices.ContainsFunc(c.match, func(t tag) bool { return !t.weak && t.is(version) })
}

// known compares a version with If-None-Match.
func (c Conditions) known(version int64) bool {
	return slices.ContainsFunc(c.noneMatch, func(t tag) bool { return t.is(version) })
}

// tag is an entity tag, or * for that of any version.
type tag struct {
	opaque    string // between the quotation marks
	weak, any bool
}

// is reports whether the tag stands for the version.
func (t tag) is(version int64) bool {
	return t.any || t.opaque == strconv.FormatInt(version, 10)
}

// parse returns the tags in the values of the header of this name.
func parse(values []string, name string) ([]tag, error) {
	if len(values) == 0 {
		return nil, nil
	}
	rest := strings.Trim(strings.Join(values, ","), separators)
	if rest == "*" {
		return []tag{{any: true}}, nil
	}
	malformed := &apperr.BadRequest{Message: name + ` must be * or a list of entity tags such as "3"`}
	var tags []tag
	for {
		quoted, isWeak := strings.CutPrefix(rest, "W/")
		opened, isTag := strings.CutPrefix(quoted, `"`)
		opaque, after, closed := strings.Cut(opened, `"`)
		if !isTag || !closed || strings.ContainsFunc(opaque, notOpaque) {
			return nil, malformed
		}
		tags = append(tags, tag{opaque: opaque, weak: isWeak})
		if after == "" {
			return tags, nil
		}
		rest = strings.TrimLeft(after, separators)
		if !strings.Contains(after[:len(after)-len(rest)], ",") {
			return nil, malformed
		}
	}
}

// separators may stand between tags, which at least one comma must do.
const separators = ", \t"

// notOpaque reports whether r must not be in an entity tag.
func notOpaque(r rune) bool { return r <= ' ' || r == 0x7f }
