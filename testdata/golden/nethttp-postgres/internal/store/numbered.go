package store

import (
	"strconv"
	"strings"
)

// numbered replaces every ? by $1, $2 and so on.
func numbered(text string) string {
	for n := 1; strings.Contains(text, "?"); n++ {
		text = strings.Replace(text, "?", "$"+strconv.Itoa(n), 1)
	}
	return text
}
