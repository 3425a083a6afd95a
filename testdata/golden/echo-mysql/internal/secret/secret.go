// Package secret keeps settings out of logs.
package secret

import "strconv"

// Text is a setting that nobody but its user may read: a password, a key, or what
// has one in it. Printing it tells whether it is set and no more.
type Text string

// String is what logs and errors show.
func (t Text) String() string {
	if t == "" {
		return ""
	}
	return "[hidden]"
}

// GoString is what %#v shows.
func (t Text) GoString() string {
	return strconv.Quote(t.String())
}

// MarshalText is what JSON shows.
func (t Text) MarshalText() ([]byte, error) {
	return []byte(t.String()), nil
}
