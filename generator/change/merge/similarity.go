package merge

import (
	"bytes"
	"iter"
	"slices"
)

// Similarity returns the percentage of the larger file that is also in the
// other one, from 0 to 100. It measures like git's rename detection: by lines,
// regardless of order, with long lines cut into pieces.
func Similarity(a, b []byte) int {
	if !isBinary(a) && !isBinary(b) {
		a, b = []byte(plain(a)), []byte(plain(b))
	}
	if len(a) == 0 && len(b) == 0 {
		return 100
	}
	left := map[string]int{} // bytes of a not yet matched, by piece
	for piece := range pieces(a) {
		left[string(piece)] += len(piece)
	}
	shared := 0
	for piece := range pieces(b) {
		if left[string(piece)] > 0 {
			left[string(piece)] -= len(piece)
			shared += len(piece)
		}
	}
	return shared * 100 / max(len(a), len(b))
}

// pieces yields the lines of data, cut after every 64 bytes.
func pieces(data []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for line := range bytes.Lines(data) {
			for piece := range slices.Chunk(line, 64) {
				if !yield(piece) {
					return
				}
			}
		}
	}
}
