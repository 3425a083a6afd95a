package page

import (
	"fmt"
	"net/url"
	"strings"
)

// Within returns the query of a list with one more filter: that a field has a
// value, which is not for the client to choose.
func Within(query, field string, value any) string {
	filter := url.Values{field: {fmt.Sprint(value)}}.Encode()
	return strings.TrimPrefix(query+"&"+filter, "&")
}
