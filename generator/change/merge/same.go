package merge

// Same reports whether two contents have the same lines, however those end,
// and whether or not a byte order mark stands before them.
func Same(a, b []byte) bool {
	return string(a) == string(b) || plain(a) == plain(b)
}
