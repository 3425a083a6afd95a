package compress

import "strings"

// mark ends the entity tags of compressed responses: they are representations of
// their own (RFC 9110, section 8.8.3.3). Handlers see their own tags only.
const mark = `-gzip"`

// Preconditions are the headers of a request that have entity tags.
func Preconditions() []string {
	return []string{"If-Match", "If-None-Match", "If-Range"}
}

// MarkETag marks the ETag in the header of a response as that of the compressed
// representation. A weak tag stands for both.
func MarkETag(header Header) {
	if etag := header.Get("ETag"); strings.HasPrefix(etag, `"`) {
		header.Set("ETag", strings.TrimSuffix(etag, `"`)+mark)
	}
}

// Unmark returns the tags of a precondition without marks, and whether it had any.
func Unmark(tags string) (unmarked string, marked bool) {
	unmarked = strings.ReplaceAll(tags, mark, `"`)
	return unmarked, unmarked != tags
}
