package merge

// Same reports whether two files have the same lines, ignoring line endings
// and byte order marks.
func Same(a, b []byte) bool {
	return string(a) == string(b) || plain(a) == plain(b)
}
