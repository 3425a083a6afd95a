package store

// clone returns a pointer to a copy of what p points to.
func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}
