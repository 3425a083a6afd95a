package store

// DSN is the address of the database. It holds a password, so that printing it
// tells whether it is set and no more.
type DSN string

// String is what logs and errors show.
func (d DSN) String() string {
	if d == "" {
		return ""
	}
	return "[hidden]"
}

// MarshalText is what JSON shows.
func (d DSN) MarshalText() ([]byte, error) {
	return []byte(d.String()), nil
}
