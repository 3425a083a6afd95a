package store

import "slices"

// cloneSlice returns a pointer to a copy of what p points to, elements included.
func cloneSlice[S ~[]E, E any](p *S) *S {
	if p == nil {
		return nil
	}
	return new(slices.Clone(*p))
}
