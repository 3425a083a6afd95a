package store

// same reports whether two values are equal. Null is equal to nothing.
func same[T comparable](a, b *T) bool {
	return a != nil && b != nil && *a == *b
}
